"""`vidgenie generate`."""

import asyncio
import json
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import click

from vidgenie import bootstrap
from vidgenie.domain.account import Account
from vidgenie.domain.run import RunStatus
from vidgenie.services.logs import configure
from vidgenie.services.setup import migrate
from vidgenie.services.views import ResultView, RunView


@click.command("generate")
@click.option("--prompt", required=True, help="What the video should show; 1 to 1000 characters.")
@click.option("--duration", default=8, show_default=True, help="Seconds: 5, 8, 15, 30 or 60.")
@click.option("--provider", default=None, help="Who makes the clip; default VIDEO_PROVIDER.")
@click.option("--seed", default=0, show_default=True, help="Another seed, another video.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("vidgenie.mp4"),
    show_default=True,
    help="Where the video goes.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(output: Path, *, as_json: bool, **choices: object) -> None:
    """Make a video of a prompt; exit code 0 only when the file is there and verified."""
    configure()
    services = bootstrap.services()
    migrate(services.settings)
    account = services.accounts.operator()
    with click.progressbar(length=100, label="Making", file=sys.stderr) as bar:
        view = asyncio.run(
            _make(
                services,
                account,
                _config(**cast("dict[str, Any]", choices)),
                lambda done: bar.update(done - bar.pos),
            )
        )
    if view.status is not RunStatus.SUCCEEDED or view.result is None:
        error = view.error or {"code": view.status.value, "error": "The run did not finish."}
        click.echo(
            json.dumps(error) if as_json else f"{error['error']} [{error['code']}]", err=True
        )
        sys.exit(1)
    shutil.copyfile(services.assets.file(account, view.result.asset_id), output)
    click.echo(_told(view, view.result, output, as_json=as_json))


def _config(*, prompt: str, duration: int, provider: str | None, seed: int) -> dict[str, object]:
    video = {"duration": duration, "seed": seed, **({"provider": provider} if provider else {})}
    return {"initialPrompt": prompt, "imageConfig": {"seed": seed}, "videoConfig": video}


def _told(view: RunView, made: ResultView, output: Path, *, as_json: bool) -> str:
    if not as_json:
        return (
            f"{output}: {made.seconds:.1f} s, {made.width}x{made.height},"
            f" {made.bytes / 1e6:.1f} MB, {view.charged} credits"
        )
    facts = {
        "file": str(output),
        "seconds": made.seconds,
        "width": made.width,
        "height": made.height,
        "bytes": made.bytes,
        "credits": view.charged,
        "runId": view.id,
    }
    return json.dumps(facts)


async def _make(
    services: bootstrap.Services,
    account: Account,
    config: dict[str, object],
    show: Callable[[int], None],
) -> RunView:
    """Run the Graph in this process; Ctrl-C cancels the Run, so nothing stays behind."""
    async with services.engine.executing():
        graph = services.graphs.from_config(config, account)
        started = await asyncio.to_thread(services.runs.start, account, graph)
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(
                number, _cancel, services, account, started.run_id
            )
        view = await asyncio.to_thread(services.runs.view, account, started.run_id)
        async for view in services.runs.changes(account, started.run_id):
            show(view.progress)
    return view


def _cancel(services: bootstrap.Services, account: Account, run_id: str) -> None:
    asyncio.get_running_loop().run_in_executor(None, services.runs.cancel, account, run_id)
