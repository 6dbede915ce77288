"""Is it alive, can it work, how is it doing."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from vidgenie import bootstrap
from vidgenie.api.models import Answer, problems

router = APIRouter(tags=["health"])

_PARTS = ("database", "engine", "storage")


class Health(Answer):
    """`status`: ok or ready."""

    status: str


@router.get("/healthz")
async def alive() -> Health:
    """The process answers; nothing else was looked at."""
    return Health(status="ok")


@router.get("/readyz", response_model=Health, responses=problems(503))
def ready() -> Response:
    """Whether a Run can start now; 503 with `reasons`, part by part, when it cannot."""
    reasons = bootstrap.services().health.ready()
    if not reasons:
        return JSONResponse({"status": "ready"})
    answer = {
        "error": "This installation cannot start a Run at the moment.",
        "code": "unavailable",
        "status": "not_ready",
        "reasons": reasons,
    }
    return JSONResponse(answer, status_code=503)


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"description": "The figures", "content": {"text/plain": {}}}},
)
def metrics() -> Response:
    """A few figures in the Prometheus text format."""
    health = bootstrap.services().health
    reasons = health.ready()
    lines = [
        "# HELP vidgenie_ready Whether a Run can start now.",
        "# TYPE vidgenie_ready gauge",
        f"vidgenie_ready {int(not reasons)}",
        "# HELP vidgenie_part_ready Whether this part works.",
        "# TYPE vidgenie_part_ready gauge",
        *(f'vidgenie_part_ready{{part="{part}"}} {int(part not in reasons)}' for part in _PARTS),
        "# HELP vidgenie_storage_free_bytes Bytes that can still be stored.",
        "# TYPE vidgenie_storage_free_bytes gauge",
        f"vidgenie_storage_free_bytes {health.storage.free_bytes()}",
        "# HELP vidgenie_watchers Pages and clients that follow a Run in this process.",
        "# TYPE vidgenie_watchers gauge",
        f"vidgenie_watchers {health.watchers()}",
    ]
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")
