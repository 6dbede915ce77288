"""Draw the poster of every Template that comes with VidGenie, with its own local pictures.

What a poster shows stands in the Template's file: the same prompt and seed draw the same
picture again. `python tools/template_posters.py [slug ...]`: all of them, or these.
"""

import io
import json
import sys
from pathlib import Path

from PIL import Image

from vidgenie.providers.local.picture import picture

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "vidgenie" / "services" / "builtin_templates"
TARGET = ROOT / "assets" / "templates"
SIZE = (240, 426)
DRAWN = (720, 1280)  # drawn larger, so that thin lines come out smooth
LARGEST = 25_000  # bytes


def poster(prompt: str, seed: int) -> bytes:
    """A JPEG of SIZE, as good as LARGEST allows."""
    large = Image.fromarray(picture(prompt, seed=seed, size=DRAWN))
    small = large.resize(SIZE, Image.Resampling.LANCZOS)
    for quality in range(90, 40, -5):
        file = io.BytesIO()
        small.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() <= LARGEST:
            return file.getvalue()
    raise SystemExit(f"{prompt}: no poster of at most {LARGEST} bytes")


def main() -> None:
    """Write them."""
    TARGET.mkdir(exist_ok=True)
    wanted = sys.argv[1:] or sorted(path.stem for path in TEMPLATES.glob("*.json"))
    for slug in wanted:
        told = json.loads((TEMPLATES / f"{slug}.json").read_text(encoding="utf-8"))["poster"]
        drawn = poster(told["prompt"], told["seed"])
        (TARGET / f"{slug}.jpg").write_bytes(drawn)
        print(f"{slug}: {len(drawn)} bytes")


if __name__ == "__main__":
    main()
