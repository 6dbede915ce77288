"""Anthropic writes prompts and scripts, by a small model, through the Messages API."""

from typing import Any, ClassVar

import httpx

from vidgenie.domain.ports.declared import Cost, KeyForm
from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.text import (
    SCRIPT,
    EnhanceRequest,
    ScriptRequest,
    TextAnswer,
    TextProvider,
)
from vidgenie.errors import ProviderUnavailable
from vidgenie.net import retry_after
from vidgenie.wire import Service, at, items, prompts, read_json, scripts

MODEL = "claude-haiku-5-5"
# Model -> millionths of a dollar for a token in and a token out.
_PRICES = {MODEL: (0.10, 0.50), "claude-sonnet-5-5": (2.0, 10.0), "claude-opus-5-5": (4.0, 20.0)}
_WAIT = 180.0  # s; who gives up earlier never learns whether it was done
# 200 French words are about 450 tokens; what the model thinks before counts too.
_MOST_TOKENS = 4_000
_OVERLOADED = 529
_PROBLEMS = {"billing_error": "no_credit", "request_too_large": "too_large"}
_SPENT = frozenset(
    {
        "enforced_spend_limit_reached",
        "contract_spend_limit_reached",
        "linked_organization_spend_limit_reached",
        "linked_organization_billing_unavailable",
    }
)
# Refusals that only their message tells from other bad requests.
_SAYINGS = {
    "credit balance is too low": "no_credit",
    "api usage limits": "no_credit",
    "blocked by content filtering": "moderated",
}


def _problem(answer: httpx.Response) -> str:
    """What a refusal is about.

    Raises ProviderUnavailable for an overload (529): it is Anthropic itself that
    answers, in its own words, that it has turned the request down; nothing was written
    and nothing is charged. Any other 5xx may come from a machine on the way, which
    does not know.
    """
    said = read_json(answer)
    kind = at(said, "error", "type")
    if answer.status_code == _OVERLOADED and kind == "overloaded_error":
        message = "Anthropic is overloaded."
        raise ProviderUnavailable(message, provider=_SLUG, retry_after=retry_after(answer))
    details = at(said, "error", "details")
    if {at(details, "error_code"), at(details, "type")} & _SPENT:
        return "no_credit"
    message = str(at(said, "error", "message")).lower()
    if kind == "not_found_error" and message.startswith("model"):
        return "unknown_model"
    told = (found for saying, found in _SAYINGS.items() if saying in message)
    return next(told, _PROBLEMS.get(str(kind), ""))


_SLUG = "anthropic"
_SERVICE = Service(
    _SLUG,
    "Anthropic",
    "https://api.anthropic.com",
    headers={"anthropic-version": "2026-10-21"},
    problem=_problem,
)


