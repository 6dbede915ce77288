"""How long the first video takes: five Nodes, 8 s, 1080x1920, no key."""

from datetime import datetime

from tests.bench.figure import Figure
from tests.support.server import Client

PROMPT = "Un phare sous l'orage, la nuit"
SECONDS = 8


def measure(person: Client) -> list[Figure]:
    """Seconds of work per second of video, for the Run and for its clip alone."""
    status = person.finished(person.execute(PROMPT), within=300, every=1.0)
    assert status["status"] == "COMPLETED", status
    nodes = {node["type"]: node for node in status["nodes"]}
    whole = _between(nodes["prompt"], nodes["output"])
    clip = _between(nodes["video"], nodes["video"])
    return [
        Figure("local five-node Run of 8 s: seconds per second of video", whole / SECONDS, goal=1),
        Figure("its clip alone", clip / SECONDS),
    ]


def _between(first: dict, last: dict) -> float:
    begun = datetime.fromisoformat(first["startedAt"])
    ended = datetime.fromisoformat(last["finishedAt"])
    return (ended - begun).total_seconds()
