"""What OpenAI's text, pictures and speech have in common: the address, the key, the noes."""

from vidgenie.domain.ports.declared import KeyForm
from vidgenie.domain.ports.provider import Call
from vidgenie.wire import Service, chat

SLUG = "openai"
TITLE = "OpenAI"
KEY_FORM = KeyForm(
    name="OPENAI_API_KEY",
    example="sk-proj-...",
    url="https://platform.openai.com/api-keys",
    # Keys of before 2024 are "sk-" and 48 signs, like those of others, but for OpenAI's mark.
    pattern=r"sk-(?:proj|svcacct|admin)-[A-Za-z0-9_\-]{20,}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}",
)
SERVICE = Service(SLUG, TITLE, "https://api.openai.com/v1", problem=chat.problem)


async def validate(call: Call) -> None:
    """Ask for the list of models. Raises as `Provider.validate` says."""
    await chat.check_models(SERVICE, call)
