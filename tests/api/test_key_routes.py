"""Keys over REST: kept, tested, forgotten, never read back."""

import base64
import json

import pytest

from tests.api.conftest import open_client
from vidgenie.vault.secrets import Secrets

KEY = "kp-0123456789-abcdefghij-UNIQUE"
KEYS = "/api/user/api-keys"


@pytest.fixture(autouse=True)
def opened(services):
    """A vault whose master key is made."""
    services.vault_master.start()


def stored(answer, provider="keyed"):
    return next(key for key in answer.json()["keys"] if key["provider"] == provider)


async def test_a_saved_key_is_seen_by_its_last_four_characters_only(at_home):
    saved = await at_home.post(KEYS, json={"keyed": f"  {KEY}\n"})
    seen = await at_home.get(KEYS)

    assert saved.status_code == 200
    assert saved.json()["success"] is True
    key = stored(seen)
    assert (key["masked"], key["status"], key["revision"]) == ("••••IQUE", "unchecked", 1)
    assert key["mode"] == "managed"
    assert seen.json()["encryption"]["cipher"] == "AES-256-GCM"
    assert KEY not in saved.text + seen.text
    assert base64.b64encode(KEY.encode()).decode() not in seen.text


async def test_the_names_of_the_source_documents_work(at_home):
    answer = await at_home.put(KEYS, json={"imageGenKey": "sk-0123456789abcdefghijklmnop"})

    assert answer.status_code == 200
    assert stored(answer, "stability")["masked"] == "••••mnop"


async def test_providers_say_what_their_key_is_for(at_home):
    (keyed,) = [
        found for found in (await at_home.get(KEYS)).json()["providers"] if found["slug"] == "keyed"
    ]

    assert keyed["kinds"] == ["text"]
    assert keyed["url"] == "https://kp.example"
    assert keyed["costs"] == [
        {
            "kind": "text",
            "provider": "keyed",
            "microUsd": 1200,
            "unit": "prompt",
            "asOf": "2026-11-20",
        }
    ]
    assert keyed["key"] is None
    assert keyed["installationKey"] is False


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("kp-1", "too_short"),
        ("k" * 2001, "too_long"),
        ("kp-012345\n6789-abcdefghij", "control_character"),
        ("kp-0123456789 abcdefghij", "has_space"),
        ("kp-0123456789-abcdéfghij", "not_ascii"),
    ],
)
async def test_what_can_be_no_key_is_refused_and_not_repeated(at_home, given, problem):
    answer = await at_home.post(KEYS, json={"keyed": given})

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_input"
    assert (answer.json()["field"], answer.json()["problem"]) == ("keyed", problem)
    assert not given.strip() or given.strip() not in answer.text
    assert (await at_home.get(KEYS)).json()["keys"] == []


@pytest.mark.parametrize(
    "body",
    [{}, {"keyed": 7}, {"keyed": None}, {"keyed": ["x"]}, {"nobody": KEY}, {"keyed": {"a": KEY}}],
)
async def test_bodies_that_make_no_sense_are_refused(at_home, body):
    answer = await at_home.post(KEYS, json=body)

    assert answer.status_code == 422
    assert KEY not in answer.text


async def test_all_keys_of_a_request_are_kept_or_none(at_home):
    answer = await at_home.post(KEYS, json={"keyed": KEY, "stability": "x"})

    assert answer.status_code == 422
    assert (await at_home.get(KEYS)).json()["keys"] == []


async def test_two_tabs_that_save_are_told_of_each_other(at_home):
    await at_home.post(KEYS, json={"keyed": KEY, "revisions": {"keyed": 0}})

    late = await at_home.post(KEYS, json={"keyed": f"{KEY}-2", "revisions": {"keyed": 0}})
    same = await at_home.post(KEYS, json={"keyed": KEY, "revisions": {"keyed": 0}})
    fresh = await at_home.post(KEYS, json={"keyed": f"{KEY}-2", "revisions": {"keyed": 1}})

    assert (late.status_code, late.json()["problem"]) == (409, "stale_version")
    assert same.status_code == 200
    assert stored(fresh)["revision"] == 2


@pytest.mark.parametrize(
    ("key", "status", "detail"),
    [(KEY, "valid", ""), ("kp-0123456789-revoked", "invalid", "key_refused")],
)
async def test_a_tested_key_keeps_its_verdict(at_home, key, status, detail):
    await at_home.post(KEYS, json={"keyed": key})

    verdict = (await at_home.post(f"{KEYS}/validate", json={"provider": "keyed"})).json()
    kept = stored(await at_home.get(KEYS))

    assert verdict == {
        "provider": "keyed",
        "valid": status == "valid",
        "status": status,
        "detail": detail,
    }
    assert (kept["status"], kept["detail"]) == (status, detail)
    assert kept["checkedAt"] is not None


