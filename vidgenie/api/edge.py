"""Where errors become answers: always JSON, never a traceback."""

import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vidgenie.errors import InvalidInput, NotFound, TooManyAttempts, VidGenieError
from vidgenie.redact import scrub, scrub_data

log = logging.getLogger(__name__)

_NAME = re.compile(r"[\w.-]{1,32}", re.ASCII)
_HTTP = {
    400: ("invalid_body", "This body cannot be read."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take this method."),
    415: ("unsupported_media_type", "Send application/json."),
}


def install(app: FastAPI) -> None:
    """Have `app` answer every error in our shape."""
    app.exception_handler(VidGenieError)(_ours)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_plain)
    app.add_middleware(Edge)


class Edge:
    """Turns what nobody expected into a 500 with an id that finds it in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        is_answered = False

        async def watched(message: Message) -> None:
            nonlocal is_answered
            is_answered = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            if scope["type"] != "http" or is_answered:
                raise
            error_id = secrets.token_hex(4)
            log.exception("%s %s failed [%s]", scope["method"], _route(scope), error_id)
            answer = {
                "error": "Something went wrong on our side.",
                "code": "internal_error",
                "id": error_id,
            }
            await JSONResponse(answer, status_code=500)(scope, receive, send)


def _ours(_request: Request, error: Exception) -> JSONResponse:
    known = cast("VidGenieError", error)
    headers: dict[str, str] = {}
    if isinstance(known, TooManyAttempts):
        headers["retry-after"] = str(known.params["retry_after"])
    if known.status >= 500:
        log.error("answered %s: %s", known.code, known)
    # A member's name may be in it as it was sent, and people paste keys anywhere.
    answer = scrub_data(known.to_dict())
    return JSONResponse(answer, status_code=known.status, headers=headers)


def _invalid(_request: Request, error: Exception) -> JSONResponse:
    """The first problem, in our shape; what was sent is not quoted."""
    given = cast("RequestValidationError", error)
    first = cast("Sequence[Mapping[str, Any]]", given.errors())[0]
    place: tuple[object, ...] = first["loc"]
    if first["type"] == "json_invalid":
        return _answer(400, "invalid_json", "This is not valid JSON.")
    if place == ("body",) and isinstance(cast("object", given.body), bytes):
        return _answer(415, *_HTTP[415])
    if place[0] == "path":
        missing = NotFound("address")
        return JSONResponse(missing.to_dict(), status_code=missing.status)
    context = cast("Mapping[str, object]", first.get("ctx", {}))
    names = [_shown(part) for part in place[1:]]
    field = ".".join([*names, *str(context.get("place", "")).split(".")[1:]])
    limits = {
        name: value
        for name, value in context.items()
        if isinstance(value, int | float) and name != "place"
    }
    invalid = InvalidInput(
        f"{field or 'body'}: {first['msg']}", field=field, problem=first["type"], **limits
    )
    return JSONResponse(invalid.to_dict(), status_code=invalid.status)


def _plain(request: Request, error: Exception) -> JSONResponse:
    status = cast("HTTPException", error).status_code
    if status == 400 and "json" in request.headers.get("content-type", ""):
        return _answer(400, "invalid_json", "This is not valid JSON.")
    code, text = _HTTP.get(status, ("error", "This request was refused."))
    headers = cast("HTTPException", error).headers
    return JSONResponse({"error": text, "code": code}, status_code=status, headers=headers)


def _shown(part: object) -> str:
    """The name of a member of the body, unless it is too odd to be one."""
    text = scrub(str(part))
    return text if _NAME.fullmatch(text) else "…"


def _answer(status: int, code: str, text: str) -> JSONResponse:
    return JSONResponse({"error": text, "code": code}, status_code=status)


def _route(scope: Scope) -> str:
    """The route's pattern: addresses may hold what belongs in no log."""
    return getattr(scope.get("route"), "path", "") or "an unknown route"
