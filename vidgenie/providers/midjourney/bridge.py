"""The midjourney-proxy protocol: what a bridge is asked, and what its answers mean.

Source: novicezk/midjourney-proxy, docs/api.md; others imitate it. Its failReason and
description are never quoted: they hold prompts, and what a bridge thinks of accounts.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote

import httpx

from vidgenie.domain.ports.provider import Call
from vidgenie.errors import ProviderRejected, ProviderUnknown, RateLimited
from vidgenie.wire import Service, read_json

_WAIT = 60.0  # s
_MAX_LIST = 8_000_000  # bytes
_TAKEN = frozenset({"1", "21", "22"})  # taken, there already, taken and queued
_FULL, _BANNED = "23", "24"
_FULL_PAUSE = 30.0  # s; about what one picture takes
_ABOUT_RULES = re.compile(r"banned|moderat|content polic|sensitive|blocked", re.IGNORECASE)


def _problem(answer: httpx.Response) -> str:
    """Bridges that are paid for have a word for it, with one status or another."""
    is_about_credit = "quota_not_enough" in str(read_json(answer).get("description"))
    return "no_credit" if is_about_credit else ""


SERVICE = Service(
    "midjourney", "Midjourney", "", header="mj-api-secret", scheme="", problem=_problem
)


async def check(call: Call) -> None:
    """Ask for no tasks at all, which needs the secret. Raises as `Provider.validate` says."""
    path = "/mj/task/list-by-condition"
    try:
        answer = await SERVICE.ask(call, path, method="POST", body={"ids": []})
    except ProviderRejected as error:
        if error.params["problem"] in ("key_refused", "no_credit", "forbidden", "not_public"):
            raise
        raise SERVICE.unavailable() from None
    _tasks(answer)


async def imagine(call: Call, prompt: str) -> str:
    """The id of the task that draws four pictures in one."""
    body = {"prompt": prompt, "base64Array": [], "state": call.idempotency_key}
    return _taken(await SERVICE.order(call, "/mj/submit/imagine", body=body, wait=_WAIT))


async def enlarge(call: Call, task_id: str) -> str:
    """The id of the task that draws the first of the four large.

    Asked again for the same one, a bridge answers with the task it has already.
    """
    body = {"taskId": task_id, "action": "UPSCALE", "index": 1}
    answer = await SERVICE.ask(call, "/mj/submit/change", method="POST", body=body)
    try:
        return _taken(answer)
    except ProviderUnknown:
        raise SERVICE.unavailable() from None


async def task(call: Call, task_id: str) -> dict[str, Any]:
    """The task as it stands. Raises ProviderRejected, problem not_found."""
    answer = await SERVICE.ask(call, f"/mj/task/{quote(task_id, safe='')}/fetch")
    said = read_json(answer)
    if not said and answer.content.strip() in (b"", b"null", b"{}"):
        raise SERVICE.rejected("not_found")
    if "status" not in said:
        raise SERVICE.unavailable()
    return said


async def running(call: Call) -> list[dict[str, Any]]:
    """The tasks that wait or are being drawn."""
    return _tasks(await SERVICE.ask(call, "/mj/task/queue", max_bytes=_MAX_LIST))


def failure(said: Mapping[str, Any]) -> ProviderRejected:
    """Why there will be no picture, without the words of the bridge."""
    if _ABOUT_RULES.search(str(said.get("failReason") or "")):
        return SERVICE.rejected("moderated", stage="output")
    return SERVICE.rejected("failed")


def progress(said: Mapping[str, Any]) -> float:
    """How far it is, from "42%"; 0.0 when it does not say."""
    text = str(said.get("progress") or "").strip().removesuffix("%")
    return min(1.0, int(text) / 100) if text.isascii() and text.isdigit() else 0.0


def _taken(answer: httpx.Response) -> str:
    """The id of the task. Raises for every code but those that say it was taken."""
    said = read_json(answer)
    if "code" not in said:
        raise SERVICE.unanswered()
    code = str(said["code"])
    if code == _FULL:
        raise RateLimited(
            f"{SERVICE.title} is busy.", provider=SERVICE.slug, retry_after=_FULL_PAUSE
        )
    if code == _BANNED:
        raise SERVICE.rejected("moderated", stage="input")
    if code not in _TAKEN:
        raise SERVICE.rejected(_problem(answer) or "refused")
    name = str(said.get("result") or "")
    if not name:
        raise SERVICE.unanswered()
    return name


def _tasks(answer: httpx.Response) -> list[dict[str, Any]]:
    try:
        said = json.loads(answer.content)
    except (ValueError, RecursionError):
        said = None
    found = cast("list[object]", said) if isinstance(said, list) else [None]
    if not all(isinstance(one, dict) for one in found):
        raise SERVICE.unavailable()
    return cast("list[dict[str, Any]]", found)
