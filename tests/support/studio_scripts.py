"""Scripts for tests of the studio, quickly made."""

PLAIN = {
    "provider": "camera",
    "aspect": "1:1",
    "profile": "draft",
    "voice": None,
    "look": None,
    "resolution": "720p",
}
"""Choices of a video without voice and captions, whose clips the Camera makes."""


def script(*prompts: str) -> dict[str, object]:
    """A script with a Segment for each prompt."""
    segments = [
        {"index": number, "text": f"Line {number}.", "prompt": prompt, "duration": 5}
        for number, prompt in enumerate(prompts, start=1)
    ]
    return {"title": "A film", "theme": "Foxes", "pillar": "tips", "segments": segments}
