"""Receipts of Runs, to be saved."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from vidgenie import bootstrap
from vidgenie.api.models import Id, problems
from vidgenie.api.session import Me

router = APIRouter(prefix="/api/workflow", tags=["workflows"], responses=problems(401, 404))


@router.get("/receipt/{workflow_id}", response_class=JSONResponse, responses=problems(409))
def receipt(workflow_id: Id, account: Me) -> JSONResponse:
    """How the Run made what it made: its Graph, who made each Node, seeds, checksums, prices.

    It has no key, no path and no address, and can be opened on the canvas of any installation.
    The same is in the MP4 that the Run made. 409 not_over while the Run goes on.
    """
    return JSONResponse(
        bootstrap.services().receipts.receipt(account, workflow_id),
        headers={
            "content-disposition": f'attachment; filename="vidgenie-{workflow_id[:8]}.json"',
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        },
    )
