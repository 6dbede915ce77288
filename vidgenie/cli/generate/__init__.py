"""`vidgenie generate`."""

import json
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, cast

import click

from vidgenie.cli.generate import batch, drawn, film
from vidgenie.cli.generate.bar import Bar
from vidgenie.cli.generate.wanted import Wanted
from vidgenie.domain.timeline import Profile
from vidgenie.errors import VidGenieError
from vidgenie.services.logs import configure
from vidgenie.studio.workplace import close, connect

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUTPUT = Path("vidgenie.mp4")
_INTERRUPTED = 130  # as shells have it


@click.command("generate")
@click.option("--theme", default="", help="What the video is about; a script is written for it.")
@click.option("--pillar", default="", help="tips (usual), education, story, or one of your own.")
@click.option("--duration", type=int, help="Seconds, in steps of 5; usually 30.")
@click.option("--provider", default="", help="Who makes the clips; default VIDEO_PROVIDER.")
@click.option(
    "--parallel/--sequential",
    "parallel",
    default=True,
    help="All clips at once (usual), or one after the other.",
)
@click.option("--no-voiceover", is_flag=True, help="Nobody speaks.")
@click.option("--no-subtitles", is_flag=True, help="No captions.")
@click.option("--language", default="", help="fr (usual), en, ...: of script and voice.")
@click.option("--title", default="", help="Usually what the script is called.")
@click.option("--script", type=_FILE, help="Your own script: text, or JSON as it is exported.")
@click.option("--template", default="", metavar="SLUG", help="Start from a template.")
@click.option("--csv", type=_FILE, help="A video for each row: theme, title, duration...")
@click.option("--project", default="", metavar="ID", help="Go on with a project.")
@click.option("--prompt", default="", help="One clip of one prompt, without a script.")
@click.option("--seed", default=0, help="With --prompt: another seed, another video.")
@click.option("--profile", type=click.Choice([p.value for p in Profile]), help="How it is encoded.")
@click.option("--account", default="", metavar="EMAIL", help="Whose; default: the command line's.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help=f"Where the video goes; default {_OUTPUT}. With --csv a folder.",
)
@click.option(
    "--no-receipt", is_flag=True, help="Do not say in FILE and FILE.json how it was made."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(*, as_json: bool, **options: object) -> None:
    """Make a video of a theme; exit code 0 only when the file is there and verified.

    Ctrl-C stops it: what is under way is cancelled, and what was not made is not charged.
    """
    try:
        with _interruptible():
            _make(as_json=as_json, **options)
    except VidGenieError as error:
        _say_error(error, as_json=as_json)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("Cancelled.", err=True)
        sys.exit(_INTERRUPTED)
    finally:
        close()


def _make(*, as_json: bool, **options: object) -> None:
    wanted = _wanted(as_json=as_json, **options).checked()
    configure()
    place = connect(wanted.account)
    if wanted.csv is not None:
        sys.exit(0 if batch.make(place, wanted) else 1)
    target = wanted.output or _OUTPUT
    bar = Bar()
    try:
        made = drawn.make(place, wanted, bar) if wanted.prompt else film.make(place, wanted, bar)
    finally:
        bar.end()
    made = made.telling(has_receipt=wanted.has_receipt)
    made.save(target)
    for note in made.notes:
        click.echo(note, err=True)
    click.echo(made.told(target, as_json=as_json))


def _wanted(**options: Any) -> Wanted:  # noqa: ANN401  # as click hands them over
    options["in_turn"] = not options.pop("parallel")
    options["has_voice"] = not options.pop("no_voiceover")
    options["has_captions"] = not options.pop("no_subtitles")
    options["has_receipt"] = not options.pop("no_receipt")
    options["profile"] = options["profile"] or ""
    return Wanted(**options)


def _say_error(error: VidGenieError, *, as_json: bool) -> None:
    told = json.dumps(error.to_dict(), ensure_ascii=False) if as_json else f"{error} [{error.code}]"
    click.echo(told, err=True)


@contextmanager
def _interruptible() -> Generator[None]:
    """Have SIGTERM do what Ctrl-C does."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, cast("Any", before))