async def test_a_typed_key_is_tested_without_being_kept(at_home):
    verdict = await at_home.post(f"{KEYS}/validate", json={"provider": "keyed", "key": KEY})

    assert verdict.json()["valid"] is True
    assert (await at_home.get(KEYS)).json()["keys"] == []


async def test_a_typed_key_marks_the_stored_one_only_when_it_is_the_same(at_home):
    await at_home.post(KEYS, json={"keyed": KEY})

    await at_home.post(f"{KEYS}/validate", json={"provider": "keyed", "key": f"{KEY}-revoked"})
    other = stored(await at_home.get(KEYS))["status"]
    await at_home.post(f"{KEYS}/validate", json={"provider": "keyed", "key": KEY})

    assert other == "unchecked"
    assert stored(await at_home.get(KEYS))["status"] == "valid"


async def test_a_service_that_is_down_says_nothing_about_the_key(at_home, monkeypatch):
    await at_home.post(KEYS, json={"keyed": "kp-0123456789-unreachable"})

    verdict = (await at_home.post(f"{KEYS}/validate", json={"provider": "keyed"})).json()

    assert (verdict["status"], verdict["detail"]) == ("unchecked", "unreachable")


async def test_ten_tests_in_a_row_and_then_one_a_minute(at_home):
    body = {"provider": "keyed", "key": KEY}
    answers = [await at_home.post(f"{KEYS}/validate", json=body) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1].headers["retry-after"]


async def test_a_deleted_key_is_gone(at_home):
    await at_home.post(KEYS, json={"keyed": KEY})

    assert (await at_home.delete(f"{KEYS}/keyed")).status_code == 200
    assert (await at_home.delete(f"{KEYS}/keyed")).status_code == 404
    assert (await at_home.get(KEYS)).json()["keys"] == []
    missing = await at_home.post(f"{KEYS}/validate", json={"provider": "keyed"})
    assert missing.json()["code"] == "missing_key"


async def test_replacing_and_deleting_want_a_fresh_confirmation(at_home, services):
    await at_home.post(KEYS, json={"keyed": KEY})
    with services.engine.transaction() as session:
        session.connection().exec_driver_sql("UPDATE vg_session SET confirmed_at = NULL")

    added = await at_home.post(KEYS, json={"stability": "sk-0123456789abcdefghijklmnop"})
    replaced = await at_home.post(KEYS, json={"keyed": f"{KEY}-2"})
    deleted = await at_home.delete(f"{KEYS}/keyed")

    assert added.status_code == 200
    assert (replaced.status_code, replaced.json()["code"]) == (403, "confirmation_needed")
    assert (deleted.status_code, deleted.json()["code"]) == (403, "confirmation_needed")


async def test_the_log_says_who_did_what(at_home, services):
    await at_home.post(KEYS, json={"keyed": KEY})
    await at_home.post(f"{KEYS}/validate", json={"provider": "keyed"})
    await at_home.delete(f"{KEYS}/keyed")

    log = (await at_home.get(f"{KEYS}/log")).json()

    ours = [line for line in log["items"] if line["action"].startswith("vault.")]
    assert [(line["action"], line["provider"], line["actor"]) for line in ours] == [
        ("vault.delete", "keyed", "you"),
        ("vault.validate", "keyed", "you"),
        ("vault.put", "keyed", "you"),
    ]
    assert log["intact"] is True
    assert KEY not in json.dumps(log)


async def test_the_log_comes_in_pages(at_home):
    for number in range(5):
        await at_home.post(KEYS, json={"keyed": f"{KEY}-{number}"})

    first = (await at_home.get(f"{KEYS}/log?limit=2")).json()
    second = (await at_home.get(f"{KEYS}/log?limit=2&before={first['next']}")).json()

    seqs = [line["seq"] for line in first["items"] + second["items"]]
    assert seqs == sorted(seqs, reverse=True)
    assert len(set(seqs)) == 4


async def test_a_log_that_was_changed_says_so(at_home, services):
    await at_home.post(KEYS, json={"keyed": KEY})
    with services.engine.transaction() as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP TRIGGER vg_audit_kept")
        connection.exec_driver_sql("UPDATE vg_audit SET thing = 'other' WHERE action = 'vault.put'")

    assert (await at_home.get(f"{KEYS}/log")).json()["intact"] is False


