"""A Project to take along."""

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from vidgenie import bootstrap
from vidgenie.api.models import Id, problems
from vidgenie.api.session import Me

router = APIRouter(prefix="/api/projects", tags=["projects"], responses=problems(401, 403, 404))


@router.get(
    "/{project_id}/export",
    response_class=StreamingResponse,
    responses={
        200: {"description": "A zip", "content": {"application/zip": {}}},
        **problems(409),
    },
)
def export(project_id: Id, account: Me) -> StreamingResponse:
    """The Project in a zip, made while it is sent.

    video.mp4, captions.srt, captions.vtt, clips/NN-provider.mp4 (what each segment shows),
    script.json, script.txt, and receipt.json: what was made by whom, when, for how many
    credits, and each file's sha256. 409 nothing_made while there is neither a video nor a clip.
    """
    parcel = bootstrap.services().project_export.export(account, project_id)
    return StreamingResponse(
        parcel.pieces,
        media_type="application/zip",
        headers={
            "content-disposition": f'attachment; filename="{parcel.download_name}"',
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        },
    )
