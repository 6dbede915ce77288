"""Anthropic's test data."""

from unittest.mock import ANY

from tests.providers.cases import LEFT_OUT, Case, Golden
from vidgenie.domain.ports.provider import Call
from vidgenie.domain.ports.text import EnhanceRequest, ScriptRequest
from vidgenie.domain.script import Brief
from vidgenie.providers.anthropic import Anthropic
from vidgenie.wire import prompts, scripts


async def _models(provider: Anthropic, call: Call) -> None:
    await provider.validate(call)


async def _message(provider: Anthropic, call: Call) -> None:
    await provider.enhance(EnhanceRequest("hi", model="claude-sonnet-5-5"), call)


async def _script(provider: Anthropic, call: Call) -> None:
    await provider.script(ScriptRequest(Brief("hi"), model="claude-sonnet-5-5"), call)


def _judge(base_url: str, key: str) -> None:
    """Anthropic's SDK, which takes no answer of another shape."""
    import anthropic  # noqa: PLC0415  # slow to load

    client = anthropic.Anthropic(
        api_key=key, base_url=base_url, max_retries=0, _strict_response_validation=True
    )
    found = client.models.list(limit=1).data[0]
    assert (found.lifecycle, found.type) == ("active", "model")
    form = {"type": "json_schema", "schema": prompts.SCHEMA}
    asked = {"max_tokens": 900, "system": "sys", "output_config": {"format": form}}
    said = client.messages.create(
        model="claude-haiku-5-5", messages=[{"role": "user", "content": "hi"}], **asked
    )
    assert [block.type for block in said.content] == ["thinking", "text"]
    assert (said.stop_reason, said.usage.output_tokens) == ("end_turn", 300)
    for prompt, wanted in (
        ("overloaded", anthropic.OverloadedError),
        ("spent", anthropic.RateLimitError),
    ):
        try:
            client.messages.create(
                model="claude-haiku-5-5", messages=[{"role": "user", "content": prompt}], **asked
            )
        except wanted:
            continue
        raise AssertionError(prompt)


CASES = {
    "text": Case(
        EnhanceRequest("a heron at dawn"),
        # The list of models is there without credit too.
        sees_credit=False,
        golden=(
            Golden("anthropic.models.list", _models),
            Golden(
                "anthropic.messages.create json_schema",
                _message,
                {
                    # Ours are other words, and another schema.
                    "system": prompts.ORDER,
                    "output_config.format.schema": prompts.SCHEMA,
                    # What it thinks counts too.
                    "max_tokens": 4_000,
                    # We do not tell Anthropic whose request it is.
                    "metadata": LEFT_OUT,
                },
            ),
            Golden(
                "anthropic.messages.create json_schema",
                _script,
                {
                    "system": scripts.ORDER,
                    # The brief, as JSON.
                    "messages.0.content": ANY,
                    "output_config.format.schema": scripts.SCHEMA,
                    "max_tokens": 6_200,
                    "metadata": LEFT_OUT,
                },
            ),
        ),
        spec="anthropic",
        referee=_judge,
    )
}
