"""What people type in for Providers: cleaned or refused, kept, and what is still missing."""

import json

import pytest

from tests.services.makers import ALICE, BOB, KEY, MAKERS, NOW, keyring, master_keys
from vidgenie.domain.ports.declared import Option, OptionKind
from vidgenie.engine import circuit
from vidgenie.engine.circuit import Line
from vidgenie.errors import ConfirmationNeeded, InvalidInput
from vidgenie.services.option_values import LARGEST_JSON, clean_value
from vidgenie.services.options import OptionService

SPEED = Option("speed", OptionKind.CHOICE, allowed=("fast", "relax"))


@pytest.fixture
def master(transaction, reading, tmp_path):
    return master_keys(tmp_path, transaction, reading)


@pytest.fixture
def service(master):
    return OptionService(master._transaction, master._reading, lambda: NOW, MAKERS, keyring(master))


def option(kind):
    return Option("it", kind)


def seen(providers, slug):
    return next(found for found in providers if found.slug == slug)


def values(provider):
    return {option.name: option.value for option in provider.options if option.value}


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (OptionKind.ADDRESS, "  https://llm.example/v1/ ", "https://llm.example/v1"),
        (OptionKind.ADDRESS, "http://llm.example:11434", "http://llm.example:11434"),
        (OptionKind.ADDRESS, "https://93.184.215.14/x", "https://93.184.215.14/x"),
        (OptionKind.SWITCH, "true", "true"),
        (OptionKind.CONSENT, "false", "false"),
        (OptionKind.USD, "0.050", "0.05"),
        (OptionKind.USD, "1000", "1000"),
        (OptionKind.USD, "0", "0"),
        (OptionKind.JSON, ' {"a": [1]}\n', '{"a": [1]}'),
        (OptionKind.TEXT, " llama3.2:3b ", "llama3.2:3b"),
        (OptionKind.TEXT, "été", "été"),
        (OptionKind.TEXT, "   ", ""),
    ],
)
def test_a_value_is_kept_without_what_is_around_it(kind, typed, kept):
    assert clean_value(option(kind), typed, private_addresses=False) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "problem"),
    [
        (OptionKind.ADDRESS, "llm.example", "scheme"),
        (OptionKind.ADDRESS, "ftp://llm.example", "scheme"),
        (OptionKind.ADDRESS, "javascript:alert(1)", "scheme"),
        (OptionKind.ADDRESS, "https://", "malformed"),
        (OptionKind.ADDRESS, "https://llm.example:99999", "malformed"),
        (OptionKind.ADDRESS, "https://me:secret@llm.example", "credentials"),
        (OptionKind.ADDRESS, "https://llm.example/?key=1", "malformed"),
        (OptionKind.ADDRESS, "https://llm.example/#x", "malformed"),
        (OptionKind.ADDRESS, "https://llm.example/a b", "characters"),
        (OptionKind.ADDRESS, "https://ex\u00e4mple.org", "characters"),
        (OptionKind.ADDRESS, f"https://llm.example/{'x' * 300}", "too_long"),
        (OptionKind.CHOICE, "slow", "not_allowed"),
        (OptionKind.SWITCH, "yes", "not_allowed"),
        (OptionKind.CONSENT, "True", "not_allowed"),
        (OptionKind.USD, "-1", "not_a_price"),
        (OptionKind.USD, "1000.01", "not_a_price"),
        (OptionKind.USD, "0.0000001", "not_a_price"),
        (OptionKind.USD, "1e2", "not_a_price"),
        (OptionKind.USD, "NaN", "not_a_price"),
        (OptionKind.USD, "0,05", "not_a_price"),
        (OptionKind.USD, "1.2.3", "not_a_price"),
        (OptionKind.USD, "\u0661", "not_a_price"),
        (OptionKind.USD, "9" * 5000, "not_a_price"),
        (OptionKind.JSON, "{", "not_json"),
        (OptionKind.JSON, "[NaN]", "not_json"),
        (OptionKind.JSON, "9" * 5000, "not_json"),
        (OptionKind.JSON, "[" * 51 + "]" * 51, "too_deep"),
        (OptionKind.JSON, "[" * 90_000 + "]" * 90_000, "too_deep"),
        (OptionKind.JSON, json.dumps("x" * LARGEST_JSON), "too_long"),
        (OptionKind.TEXT, "x" * 501, "too_long"),
        (OptionKind.TEXT, "two\nlines", "not_text"),
        (OptionKind.TEXT, "a\u202eb", "not_text"),
    ],
)
def test_what_cannot_be_one_is_refused_with_the_reason(kind, typed, problem):
    with pytest.raises(InvalidInput) as raised:
        clean_value(option(kind), typed, private_addresses=False)

    assert raised.value.params["field"] == "it"
    assert raised.value.params["problem"] == problem
    assert len(str(raised.value)) < 200