class Anthropic(TextProvider):
    """Prompts and scripts by a language model; any model Anthropic has can be named."""

    slug: ClassVar[str] = _SLUG
    title: ClassVar[str] = _SERVICE.title
    key_form: ClassVar[KeyForm | None] = KeyForm(
        name="ANTHROPIC_API_KEY",
        example="sk-ant-...",
        url="https://platform.claude.com/settings/keys",
        # "sk-ant-api03-", 93 signs and AA.
        pattern=r"sk-ant-[a-z]+\d\d-[A-Za-z0-9_\-]{80,}",
    )
    # 350 tokens of idea and instructions, 600 back with what it thinks; for a script of 6
    # Segments 900 and 1500. Rounded up.
    costs: ClassVar[tuple[Cost, ...]] = (
        Cost(400, "prompt", "2026-11-21", MODEL, source="its model page, prompts up to 100k"),
        Cost(7_000, "prompt", "2026-11-21", "claude-sonnet-5-5", source="its model page"),
        Cost(14_000, "prompt", "2026-11-21", "claude-opus-5-5", source="its model page"),
        Cost(900, SCRIPT, "2026-11-21", MODEL, SCRIPT, "its model page, prompts up to 100k"),
        Cost(17_000, SCRIPT, "2026-11-21", "claude-sonnet-5-5", SCRIPT, "its model page"),
        Cost(34_000, SCRIPT, "2026-11-21", "claude-opus-5-5", SCRIPT, "its model page"),
    )
    models: ClassVar[tuple[str, ...]] = tuple(_PRICES)

    async def validate(self, call: Call) -> None:
        """Ask for the list of models, which is free."""
        said = await _SERVICE.check_key(call, "/v1/models?limit=1")
        if not isinstance(said.get("data"), list):
            raise _SERVICE.unavailable()

    async def enhance(self, request: EnhanceRequest, call: Call) -> TextAnswer:
        """The richer prompt. A refusal by the model is ProviderRejected, problem moderated."""
        turns = [{"role": "user", "content": request.prompt}]
        model, said = await _message(
            call, request.model, prompts.ORDER, turns, prompts.SCHEMA, _MOST_TOKENS
        )
        text, language = _written(said)
        return _answer(model, said, text, language)

    async def script(self, request: ScriptRequest, call: Call) -> TextAnswer:
        """The script. A refusal by the model is ProviderRejected, problem moderated."""
        model, said = await _message(
            call,
            request.model,
            scripts.ORDER,
            scripts.turns(request),
            scripts.SCHEMA,
            _MOST_TOKENS + scripts.most_tokens(request),
        )
        text, is_whole = _text(said)
        if not is_whole or not text.strip():
            raise _SERVICE.rejected("unusable_answer")
        return _answer(model, said, scripts.written(text), request.brief.language)


async def _message(  # noqa: PLR0913, PLR0917  # the parts of one request
    call: Call,
    model: str,
    order: str,
    turns: list[dict[str, str]],
    schema: dict[str, Any],
    most_tokens: int,
) -> tuple[str, dict[str, Any]]:
    """The model that was asked, and what it answered."""
    model = model or MODEL
    body = {
        "model": model,
        "max_tokens": most_tokens,
        "system": order,
        "messages": turns,
        "output_config": {
            "effort": "low",
            "format": {"type": "json_schema", "schema": schema},
        },
    }
    said = read_json(await _SERVICE.order(call, "/v1/messages", body=body, wait=_WAIT))
    if not said:
        raise _SERVICE.unanswered()
    return model, said


def _answer(model: str, said: dict[str, Any], text: str, language: str) -> TextAnswer:
    return TextAnswer(
        text=text,
        language=language,
        model=model,
        tokens=_count(said, "input_tokens") + _count(said, "output_tokens"),
        cost_micro_usd=_cost(model, said),
    )


def _written(said: dict[str, Any]) -> tuple[str, str]:
    """The prompt and its language."""
    text, is_whole = _text(said)
    found = prompts.written(text)
    if found is None or not is_whole:
        raise _SERVICE.rejected("unusable_answer")
    return found


def _text(said: dict[str, Any]) -> tuple[str, bool]:
    """What it wrote, and whether it came to an end."""
    reason = at(said, "stop_reason")
    if reason == "refusal":
        raise _SERVICE.rejected("moderated", stage="output")
    # What it thinks comes in blocks of its own.
    blocks = (block for block in items(said, "content") if at(block, "type") == "text")
    return "".join(str(at(block, "text") or "") for block in blocks), reason == "end_turn"


def _count(said: dict[str, Any], name: str) -> int:
    found = at(said, "usage", name)
    return found if isinstance(found, int) else 0


def _cost(model: str, said: dict[str, Any]) -> int | None:
    tokens_in, tokens_out = _count(said, "input_tokens"), _count(said, "output_tokens")
    if model not in _PRICES or not tokens_in + tokens_out:
        return None
    price_in, price_out = _PRICES[model]
    return round(tokens_in * price_in + tokens_out * price_out)
