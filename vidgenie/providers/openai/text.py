"""OpenAI writes: a prompt made richer by a small model, through Chat Completions."""

from typing import Any, ClassVar

from vidgenie.domain.ports.declared import Cost, KeyForm
from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.text import EnhanceRequest, TextAnswer, TextProvider
from vidgenie.providers.openai import service
from vidgenie.providers.openai.service import SERVICE
from vidgenie.wire import chat, prompts

MODEL = "gpt-6-luna"
# Model -> millionths of a dollar for a token in and a token out.
_PRICES = {MODEL: (0.10, 0.50), "gpt-5.6-luna": (0.20, 1.20), "gpt-6-sol": (2.0, 10.0)}
_WAIT = 180.0  # s; who gives up earlier never learns whether it was done
_MOST_TOKENS = 900  # 200 French words are about 350


class OpenAIText(TextProvider):
    """Enhancement by a language model; any chat model OpenAI has can be named."""

    slug: ClassVar[str] = service.SLUG
    title: ClassVar[str] = service.TITLE
    key_form: ClassVar[KeyForm | None] = service.KEY_FORM
    # An idea of 200 tokens and the instructions, 300 tokens back; rounded up.
    costs: ClassVar[tuple[Cost, ...]] = (
        Cost(300, "prompt", "2026-11-21", MODEL, source="its model pages"),
        Cost(600, "prompt", "2026-11-21", "gpt-5.6-luna", source="its model pages"),
        Cost(5_000, "prompt", "2026-10-28", "gpt-6-sol", source="third parties quoting its pages"),
    )
    models: ClassVar[tuple[str, ...]] = tuple(_PRICES)

    async def validate(self, call: Call) -> None:
        """Ask for the list of models."""
        await service.validate(call)

    async def enhance(self, request: EnhanceRequest, call: Call) -> TextAnswer:
        """The richer prompt. A refusal by the model is ProviderRejected, problem moderated."""
        model = request.model or MODEL
        body = {
            "model": model,
            "messages": [
                {"role": "developer", "content": prompts.ORDER},
                {"role": "user", "content": request.prompt},
            ],
            "max_completion_tokens": _MOST_TOKENS,
            "reasoning_effort": "none",
            "response_format": chat.FORMAT,
        }
        said = await chat.complete(SERVICE, call, body, wait=_WAIT)
        found = prompts.written(chat.content(SERVICE, said))
        if found is None:
            raise SERVICE.rejected("unusable_answer")
        text, language = found
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
