"""Options, limits and health of Providers over REST; keys that several of them share."""

import shutil

import pytest

from tests.api import fakes
from tests.api.conftest import bearer, open_client
from tests.services.makers import KEY, MAKERS
from vidgenie import bootstrap
from vidgenie.errors import ProviderRejected, ProviderUnavailable, RateLimited
from vidgenie.settings import Settings

OPTIONS = "/api/user/provider-options"
HEALTH = "/api/user/provider-health"
KEYS = "/api/user/api-keys"
PREFERENCES = "/api/user/preferences"
TWIN = {"address": "https://llm.example/v1", "model": "m"}


@pytest.fixture
def services(installation, tmp_path, monkeypatch):
    """An installation whose Providers have to be set up."""
    home = tmp_path / "home"
    shutil.copytree(installation[0], home)
    others = {place: maker for place, maker in MAKERS.items() if place[1] != "local"}
    built = bootstrap.build(Settings(home=home), providers={**fakes.providers(), **others})
    monkeypatch.setattr(bootstrap, "services", lambda: built)
    built.vault_master.start()
    yield built
    built.database.dispose()


@pytest.fixture
def answers(monkeypatch):
    """Says how the twin answers from now on: with an error, or "" with nothing wrong."""

    def answer(error=None):
        async def validate(self, call):
            if error is not None:
                raise error

        monkeypatch.setattr(type(MAKERS["text", "twin"]), "validate", validate)

    return answer


def only(answer, slug, part="providers", name="slug"):
    return next(found for found in answer.json()[part] if found[name] == slug)


