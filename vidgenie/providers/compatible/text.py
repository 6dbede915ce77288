"""A prompt made richer by whatever model an OpenAI-compatible server has."""

import json
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import KeyForm, Option, OptionKind
from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.text import EnhanceRequest, TextAnswer, TextProvider
from vidgenie.errors import ProviderRejected, ProviderUnavailable
from vidgenie.providers.compatible import service
from vidgenie.providers.compatible.service import SERVICE
from vidgenie.wire import chat, prompts

_WAIT = 300.0  # s; a model on somebody's own machine may have to be loaded first
_MOST_TOKENS = 4_000  # many models think aloud before they answer
# Servers that do not hold a model to the schema leave it to the prompt.
_ORDER = (
    f"{prompts.ORDER}\n\nAnswer with one JSON object that fits this JSON schema, and with "
    f"nothing else:\n{json.dumps(prompts.SCHEMA)}"
)
_REPAIR = (
    "This is not the JSON object I need. Write the same prompt again, as one JSON object with "
    '"text" and "language", and nothing before or after it.'
)
# What a server answers that does not know a field of the request.
_UNKNOWN_FIELD = frozenset({400, 422})


class CompatibleText(TextProvider):
    """Enhancement by a chat model whose name the Account types in."""

    slug: ClassVar[str] = service.SLUG
    title: ClassVar[str] = service.TITLE
    key_form: ClassVar[KeyForm | None] = service.KEY_FORM
    options: ClassVar[tuple[Option, ...]] = (
        service.ADDRESS,
        Option("model", OptionKind.TEXT, is_required=True),
        # Older servers know only the name that OpenAI's own newer models refuse.
        Option(
            "token_limit",
            OptionKind.CHOICE,
            default="max_tokens",
            allowed=("max_tokens", "max_completion_tokens"),
        ),
    )

    async def validate(self, call: Call) -> None:
        """Ask for the list of models."""
        await chat.check_models(SERVICE, call)

    async def enhance(self, request: EnhanceRequest, call: Call) -> TextAnswer:
        """The richer prompt.

        One request makes it. Two more may follow, each after an answer that settles the
        one before: a server that refuses the schema has made nothing and is asked for
        plain JSON; a model that did not write JSON is told so, once.
        """
        model = request.model or call.options.get("model", "")
        if not model:
            raise SERVICE.rejected("unknown_model")
        turns = [
            {"role": "system", "content": _ORDER},
            {"role": "user", "content": request.prompt},
        ]
        body: dict[str, Any] = {
            "model": model,
            "messages": turns,
            call.options.get("token_limit") or "max_tokens": _MOST_TOKENS,
            "response_format": chat.FORMAT,
        }
        said = await _with_schema(call, body)
        if said is None:
            body["response_format"] = {"type": "json_object"}
            said = await chat.complete(SERVICE, call, body, wait=_WAIT)
        answer = chat.content(SERVICE, said)
        tokens = chat.count(said, "total_tokens")
        found = prompts.written(answer)
        if found is None:
            turns += [
                {"role": "assistant", "content": answer},
                {"role": "user", "content": _REPAIR},
            ]
            said = await _repaired(call, body)
            tokens += chat.count(said, "total_tokens")
            found = prompts.written(chat.content(SERVICE, said))
        if found is None:
            raise SERVICE.rejected("unusable_answer")
        text, language = found
        return TextAnswer(text=text, language=language, model=model, tokens=tokens)


async def _with_schema(call: Call, body: dict[str, Any]) -> dict[str, Any] | None:
    """The answer; None when the request itself was not understood, so that nothing was made."""
    try:
        return await chat.complete(SERVICE, call, body, wait=_WAIT)
    except ProviderRejected as error:
        is_refused = error.params.get("problem") == "refused"
        if not is_refused or error.params.get("status") not in _UNKNOWN_FIELD:
            raise
        return None


async def _repaired(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """The second answer.

    The first was paid for: whoever is told "surely not accepted" would begin again with
    it, so a server that cannot answer now has given no usable answer.
    """
    try:
        return await chat.complete(SERVICE, call, body, wait=_WAIT)
    except ProviderUnavailable:
        pass
    raise SERVICE.rejected("unusable_answer")
