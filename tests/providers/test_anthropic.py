"""Anthropic: what is read out of its answers and its refusals."""

import httpx
import pytest

from vidgenie.domain.ports.text import EnhanceRequest
from vidgenie.errors import ProviderRejected, ProviderUnavailable, RateLimited
from vidgenie.providers import anthropic
from vidgenie.providers.anthropic import Anthropic


async def test_what_was_written_comes_with_its_language_and_its_cost(call):
    written = await Anthropic().enhance(EnhanceRequest("un héron à l'aube"), call("anthropic"))

    # Not what it thought before, which is in the answer too.
    assert written.text.startswith("un héron à l'aube Golden light")
    assert (written.language, written.model) == ("fr", "claude-haiku-5-5")
    # 200 tokens in at 0.10 and 300 out at 0.50 millionths of a dollar.
    assert (written.tokens, written.cost_micro_usd) == (500, 170)


@pytest.mark.parametrize(
    ("model", "cost"),
    [("claude-sonnet-5-5", 200 * 2 + 300 * 10), ("claude-opus-5-5", 200 * 4 + 300 * 20)],
)
async def test_larger_models_cost_more(model, cost, services, call):
    written = await Anthropic().enhance(EnhanceRequest("a heron", model=model), call("anthropic"))

    assert services.submissions[0].body["model"] == model
    assert written.cost_micro_usd == cost


def test_what_a_model_of_tomorrow_costs_is_not_known():
    said = {"usage": {"input_tokens": 200, "output_tokens": 300}}

    assert anthropic._cost("claude-haiku-7", said) is None
    assert Anthropic().usage(EnhanceRequest("x", model="claude-haiku-7")) is None


async def test_every_request_says_which_version_it_speaks(services, call):
    await Anthropic().validate(call("anthropic"))
    await Anthropic().enhance(EnhanceRequest("a heron"), call("anthropic"))

    versions = {request.headers["anthropic-version"] for request in services.traffic}
    assert versions == {"2026-10-21"}


async def test_an_overload_was_surely_not_accepted(services, call):
    """Anthropic itself answers that it has turned the request down."""
    with pytest.raises(ProviderUnavailable) as caught:
        await Anthropic().enhance(EnhanceRequest("an overloaded boat"), call("anthropic"))

    assert type(caught.value) is ProviderUnavailable
    assert services.submissions == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (529, b"<html>the site is overloaded</html>"),
        (503, b'{"type": "error", "error": {"type": "overloaded_error"}}'),
    ],
)
def test_whoever_else_says_so_does_not_know(status, body):
    assert anthropic._problem(httpx.Response(status, content=body)) == ""


async def test_a_limit_of_the_organization_is_not_waited_for(call):
    with pytest.raises(ProviderRejected) as caught:
        await Anthropic().enhance(EnhanceRequest("a boat spent at sea"), call("anthropic"))

    assert caught.value.params["problem"] == "no_credit"


async def test_other_limits_are(call):
    with pytest.raises(RateLimited):
        await Anthropic().enhance(EnhanceRequest("a heron"), call("anthropic", "busy"))


async def test_a_model_that_is_not_there_is_told(call):
    with pytest.raises(ProviderRejected) as caught:
        await Anthropic().enhance(EnhanceRequest("a heron", model="llama"), call("anthropic"))

    assert caught.value.params["problem"] == "unknown_model"


@pytest.mark.parametrize(
    ("status", "kind", "message", "problem"),
    [
        (400, "invalid_request_error", "Your credit balance is too low to ...", "no_credit"),
        (400, "invalid_request_error", "You have reached your API usage limits.", "no_credit"),
        (400, "invalid_request_error", "Output blocked by content filtering policy", "moderated"),
        (400, "invalid_request_error", "max_tokens: too many", ""),
        (402, "billing_error", "There is an issue with your billing.", "no_credit"),
        (413, "request_too_large", "Too large", "too_large"),
        (404, "not_found_error", "Not Found", ""),
    ],
)
def test_a_message_tells_more_than_the_status(status, kind, message, problem):
    body = {"type": "error", "error": {"type": kind, "message": message}}

    assert anthropic._problem(httpx.Response(status, json=body)) == problem


def message(text, reason="end_turn"):
    return {"content": [{"type": "text", "text": text}], "stop_reason": reason}


GOOD = '{"text": "a heron", "language": "en"}'


@pytest.mark.parametrize(
    "said",
    [
        {"content": [], "stop_reason": "end_turn"},
        {"content": "none", "stop_reason": "end_turn"},
        {"content": [{"type": "thinking", "thinking": GOOD}], "stop_reason": "end_turn"},
        message(None),
        message("no JSON"),
        message('{"text": "cut o', "max_tokens"),
        message(GOOD, "max_tokens"),
        message(GOOD, "model_context_window_exceeded"),
    ],
)
def test_an_answer_without_a_whole_text_is_told(said):
    with pytest.raises(ProviderRejected) as caught:
        anthropic._written(said)

    assert caught.value.params["problem"] == "unusable_answer"


def test_a_refusal_is_a_moderation_whatever_was_written_before():
    with pytest.raises(ProviderRejected) as caught:
        anthropic._written(message(GOOD, "refusal"))

    assert caught.value.params["problem"] == "moderated"
