"""What text and speech of an OpenAI-compatible server have in common: the address and the key."""

import httpx

from vidgenie.domain.ports.declared import KeyForm, Option, OptionKind
from vidgenie.wire import Service, at, chat, items, read_json

SLUG = "compatible"
TITLE = "OpenAI-compatible server"
KEY_FORM = KeyForm(
    name="COMPATIBLE_API_KEY",
    example="sk-...",
    url="https://docs.ollama.com/api/openai-compatibility",
    is_optional=True,
)
ADDRESS = Option("address", OptionKind.ADDRESS, is_required=True)


def problem(answer: httpx.Response) -> str:
    """What a refusal is about; small servers say less of it than OpenAI."""
    found = chat.problem(answer)
    if found:
        return found
    said = read_json(answer)
    # OpenRouter's way to say that the prompt was flagged.
    if answer.status_code == 403 and items(said, "error", "metadata", "reasons"):
        return "moderated"
    message = at(said, "error", "message") or at(said, "message") or at(said, "detail")
    if answer.status_code == 404 and "model" in str(message).lower():
        return "unknown_model"
    return ""


SERVICE = Service(SLUG, TITLE, "", is_open=True, problem=problem)