def test_json_may_be_fifty_levels_deep():
    text = "[" * 50 + "]" * 50

    assert clean_value(option(OptionKind.JSON), text, private_addresses=False) == text


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1:11434", "http://localhost:8188", "http://10.1.2.3", "http://[::1]:1"),
        *("http://169.254.169.254/latest", "http://192.168.1.7:7860", "http://2130706433"),
        *("http://0x7f000001", "http://127.1", "http://ollama", "http://gpu.local"),
        *("http://box.internal", "http://[::ffff:10.0.0.1]", "http://100.64.0.1"),
    ],
)
def test_an_address_of_this_network_needs_the_operators_leave(address):
    with pytest.raises(InvalidInput) as raised:
        clean_value(option(OptionKind.ADDRESS), address, private_addresses=False)

    assert raised.value.params["problem"] == "not_public"
    assert clean_value(option(OptionKind.ADDRESS), address, private_addresses=True) == address


def test_one_is_chosen_from_those_allowed():
    assert clean_value(SPEED, "relax", private_addresses=False) == "relax"


def test_an_option_says_what_it_is_and_for_what(service):
    twin = seen(service.view(ALICE), "twin")

    assert {option.name: option.kinds for option in twin.options} == {
        "address": ("text", "speech"),
        "voice": ("speech",),
        "model": ("text",),
    }
    assert twin.kinds == ("text", "speech")


def test_a_provider_is_ready_once_nothing_that_is_required_is_missing(service):
    steps = [
        service.view(ALICE),
        service.save(ALICE, {"bridge": {"address": "https://mj.example"}}),
        service.save(ALICE, {"bridge": {"terms": "false"}}),
        service.save(ALICE, {"bridge": {"terms": "true"}}),
        service.save(ALICE, {"bridge": {"address": ""}}),
    ]

    assert [seen(step, "bridge").is_ready for step in steps] == [False, False, False, True, False]


def test_what_is_left_out_stays_and_an_empty_text_takes_one_back(service):
    service.save(ALICE, {"bridge": {"speed": "relax", "suffix": "--v 7"}})
    kept = service.save(ALICE, {"bridge": {"suffix": "", "price": "0.1"}, "twin": {"model": "m"}})

    assert values(seen(kept, "bridge")) == {"speed": "relax", "price": "0.1"}
    assert values(seen(kept, "twin")) == {"model": "m"}


def test_all_are_kept_or_none(service):
    with pytest.raises(InvalidInput):
        service.save(ALICE, {"bridge": {"speed": "relax"}, "twin": {"model": "a\nb"}})

    assert values(seen(service.view(ALICE), "bridge")) == {}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"nobody": {}}, "nobody"),
        ({"first": {"speed": "fast"}}, "first"),
        ({"bridge": {"colour": "red"}}, "colour"),
    ],
)
def test_what_there_is_not_is_refused(service, given, field):
    with pytest.raises(InvalidInput) as raised:
        service.save(ALICE, given)

    assert (raised.value.params["field"], raised.value.params["problem"]) == (field, "unknown")


def test_what_one_person_types_in_is_not_seen_by_another(service):
    service.save(ALICE, {"twin": {"model": "mine"}})

    assert values(seen(service.view(BOB), "twin")) == {}


def test_the_operators_address_holds_and_is_shown_to_nobody(master):
    ring = keyring(master, base_urls={"twin": "http://10.0.0.7:11434/v1"})
    service = OptionService(master._transaction, master._reading, lambda: NOW, MAKERS, ring)

    twin = seen(service.save(ALICE, {"twin": {"model": "m"}}), "twin")

    assert twin.is_ready
    assert [o.name for o in twin.options if o.is_set_by_operator] == ["address"]
    assert "10.0.0.7" not in repr(twin)


def test_the_address_a_stored_key_goes_to_is_changed_only_by_who_said_who_it_is(service, master):
    address = {"bridge": {"address": "https://mj.example"}}
    service.save(ALICE, address, confirmed=False)
    with master._transaction() as session:
        service.keyring.secrets.put(session, ALICE.id, "bridge", KEY, now=NOW)

    with pytest.raises(ConfirmationNeeded):
        service.save(ALICE, {"bridge": {"address": "https://thief.example"}}, confirmed=False)
    with pytest.raises(ConfirmationNeeded):
        service.save(ALICE, {"bridge": {"address": ""}}, confirmed=False)
    service.save(ALICE, {"bridge": {**address["bridge"], "speed": "relax"}}, confirmed=False)
    moved = service.save(ALICE, {"bridge": {"address": "https://new.example"}}, confirmed=True)

    assert values(seen(moved, "bridge"))["address"] == "https://new.example"


def test_a_change_forgets_how_the_provider_has_answered(service, master):
    line = Line(ALICE.id, "text", "twin")
    with master._transaction() as session:
        circuit.failed(session, line, NOW, problem="unreachable")
        circuit.failed(session, Line(BOB.id, "text", "twin"), NOW, problem="unreachable")

    service.save(ALICE, {"twin": {"model": "another"}})

    with master._reading() as session:
        left = circuit.board(session, [ALICE.id, BOB.id])
    assert left.keys() == {(BOB.id, "text", "twin")}
