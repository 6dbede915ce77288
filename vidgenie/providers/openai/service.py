"""What OpenAI's text and pictures have in common: the address, the key, the ways to say no."""

import httpx

from vidgenie.domain.ports.declared import KeyForm
from vidgenie.domain.ports.provider import Call
from vidgenie.wire import Service, at, read_json

SLUG = "openai"
TITLE = "OpenAI"
KEY_FORM = KeyForm(
    name="OPENAI_API_KEY",
    example="sk-proj-...",
    url="https://platform.openai.com/api-keys",
    # Keys of before 2024 are "sk-" and 48 signs, like those of others, but for OpenAI's mark.
    pattern=r"sk-(?:proj|svcacct|admin)-[A-Za-z0-9_\-]{20,}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}",
)
_PROBLEMS = {
    "invalid_api_key": "key_refused",
    "insufficient_quota": "no_credit",
    "billing_hard_limit_reached": "no_credit",
    "moderation_blocked": "moderated",
    "content_policy_violation": "moderated",
    "model_not_found": "unknown_model",
}


def problem(answer: httpx.Response) -> str:
    """What a refusal is about, by its code: 429 may mean "wait" or "pay"."""
    return _PROBLEMS.get(str(at(read_json(answer), "error", "code")), "")


SERVICE = Service(SLUG, TITLE, "https://api.openai.com/v1", problem=problem)


async def validate(call: Call) -> None:
    """Ask for the list of models, which is free. Raises as `Provider.validate` says."""
    said = await SERVICE.check_key(call, "/models")
    if not isinstance(said.get("data"), list):
        raise SERVICE.unavailable()
