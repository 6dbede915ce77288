"""The nodes script and line: what they ask for, how often, and what they make of it."""

import json

import pytest

from tests.support.scripts import script_for, written_for
from vidgenie import nodes, providers
from vidgenie.domain import script_json
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.text import ScriptRequest, TextAnswer, TextProvider
from vidgenie.domain.pricing import SEED, PriceTable
from vidgenie.domain.script import Brief
from vidgenie.errors import InvalidInput, ProviderRejected
from vidgenie.nodes.line import Line
from vidgenie.nodes.script import Script
from vidgenie.plugins import discover
from vidgenie.ui.i18n import catalogue

BRIEF = Brief("a heron", segments=3, language="en")
GOOD = written_for(BRIEF)
SHORT = written_for(Brief("a heron", segments=5, language="en"))  # too many lines
BROKEN = '{"title": "cut o'


class Writer:
    """Answers one after the other; an error among them is raised."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    async def write(self, request, *, provider):
        self.asked.append((request, provider))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return TextAnswer(answer)


class Reader:
    def __init__(self, text):
        self.said = text

    def text(self, name):
        return {"script": self.said}[name]


def params(**raw):
    chosen = {"theme": "a heron", "segments": 3, "language": "en", **raw}
    return Script().parse(chosen, node="script")


async def made(writer, **raw):
    found = await Script().run(params(**raw), writer)
    return found["script"].text


async def test_a_good_script_is_asked_for_once():
    writer = Writer(GOOD)

    assert script_json.parse(await made(writer, provider="openai", seed=3)) == script_for(BRIEF)

    assert writer.asked == [(ScriptRequest(BRIEF, seed=3), "openai")]


@pytest.mark.parametrize("bad", [BROKEN, SHORT, "", "{}", "a" * 100_001])
async def test_a_bad_one_is_asked_for_once_more_with_what_is_wrong(bad):
    writer = Writer(bad, GOOD)

    assert await made(writer) == GOOD

    first, second = (request for request, _ in writer.asked)
    assert first.complaint == ""
    assert second.complaint
    assert bad.startswith(second.previous)
    assert len(second.previous) <= 40_000


async def test_two_with_the_wrong_number_of_lines_are_mended():
    script = script_json.parse(await made(Writer(SHORT, SHORT)))

    assert len(script.lines) == 3
    assert script.lines[-1].text.endswith("Try it.")


async def test_the_first_is_mended_when_the_second_is_worse():
    assert len(script_json.parse(await made(Writer(SHORT, BROKEN))).lines) == 3


async def test_the_first_is_mended_when_the_second_is_refused():
    refusal = ProviderRejected("No.", provider="openai", problem="moderated")

    assert len(script_json.parse(await made(Writer(SHORT, refusal))).lines) == 3
    with pytest.raises(ProviderRejected) as caught:
        await made(Writer(BROKEN, refusal))
    assert caught.value.params["problem"] == "moderated"


async def test_a_refusal_is_not_asked_about_again():
    writer = Writer(ProviderRejected("No.", provider="openai", problem="moderated"))

    with pytest.raises(ProviderRejected):
        await made(writer)

    assert len(writer.asked) == 1


async def test_two_that_cannot_be_used_are_an_error():
    writer = Writer(BROKEN, BROKEN)

    with pytest.raises(ProviderRejected) as caught:
        await made(writer, provider="openai")

    assert len(writer.asked) == 2
    assert caught.value.params == {"provider": "openai", "problem": "unusable_answer"}


@pytest.mark.parametrize(
    ("raw", "field", "problem"),
    [
        ({"theme": ""}, "theme", "string_too_short"),
        ({"theme": " \n"}, "theme", "string_too_short"),
        ({"theme": "<br><b></b>"}, "theme", "string_too_short"),
        ({"theme": "a" * 501}, "theme", "string_too_long"),
        ({"pillar": "a" * 41}, "pillar", "string_too_long"),
        ({"pillar_note": "a" * 1001}, "pillar_note", "string_too_long"),
        ({"segments": 0}, "segments", "greater_than_equal"),
        ({"segments": 61}, "segments", "less_than_equal"),
        ({"seconds": 31}, "seconds", "less_than_equal"),
        ({"language": "xx"}, "language", "literal_error"),
        ({"speed": 3}, "speed", "less_than_equal"),
    ],
)
def test_bad_values_are_named(raw, field, problem):
    with pytest.raises(InvalidInput) as caught:
        params(**raw)

    found = caught.value.params
    assert (found["node"], found["field"], found["problem"]) == ("script", field, problem)


@pytest.mark.parametrize("theme", ["🙂 heron", "مرحبا بالعالم", "<b>a</b> heron", "a" * 500])
def test_other_themes_are_taken_as_they_are(theme):
    assert params(theme=theme).theme == theme


def test_it_costs_one_credit_at_a_service_and_none_here():
    action = Script().action(params())

    assert PriceTable(SEED).price("openai", action) == 1
    assert PriceTable(SEED).price("local", action) == 0


WRITERS = discover(providers, TextProvider)


def test_a_language_nobody_here_writes_in_is_refused_before_anything_is_held():
    german = params(language="de")

    with pytest.raises(InvalidInput) as caught:
        Script().suits(german, WRITERS["local"], frozenset())

    assert (caught.value.params["field"], caught.value.params["problem"]) == (
        "language",
        "unsupported",
    )
    Script().suits(german, WRITERS["openai"], frozenset())
    Script().suits(params(language="fr"), WRITERS["local"], frozenset())


def test_a_service_has_an_estimate_and_our_own_draft_costs_nothing():
    assert Script().usage(params(), WRITERS["openai"], frozenset()).what == "script"
    assert Script().usage(params(), WRITERS["local"], frozenset()) is None


@pytest.mark.parametrize(
    ("number", "part", "text"),
    [(1, "text", "Look."), (3, "text", "Try it."), (2, "prompt", "A heron, view 1")],
)
async def test_a_line_is_taken_out(number, part, text):
    chosen = Line().parse({"number": number, "part": part}, node="line")

    found = await Line().run(chosen, Reader(GOOD))

    assert found["text"].text == text


@pytest.mark.parametrize(
    ("said", "problem"),
    [(GOOD, "out_of_range"), ("", "invalid"), ("[]", "invalid"), (BROKEN, "invalid")],
)
async def test_a_line_that_is_not_there_is_told(said, problem):
    with pytest.raises(InvalidInput) as caught:
        await Line().run(Line().parse({"number": 4}, node="line"), Reader(said))

    assert caught.value.params["problem"] == problem


def test_both_node_types_are_found_and_have_a_name_in_every_language():
    known = discover(nodes, NodeType)

    for slug in ("script", "line"):
        assert known[slug].slug == slug
        for language in catalogue.LANGUAGES:
            assert catalogue.texts(language)[f"node.{slug}"]


def test_a_made_script_is_plain_json():
    assert set(json.loads(GOOD)) == {"title", "hook", "callToAction", "segments"}
