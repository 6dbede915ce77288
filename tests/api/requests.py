"""Requests that several tests send."""

CONFIG = {
    "initialPrompt": "A beautiful sunset landscape",
    "workflowType": "complete",
    "textConfig": {"provider": "local", "model": ""},
    "imageConfig": {
        "provider": "local",
        "style": "vivid",
        "quality": "hd",
        "size": "1024x1792",
    },
    "videoConfig": {
        "provider": "local",
        "duration": 8,
        "resolution": "1080p",
        "generateAudio": True,
        "motionIntensity": "medium",
    },
}
CUT = {
    "title": "Two hours by the sea",
    "aspect": "1:1",
    "profile": "draft",
    "clips": [
        {
            "assetId": "0" * 32,
            "seconds": 2.5,
            "text": "Bonjour",
            "fit": "crop",
            "focusX": 0.2,
            "transition": "fade",
            "edits": [{"word": 0, "text": "Bonsoir"}],
        }
    ],
    "voice": None,
    "captions": {"style": "boxed", "colour": "#FFFFFF"},
    "music": {"bed": "calm", "volume": 0.2},
}
PAID = {**CONFIG, "videoConfig": {"provider": "luma", "duration": 60}}
NODES = [
    {"id": "p", "type": "prompt", "params": {"text": "a fox"}},
    {"id": "e", "type": "enhance"},
    {"id": "i", "type": "image", "params": {"size": "512x512"}},
    {"id": "o", "type": "output"},
]
EDGES = [
    {"source": "p", "sourceHandle": "text", "target": "e", "targetHandle": "text"},
    {"source": "e", "sourceHandle": "text", "target": "i", "targetHandle": "prompt"},
    {"source": "i", "sourceHandle": "image", "target": "o", "targetHandle": "result"},
]
DRAWN = {"nodes": NODES, "edges": EDGES}
