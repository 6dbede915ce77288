"""Chat Completions as OpenAI answers it, and those who imitate it: text, numbers, refusals."""

from typing import Any

import httpx

from vidgenie.domain.ports.provider import Call
from vidgenie.wire import scripts
from vidgenie.wire.answers import at, read_json
from vidgenie.wire.prompts import SCHEMA
from vidgenie.wire.service import Service

# A prompt and its language, and nothing else.
FORMAT: dict[str, Any] = {
    "type": "json_schema",
    "json_schema": {"name": "prompt", "strict": True, "schema": SCHEMA},
}
SCRIPT_FORMAT: dict[str, Any] = {
    "type": "json_schema",
    "json_schema": {"name": "script", "strict": True, "schema": scripts.SCHEMA},
}
_PROBLEMS = {
    "invalid_api_key": "key_refused",
    "insufficient_quota": "no_credit",
    "billing_hard_limit_reached": "no_credit",
    "credit_balance_exhausted": "no_credit",
    "organization_spend_limit_exceeded": "no_credit",
    "project_spend_limit_exceeded": "no_credit",
    "organization_usage_limit_exceeded": "no_credit",
    "moderation_blocked": "moderated",
    "content_policy_violation": "moderated",
    "content_filter": "moderated",
    "model_not_found": "unknown_model",
}


def problem(answer: httpx.Response) -> str:
    """What a refusal is about, by its code: 429 may mean "wait" or "pay"."""
    return _PROBLEMS.get(str(at(read_json(answer), "error", "code")), "")


async def check_models(service: Service, call: Call) -> None:
    """Ask for the list of models, which is free. Raises as `Provider.validate` says."""
    said = await service.check_key(call, "/models")
    # A server that has no model yet may say null.
    if "data" not in said or not isinstance(said["data"], list | None):
        raise service.unavailable()


async def complete(
    service: Service, call: Call, body: dict[str, Any], *, wait: float
) -> dict[str, Any]:
    """The answer to one paid request. Raises as `Service.order`."""
    said = read_json(await service.order(call, "/chat/completions", body=body, wait=wait))
    if not said:
        raise service.unanswered()
    return said


def content(service: Service, said: dict[str, Any]) -> str:
    """What the model wrote.

    Raises ProviderRejected: moderated when it declined, unusable_answer when it wrote
    nothing or was cut off.
    """
    choice = at(said, "choices", 0)
    reason = at(choice, "finish_reason")
    if at(choice, "message", "refusal") or reason == "content_filter":
        raise service.rejected("moderated", stage="output")
    text = at(choice, "message", "content")
    if not isinstance(text, str) or not text.strip() or reason == "length":
        raise service.rejected("unusable_answer")
    return text


def count(said: dict[str, Any], name: str) -> int:
    """How many tokens of a kind were used: prompt_tokens, completion_tokens, total_tokens."""
    found = at(said, "usage", name)
    return found if isinstance(found, int) else 0