async def test_a_locked_vault_names_the_file_and_keeps_what_it_has(at_home, services):
    await at_home.post(KEYS, json={"keyed": KEY})
    file = services.settings.home / "keys" / "master-1.key"
    away = file.rename(file.with_suffix(".away"))
    services.vault_master._keys.clear()

    seen = (await at_home.get(KEYS)).json()
    refused = await at_home.post(KEYS, json={"keyed": f"{KEY}-2"})
    tested = await at_home.post(f"{KEYS}/validate", json={"provider": "keyed"})
    away.rename(file)

    assert (seen["encryption"]["isLocked"], seen["encryption"]["problem"]) == (True, "missing")
    assert seen["encryption"]["variable"] == "keys/master-1.key"
    assert str(services.settings.home) not in refused.text + tested.text
    assert seen["keys"][0]["masked"] == "••••IQUE"
    assert (refused.status_code, refused.json()["code"]) == (503, "vault_locked")
    assert (tested.status_code, tested.json()["code"]) == (503, "vault_locked")
    assert (await at_home.post(f"{KEYS}/validate", json={"provider": "keyed"})).json()["valid"]


async def test_a_damaged_key_is_said_to_be_damaged(at_home, services):
    await at_home.post(KEYS, json={"keyed": KEY})
    with services.engine.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE vg_secret SET blob = CAST(substr(blob, 1, 20) || x'00' AS BLOB)"
        )

    tested = await at_home.post(f"{KEYS}/validate", json={"provider": "keyed"})

    assert (tested.status_code, tested.json()["code"]) == (422, "key_refused")
    assert tested.json()["problem"] == "damaged"


async def test_sealed_only_takes_no_key_the_server_could_open(at_home, services, monkeypatch):
    object.__setattr__(services.keys, "policy", "sealed_only")

    answer = await at_home.post(KEYS, json={"keyed": KEY})

    assert (answer.status_code, answer.json()["problem"]) == (403, "sealed_only")


async def test_the_installation_s_key_serves_who_has_none(at_home, services):
    object.__setattr__(services.keys.keyring, "installation", {"KEYED_API_KEY": KEY})

    seen = (await at_home.get(KEYS)).json()
    tested = await at_home.post(f"{KEYS}/validate", json={"provider": "keyed"})

    (keyed,) = [found for found in seen["providers"] if found["slug"] == "keyed"]
    assert keyed["installationKey"] is True
    assert tested.json()["valid"] is True
    assert KEY not in json.dumps(seen)


async def test_nobody_sees_or_deletes_somebody_else_s_key(at_home, at_bobs, services):
    await at_home.post(KEYS, json={"keyed": KEY})

    assert (await at_bobs.get(KEYS)).json()["keys"] == []
    assert (await at_bobs.delete(f"{KEYS}/keyed")).status_code == 404
    assert (await at_bobs.get(f"{KEYS}/log")).json()["items"] == []
    assert stored(await at_home.get(KEYS))["status"] == "unchecked"


async def test_an_api_token_needs_the_scope_for_keys(served, services, people):
    account = people["alice"].account
    token = services.tokens.create(account, "reader", scopes=["read"]).token
    async with open_client(served, headers={"authorization": f"Bearer {token}"}) as client:
        answer = await client.get(KEYS)

    assert (answer.status_code, answer.json()["problem"]) == (403, "scope")


async def test_an_opened_key_leaves_no_trace_in_the_row(at_home, services, people):
    await at_home.post(KEYS, json={"keyed": KEY})

    with services.engine.reading() as session:
        row = session.connection().exec_driver_sql("SELECT * FROM vg_secret").one()
        opened = Secrets(services.vault_master, "production").open(
            session, people["alice"].account.id, "keyed"
        )

    assert opened == KEY
    assert KEY.encode() not in b"".join(v for v in row if isinstance(v, bytes))


async def test_the_order_of_providers_is_kept_and_used(at_home, services, people):
    empty = (await at_home.get("/api/user/preferences")).json()
    await at_home.post(KEYS, json={"keyed": KEY})
    saved = await at_home.put(
        "/api/user/preferences", json={"providers": {"text": ["keyed", "local"]}}
    )
    draft = services.graphs.default(people["alice"].account)

    assert empty["chosen"] is False
    assert saved.json()["providers"]["text"][:2] == ["keyed", "local"]
    assert saved.json()["fallback"] is True
    assert next(n for n in draft.nodes if n.type == "enhance").params["provider"] == "keyed"


@pytest.mark.parametrize(
    "providers", [{"text": ["keyed", "keyed"]}, {"text": ["nobody"]}, {"smell": ["keyed"]}]
)
async def test_an_order_of_what_is_not_there_is_refused(at_home, providers):
    answer = await at_home.put("/api/user/preferences", json={"providers": providers})

    assert answer.status_code == 422
    assert answer.json()["field"].startswith("providers.")