async def test_what_was_typed_in_is_kept_and_shown(at_home):
    saved = await at_home.put(OPTIONS, json={"twin": TWIN})
    seen = await at_home.get(OPTIONS)

    assert saved.status_code == 200
    assert saved.json() == seen.json()
    twin = only(seen, "twin")
    assert (twin["isReady"], twin["kinds"], twin["warning"]) == (True, ["text", "speech"], False)
    assert {o["name"]: o["value"] for o in twin["options"]} == {**TWIN, "voice": ""}
    assert only(seen, "bridge")["warning"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"twin": {"address": "http://127.0.0.1:11434"}}, "address"),
        ({"twin": {"address": 7}}, "twin.address"),
        ({"twin": "x"}, "twin"),
        ({"nobody": {"x": "y"}}, "nobody"),
        ({"twin": {"colour": "red"}}, "colour"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_place(at_home, body, field):
    answer = await at_home.put(OPTIONS, json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    assert answer.json()["field"] == field


async def test_json_too_deep_for_anybody_is_refused_as_a_text(at_home):
    deep = "[" * 90_000 + "]" * 90_000

    answer = await at_home.put(OPTIONS, json={"bridge": {"graph": deep}})

    assert (answer.status_code, answer.json()["problem"]) == (422, "too_deep")


async def test_a_token_needs_the_scope_of_keys_and_moves_no_key(served, services, people):
    alice = people["alice"].account
    reading = services.tokens.create(alice, "reads", scopes=("read", "run"))
    keys = services.tokens.create(alice, "keys", scopes=("keys",))
    services.keys.save(alice, {"bridge": KEY}, {})
    moved = {"bridge": {"address": "https://thief.example"}}

    async with open_client(served, headers=bearer(reading)) as client:
        refused = await client.get(OPTIONS)
    async with open_client(served, headers=bearer(keys)) as client:
        allowed = await client.put(OPTIONS, json={"bridge": {"speed": "relax"}})
        stolen = await client.put(OPTIONS, json=moved)

    assert (refused.status_code, refused.json()["problem"]) == (403, "scope")
    assert allowed.status_code == 200
    assert (stolen.status_code, stolen.json()["code"]) == (403, "confirmation_needed")


async def test_providers_that_share_a_key_stand_on_one_card(at_home):
    saved = await at_home.put(KEYS, json={"second": KEY})
    seen = only(await at_home.get(KEYS), "shared")

    assert only(saved, "shared", "keys", "provider")["masked"].endswith(KEY[-4:])
    assert (seen["title"], seen["takesKey"], seen["isOptional"]) == ("Shared", True, False)
    assert [(o["slug"], o["isReady"]) for o in seen["opens"]] == [("first", True), ("second", True)]
    assert [cost["provider"] for cost in seen["costs"]] == ["first", "second"]


async def test_a_shared_key_is_given_once(at_home):
    answer = await at_home.put(KEYS, json={"first": KEY, "second": f"{KEY}-2"})

    assert (answer.status_code, answer.json()["problem"]) == (422, "duplicate")
    assert (await at_home.get(KEYS)).json()["keys"] == []


async def test_a_service_without_a_key_has_a_card_and_takes_none(at_home):
    seen = only(await at_home.get(KEYS), "twin")
    refused = await at_home.put(KEYS, json={"twin": KEY})

    assert (seen["takesKey"], seen["key"], seen["url"]) == (False, None, "")
    assert [option["slug"] for option in seen["options"]] == ["twin"]
    assert (refused.status_code, refused.json()["problem"]) == (422, "unknown")


async def test_a_service_is_tested_once_it_is_set_up(at_home, answers):
    answers()
    before = await at_home.post(f"{KEYS}/validate", json={"provider": "twin"})
    await at_home.put(OPTIONS, json={"twin": {"address": TWIN["address"]}})
    speaking = await at_home.post(f"{KEYS}/validate", json={"provider": "twin"})
    writing = await at_home.post(f"{KEYS}/validate", json={"provider": "twin", "kind": "text"})

    assert (before.status_code, before.json()["code"]) == (422, "provider_not_set_up")
    assert before.json()["option"] == "address"
    assert speaking.json()["valid"] is True
    assert writing.json()["option"] == "model"


@pytest.mark.parametrize(
    ("error", "detail", "status"),
    [
        (ProviderUnavailable("No.", provider="twin"), "unreachable", "unchecked"),
        (RateLimited("No.", provider="twin"), "busy", "unchecked"),
        (ProviderRejected("No.", provider="twin", problem="not_public"), "not_public", "unchecked"),
        (ProviderRejected("No.", provider="twin", problem="forbidden"), "forbidden", "invalid"),
    ],
)
async def test_a_test_says_what_is_wrong(at_home, answers, error, detail, status):
    await at_home.put(OPTIONS, json={"twin": TWIN})
    answers(error)

    answer = await at_home.post(f"{KEYS}/validate", json={"provider": "twin"})

    assert (answer.json()["detail"], answer.json()["status"]) == (detail, status)
    assert answer.json()["valid"] is False


async def test_a_test_goes_on_the_board_of_who_asked(at_home, at_bobs, answers):
    await at_home.put(OPTIONS, json={"twin": TWIN})
    await at_bobs.put(OPTIONS, json={"twin": TWIN})
    before = only(await at_home.get(HEALTH), "twin", name="provider")
    answers(ProviderUnavailable("No.", provider="twin"))
    await at_home.post(f"{KEYS}/validate", json={"provider": "twin"})
    ill = only(await at_home.get(HEALTH), "twin", name="provider")
    answers()
    await at_home.post(f"{KEYS}/validate", json={"provider": "twin"})
    well = only(await at_home.get(HEALTH), "twin", name="provider")

    assert (before["state"], before["whose"], before["holder"]) == ("untried", "own", "twin")
    assert (ill["state"], ill["problem"], ill["failures"]) == ("troubled", "unreachable", 1)
    assert (well["state"], well["successes"]) == ("fine", 1)
    assert only(await at_bobs.get(HEALTH), "twin", name="provider")["state"] == "untried"


async def test_the_operators_key_is_never_sent_to_an_address_somebody_typed_in(
    at_home, monkeypatch
):
    monkeypatch.setenv("BRIDGE_KEY", "the-operators-own-key")
    sent = []

    async def validate(self, call):
        sent.append((call.base_url, call.key))

    monkeypatch.setattr(type(MAKERS["image", "bridge"]), "validate", validate)
    typed = {"address": "https://mine.example", "terms": "true"}
    await at_home.put(OPTIONS, json={"bridge": typed})

    answer = await at_home.post(f"{KEYS}/validate", json={"provider": "bridge"})

    assert answer.json()["valid"] is True
    assert sent == [("https://mine.example", "")]


async def test_a_limit_is_kept_kind_by_kind_and_lifted(at_home):
    await at_home.put(PREFERENCES, json={"maxMicroUsd": {"video": 500_000, "text": 1000}})
    kept = await at_home.put(PREFERENCES, json={"maxMicroUsd": {"text": None}})

    assert kept.json()["maxMicroUsd"] == {"video": 500_000}
    assert kept.json()["fallback"] is True
    assert kept.json()["chosen"] is False


async def test_what_is_left_out_of_preferences_stays(at_home):
    await at_home.put(
        PREFERENCES, json={"providers": {"text": ["keyed", "local"]}, "fallback": False}
    )
    kept = (await at_home.put(PREFERENCES, json={"maxMicroUsd": {"text": 0}})).json()

    assert kept["fallback"] is False
    assert kept["providers"]["text"][:2] == ["keyed", "local"]
    assert kept["maxMicroUsd"] == {"text": 0}


@pytest.mark.parametrize("limits", [{"video": -1}, {"video": 10**9 + 1}, {"smell": 1}])
async def test_a_limit_that_is_no_price_is_refused(at_home, limits):
    answer = await at_home.put(PREFERENCES, json={"maxMicroUsd": limits})

    assert answer.status_code == 422
    assert answer.json()["field"] == f"maxMicroUsd.{next(iter(limits))}"


async def test_a_limit_alone_chooses_no_provider(at_home, services, people):
    """Who only caps a price is not moved from the built-in Provider to a paid one."""
    await at_home.put(KEYS, json={"keyed": KEY})
    await at_home.put(PREFERENCES, json={"maxMicroUsd": {"text": 1_000_000}})

    assert services.preferences.defaults(people["alice"].account) == {}


async def test_a_choice_says_what_it_lacks_and_where_to_put_that_right(at_home):
    await at_home.put(KEYS, json={"stability": "sk-0123456789abcdefghijklmnop"})
    seen = (await at_home.get(PREFERENCES)).json()["choices"]
    lacks = {
        (kind, choice["slug"]): (choice["lacks"], choice["holder"])
        for kind, found in seen.items()
        for choice in found
    }

    assert lacks["text", "keyed"] == ("key", "keyed")
    assert lacks["text", "twin"] == ("setup", "twin")
    assert lacks["image", "stability"] == ("", "stability")
    assert lacks["video", "first"] == ("key", "shared")
    assert lacks["text", "local"] == ("", "")
