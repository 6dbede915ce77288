"""OpenAI writes prompts and scripts, by a small model, through Chat Completions."""

from typing import Any, ClassVar

from vidgenie.domain.ports.declared import Cost, KeyForm
from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.text import (
    SCRIPT,
    EnhanceRequest,
    ScriptRequest,
    TextAnswer,
    TextProvider,
)
from vidgenie.providers.openai import service
from vidgenie.providers.openai.service import SERVICE
from vidgenie.wire import chat, prompts, scripts

MODEL = "gpt-6-luna"
# Model -> millionths of a dollar for a token in and a token out.
_PRICES = {MODEL: (0.10, 0.50), "gpt-5.6-luna": (0.20, 1.20), "gpt-6-sol": (2.0, 10.0)}
_WAIT = 180.0  # s; who gives up earlier never learns whether it was done
_MOST_TOKENS = 900  # 200 French words are about 350


class OpenAIText(TextProvider):
    """Prompts and scripts by a language model; any chat model OpenAI has can be named."""

    slug: ClassVar[str] = service.SLUG
    title: ClassVar[str] = service.TITLE
    key_form: ClassVar[KeyForm | None] = service.KEY_FORM
    # An idea of 200 tokens and the instructions, 300 tokens back; a script of 6 Segments, 900
    # and 900. Rounded up.
    costs: ClassVar[tuple[Cost, ...]] = (
        Cost(300, "prompt", "2026-11-21", MODEL, source="its model pages"),
        Cost(600, "prompt", "2026-11-21", "gpt-5.6-luna", source="its model pages"),
        Cost(5_000, "prompt", "2026-10-28", "gpt-6-sol", source="third parties quoting its pages"),
        Cost(600, SCRIPT, "2026-11-21", MODEL, SCRIPT, "its model pages"),
        Cost(1_300, SCRIPT, "2026-11-21", "gpt-5.6-luna", SCRIPT, "its model pages"),
        Cost(11_000, SCRIPT, "2026-10-28", "gpt-6-sol", SCRIPT, "third parties quoting its pages"),
    )
    models: ClassVar[tuple[str, ...]] = tuple(_PRICES)

    async def validate(self, call: Call) -> None:
        """Ask for the list of models."""
        await service.validate(call)

    async def enhance(self, request: EnhanceRequest, call: Call) -> TextAnswer:
        """The richer prompt. A refusal by the model is ProviderRejected, problem moderated."""
        turns = [{"role": "user", "content": request.prompt}]
        model, said = await _complete(
            call, request.model, prompts.ORDER, turns, chat.FORMAT, _MOST_TOKENS
        )
        found = prompts.written(chat.content(SERVICE, said))
        if found is None:
            raise SERVICE.rejected("unusable_answer")
        text, language = found
        return _answer(model, said, text, language)

    async def script(self, request: ScriptRequest, call: Call) -> TextAnswer:
        """The script. A refusal by the model is ProviderRejected, problem moderated."""
        model, said = await _complete(
            call,
            request.model,
            scripts.ORDER,
            scripts.turns(request),
            chat.SCRIPT_FORMAT,
            scripts.most_tokens(request),
        )
        text = scripts.written(chat.content(SERVICE, said))
        return _answer(model, said, text, request.brief.language)


async def _complete(  # noqa: PLR0913, PLR0917  # the parts of one request
    call: Call,
    model: str,
    order: str,
    turns: list[dict[str, str]],
    form: dict[str, Any],
    most_tokens: int,
) -> tuple[str, dict[str, Any]]:
    """The model that was asked, and what it answered."""
    model = model or MODEL
    body = {
        "model": model,
        "messages": [{"role": "developer", "content": order}, *turns],
        "max_completion_tokens": most_tokens,
        "reasoning_effort": "none",
        "response_format": form,
    }
    return model, await chat.complete(SERVICE, call, body, wait=_WAIT)


def _answer(model: str, said: dict[str, Any], text: str, language: str) -> TextAnswer:
    return TextAnswer(
        text=text,
        language=language,
        model=model,
        tokens=chat.count(said, "total_tokens"),
        cost_micro_usd=_cost(model, said),
    )


def _cost(model: str, said: dict[str, Any]) -> int | None:
    if model not in _PRICES or not chat.count(said, "total_tokens"):
        return None
    price_in, price_out = _PRICES[model]
    spent = chat.count(said, "prompt_tokens") * price_in
    return round(spent + chat.count(said, "completion_tokens") * price_out)
