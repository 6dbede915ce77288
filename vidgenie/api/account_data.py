"""What an Account owns: to take along, and to be deleted."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from anyio import CancelScope, to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from pydantic import Field
from starlette.types import Receive, Scope, Send

from vidgenie import bootstrap
from vidgenie.api.models import Answer, Body, problems
from vidgenie.api.session import Confirmed, Me, client_ip
from vidgenie.services.accounts import COOKIE
from vidgenie.services.erasure import Certificate

router = APIRouter(prefix="/api/account", tags=["accounts"], responses=problems(401, 403))


class Leaving(Body):
    """Who wants to be deleted: the address is typed once more, the code by who has an app."""

    email: Annotated[str, Field(max_length=320)]
    password: Annotated[str, Field(max_length=1000)]
    code: Annotated[str, Field(max_length=40)] = ""


class CertificateView(Answer):
    """What was deleted; bytes: of the files.

    isComplete: false when the rest is still being deleted.
    """

    account_id: str
    erased_at: datetime
    keys: int
    assets: int
    runs: int
    bytes: int
    is_complete: bool


class LeavingAnswer(Answer):
    """The Account is gone."""

    success: bool = True
    certificate: CertificateView


class Parcel(FileResponse):
    """A file that is deleted once it was sent, or could not be."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send all of it, whatever part was asked for."""
        headers = [header for header in scope["headers"] if header[0] != b"range"]
        # The server would open the file itself, after we have returned and deleted it.
        extensions = {**scope.get("extensions", {})}
        extensions.pop("http.response.pathsend", None)
        changed = {**scope, "headers": headers, "extensions": extensions}
        try:
            await super().__call__(changed, receive, send)
        finally:
            with CancelScope(shield=True):
                await to_thread.run_sync(lambda: Path(self.path).unlink(missing_ok=True))


@router.post(
    "/export",
    response_class=FileResponse,
    responses={
        200: {"description": "A zip", "content": {"application/zip": {}}},
        **problems(429, 507),
    },
)
def export(account: Confirmed) -> Response:
    """Everything the Account owns, in a zip: a JSON file for each table, and the media."""
    archive = bootstrap.services().export.export(account)
    return Parcel(
        archive.path,
        media_type="application/zip",
        filename=archive.download_name,
        headers={"cache-control": "no-store", "x-content-type-options": "nosniff"},
    )


@router.delete("", responses=problems(400, 409, 413, 415, 429))
def erase(body: Leaving, account: Me, request: Request, response: Response) -> LeavingAnswer:
    """Delete the Account and all it owns, for good; the books keep numbers without a name."""
    services = bootstrap.services()
    certificate = services.erasure.erase(
        account,
        email=body.email,
        password=body.password,
        code=body.code,
        ip=client_ip(request),
    )
    is_https = services.settings.origin.startswith("https:")
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=is_https)
    return LeavingAnswer(certificate=_view(certificate))


def _view(certificate: Certificate) -> CertificateView:
    counts = certificate.counts
    return CertificateView(
        account_id=certificate.account_id,
        erased_at=certificate.erased_at,
        keys=counts.keys,
        assets=counts.assets,
        runs=counts.runs,
        bytes=counts.bytes,
        is_complete=certificate.is_complete,
    )
