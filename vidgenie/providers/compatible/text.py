"""Prompts and scripts by whatever model an OpenAI-compatible server has."""

import json
from typing import Any, ClassVar

from vidgenie.domain.ports.declared import KeyForm, Option, OptionKind
from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.text import EnhanceRequest, ScriptRequest, TextAnswer, TextProvider
from vidgenie.errors import ProviderRejected, ProviderUnavailable
from vidgenie.providers.compatible import service
from vidgenie.providers.compatible.service import SERVICE
from vidgenie.wire import chat, prompts, scripts

_WAIT = 300.0  # s; a model on somebody's own machine may have to be loaded first
_MOST_TOKENS = 4_000  # many models think aloud before they answer
_REPAIR = (
    "This is not the JSON object I need. Write the same prompt again, as one JSON object with "
    '"text" and "language", and nothing before or after it.'
)


def _order(order: str, schema: dict[str, Any]) -> str:
    """Servers that do not hold a model to the schema leave it to the prompt."""
    return (
        f"{order}\n\nAnswer with one JSON object that fits this JSON schema, and with "
        f"nothing else:\n{json.dumps(schema)}"
    )


# What a server answers that does not know a field of the request.
_UNKNOWN_FIELD = frozenset({400, 422})


class CompatibleText(TextProvider):
    """Prompts and scripts by a chat model whose name the Account types in."""

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
        turns = [
            {"role": "system", "content": _order(prompts.ORDER, prompts.SCHEMA)},
            {"role": "user", "content": request.prompt},
        ]
        body, said = await _complete(call, request.model, turns, chat.FORMAT, _MOST_TOKENS)
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
        return TextAnswer(text=text, language=language, model=body["model"], tokens=tokens)

    async def script(self, request: ScriptRequest, call: Call) -> TextAnswer:
        """The script. One request makes it; see `enhance` about servers without schemas."""
        turns = [
            {"role": "system", "content": _order(scripts.ORDER, scripts.SCHEMA)},
            *scripts.turns(request),
        ]
        most = _MOST_TOKENS + scripts.most_tokens(request)
        body, said = await _complete(call, request.model, turns, chat.SCRIPT_FORMAT, most)
        return TextAnswer(
            text=scripts.written(chat.content(SERVICE, said)),
            language=request.brief.language,
            model=body["model"],
            tokens=chat.count(said, "total_tokens"),
        )


async def _complete(
    call: Call, model: str, turns: list[dict[str, str]], form: dict[str, Any], most_tokens: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The request that was understood, and its answer."""
    model = model or call.options.get("model", "")
    if not model:
        raise SERVICE.rejected("unknown_model")
    body: dict[str, Any] = {
        "model": model,
        "messages": turns,
        call.options.get("token_limit") or "max_tokens": most_tokens,
        "response_format": form,
    }
    said = await _with_schema(call, body)
    if said is None:
        body["response_format"] = {"type": "json_object"}
        said = await chat.complete(SERVICE, call, body, wait=_WAIT)
    return body, said


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
