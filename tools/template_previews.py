"""Show what Templates make: run each with its examples, and keep a silent loop and a poster.

Of every Template of a Graph, and of the two Templates of Projects of the documents, whose
posters tools/template_posters.py draws. Files that a Template asks for are made by this
server too; `preview` in the Template's file says of what, and which seconds are shown.
Everything is made by `local` with fixed seeds, so that the same code makes the same pictures.
`python tools/template_previews.py [slug ...]`: all of them, or these; minutes each.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PIL import Image

from vidgenie import studio
from vidgenie.domain import graph_json
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.project_graph import film
from vidgenie.domain.take import order_for
from vidgenie.errors import OutputRejected
from vidgenie.media.ff import ffmpeg
from vidgenie.projects import store
from vidgenie.services.project_making import NewProject
from vidgenie.studio.runs import finished, succeeded
from vidgenie.studio.workplace import Workplace

ROOT = Path(__file__).parent.parent
GRAPHS = ROOT / "vidgenie" / "services" / "builtin_graphs"
TARGET = ROOT / "assets" / "templates"
LANGUAGE = "en"
LOOP, POSTER = (270, 480), (240, 426)
LONGEST, PIECES, FPS = 3.6, 3, 15  # seconds of a loop, parts of it, frames a second
LARGEST_LOOP, LARGEST_POSTER = 120_000, 25_000  # bytes
# Where the films of the Projects are looked at: seconds from the beginning, seconds between.
PROJECTS = {"reels-30s-standard": (0.7, 20.0), "product-demo-45s": (1.2, 30.0)}
# Template's word for a file -> the Nodes that make one of a text.
_MAKERS = {
    "image": [("image", "prompt", {"seed": 5})],
    "video": [("image", "prompt", {"seed": 5}), ("video", "image", {"duration": 5, "seed": 5})],
    "audio": [("speech", "text", {"language": LANGUAGE})],
}
_OUT = {"prompt": "text", "image": "image", "video": "video", "speech": "audio"}


def film_of(place: Workplace, graph: Graph) -> str:
    """Run a Graph; id of the Asset that came of it."""
    started = place.services.runs.start(place.account, graph)
    made = succeeded(finished(place, started.run_id)).result
    if made is None:
        raise OutputRejected("Nothing was made.", problem="no_video")
    return made.asset_id


def brought(place: Workplace, kind: str, text: str) -> str:
    """A file as somebody would bring it; id of its Asset."""
    nodes, edges = [Node("prompt", "prompt", {"text": text})], []
    for node_type, port, params in _MAKERS[kind]:
        before = nodes[-1]
        nodes.append(Node(node_type, node_type, params))
        edges.append(Edge(before.id, _OUT[before.type], node_type, port))
    edges.append(Edge(nodes[-1].id, _OUT[nodes[-1].type], "output", "result"))
    nodes.append(Node("output", "output"))
    return film_of(place, Graph(tuple(nodes), tuple(edges)))


def graph_film(place: Workplace, slug: str) -> tuple[str, float, float]:
    """(Asset, where to look, for how long) of a Template of a Graph."""
    told = json.loads((GRAPHS / f"{slug}.json").read_text("utf-8"))
    shown, kinds = told["preview"], {one["name"]: one["kind"] for one in told["files"]}
    files = {
        name: brought(place, kinds[name], text) for name, text in shown.get("files", {}).items()
    }
    _, graph = place.services.graph_templates.filled(
        place.account, slug, values={}, assets=files, language=LANGUAGE
    )
    asset = film_of(place, runnable(graph_json.from_json(graph)))
    return asset, shown.get("at", 0.5), shown.get("span", 0.0)


def runnable(graph: Graph) -> Graph:
    """The Graph without its notes."""
    return replace(graph, nodes=tuple(node for node in graph.nodes if node.type != "note"))


def project_film(place: Workplace, slug: str) -> tuple[str, float, float]:
    """The same of a Template of a Project."""
    new = NewProject(template=slug, language=LANGUAGE)
    made = place.services.projects.create(place.account, new)
    with place.services.engine.reading() as session:
        project = store.project(session, place.account.id, made.id)
    orders = {segment.id: order_for(project, segment) for segment in project.included}
    return film_of(place, film(project, {}, orders).graph), *PROJECTS[slug]


def loop(source: Path, at: float, span: float) -> bytes:
    """A silent clip of LOOP, as good as LARGEST_LOOP allows; several parts of a long film."""
    parts = PIECES if span > LONGEST else 1
    length = LONGEST / parts
    cuts = [(at + number * span / parts, length) for number in range(parts)]
    chains = [
        f"[0:v]trim={start:.2f}:{start + seconds:.2f},setpts=PTS-STARTPTS,"
        f"fps={FPS},scale={LOOP[0]}:{LOOP[1]}:flags=lanczos,setsar=1[p{number}]"
        for number, (start, seconds) in enumerate(cuts)
    ]
    joined = "".join(f"[p{number}]" for number in range(parts))
    drawing = ";".join([*chains, f"{joined}concat=n={parts}:v=1:a=0[v]"])
    for quality in range(26, 46, 2):
        target = source.with_name("loop.mp4")
        told = ["-filter_complex", drawing, "-map", "[v]", "-an", "-threads", "1"]
        told += ["-c:v", "libx264", "-preset", "veryslow", "-crf", str(quality)]
        told += ["-pix_fmt", "yuv420p", "-movflags", "+faststart", "-map_metadata", "-1"]
        _ffmpeg("-i", str(source), *told, "-fflags", "+bitexact", str(target))
        if target.stat().st_size <= LARGEST_LOOP:
            return target.read_bytes()
    raise SystemExit(f"{source}: no loop of at most {LARGEST_LOOP} bytes")


def poster(source: Path, at: float) -> bytes:
    """A JPEG of POSTER, as good as LARGEST_POSTER allows."""
    target = source.with_name("frame.png")
    _ffmpeg("-ss", f"{at:.2f}", "-i", str(source), "-frames:v", "1", str(target))
    small = Image.open(target).convert("RGB").resize(POSTER, Image.Resampling.LANCZOS)
    for quality in range(90, 40, -5):
        file = io.BytesIO()
        small.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() <= LARGEST_POSTER:
            return file.getvalue()
    raise SystemExit(f"{source}: no poster of at most {LARGEST_POSTER} bytes")


def _ffmpeg(*arguments: str) -> None:
    subprocess.run([ffmpeg(), "-y", "-v", "error", *arguments], check=True)


def main() -> None:
    """Write them."""
    films: dict[str, Callable[[Workplace, str], tuple[str, float, float]]]
    films = {path.stem: graph_film for path in sorted(GRAPHS.glob("*.json"))}
    films |= dict.fromkeys(PROJECTS, project_film)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VIDGENIE_HOME"] = folder

        place = studio.connect()
        for slug in sys.argv[1:] or films:
            asset, at, span = films[slug](place, slug)
            shown = Path(folder) / "film.mp4"
            shown.write_bytes(place.services.assets.file(place.account, asset).read_bytes())
            sizes = [(TARGET / f"{slug}.mp4").write_bytes(loop(shown, at, span))]
            if slug not in PROJECTS:
                sizes.append((TARGET / f"{slug}.jpg").write_bytes(poster(shown, at + 0.9)))
            print(f"{slug}: {sizes} bytes", flush=True)
        studio.close()


if __name__ == "__main__":
    main()
