"""Pictures people bring."""

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, File, Request, UploadFile
from starlette.exceptions import HTTPException

from vidgenie import bootstrap
from vidgenie.api.models import Answer, problems
from vidgenie.api.session import Me
from vidgenie.domain.account import Account
from vidgenie.services.assets import AssetView

# Drawing a picture anew takes memory: others wait here, and not in the way of short requests.
_AT_ONCE = CapacityLimiter(2)


def _multipart_only(request: Request) -> None:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(415)


router = APIRouter(prefix="/api/assets", tags=["assets"], responses=problems(401, 403))


class AssetAnswer(Answer):
    """A stored picture; links are good for a day; sizes in pixels and bytes."""

    id: str
    kind: str
    url: str
    thumbnail_url: str
    width: int
    height: int
    bytes: int


@router.post("", dependencies=[Depends(_multipart_only)], responses=problems(400, 413, 415, 507))
async def upload(file: Annotated[UploadFile, File()], account: Me) -> AssetAnswer:
    """Take in a JPEG, PNG or WEBP picture of up to 20 MB.

    It is drawn anew, without metadata; the same picture twice is the same Asset.
    """
    view = await to_thread.run_sync(_take_in, account, file, limiter=_AT_ONCE)
    return AssetAnswer.model_validate(view)


def _take_in(account: Account, file: UploadFile) -> AssetView:
    with tempfile.TemporaryDirectory(prefix="vidgenie-upload-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as target:
            shutil.copyfileobj(file.file, target)
        return bootstrap.services().assets.upload(account, path, name=file.filename or "")
