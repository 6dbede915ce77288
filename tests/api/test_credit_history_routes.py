"""The history of credits over REST, in pages and as a table."""

import csv
import io

import pytest

HUGE = 10**18


async def rows(client, **asked):
    answer = await client.get("/api/credits/history.csv", params=asked)
    assert answer.status_code == 200, answer.text
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.fixture
async def spent(alice):
    """Alice has taken 30 credits, for something a spreadsheet would calculate."""
    await alice.post("/api/credits/deduct", json={"amount": 30, "reason": "=1+1"})


async def test_an_entry_says_what_it_did(alice, spent):
    entry = (await alice.get("/api/credits/history")).json()["items"][0]

    assert entry | {"id": 0, "createdAt": ""} == {
        "id": 0,
        "type": "debit",
        "amount": 30,
        "change": -30,
        "used": 30,
        "heldChange": 0,
        "balance": 70,
        "reason": "=1+1",
        "metadata": {},
        "workflowId": None,
        "node": None,
        "title": "",
        "createdAt": "",
    }


async def test_the_table_adds_up_and_harms_nobody(alice, spent):
    found = await rows(alice)
    balance = (await alice.get("/api/credits/balance")).json()

    assert sum(int(row["change"]) for row in found) == balance["credits"] == 70
    assert sum(int(row["used"]) for row in found) == balance["creditsUsed"] == 30
    assert sum(int(row["held_change"]) for row in found) == balance["held"] == 0
    assert found[0]["reason"] == "'=1+1"


async def test_the_table_is_sent_as_a_file_nobody_keeps(alice):
    answer = await alice.get("/api/credits/history.csv")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_table_is_as_spreadsheets_of_the_reader_expect(alice):
    for asked, headers, start in (
        ({}, {}, "date,type,reason"),
        ({}, {"accept-language": "fr-FR"}, "date;type;motif"),
        ({"locale": "fr"}, {}, "date;type;motif"),
        ({"locale": "fr", "separator": "comma"}, {}, "date,type,motif"),
        ({"locale": "en", "separator": "tab"}, {"accept-language": "fr"}, "date\ttype\treason"),
    ):
        answer = await alice.get("/api/credits/history.csv", params=asked, headers=headers)

        assert answer.content.decode("utf-8-sig").startswith(start), (asked, headers)


async def test_both_are_narrowed_down_alike(alice, spent):
    for asked in ({"type": "credit"}, {"q": "1+1"}, {"from": "2000-01-01"}, {"to": "2001-01-01"}):
        page = (await alice.get("/api/credits/history", params=asked)).json()["items"]
        assert [str(one["change"]) for one in page] == [
            row["change"] for row in await rows(alice, **asked)
        ]


async def test_a_day_is_in_it_to_its_end(alice, spent):
    today = (await alice.get("/api/credits/balance")).json()["daily"][-1]["day"]

    assert len(await rows(alice, **{"from": today, "to": today})) == 2
    assert await rows(alice, **{"from": f"{today}T00:00:00", "to": f"{today}T00:00:01"}) == []


async def test_a_run_of_ones_own_without_credits_has_no_entries(alice, bob):
    mine = (await alice.post("/api/generate", json={"prompt": "a fox"})).json()["workflowId"]

    assert (await alice.get(f"/api/credits/history?run={mine}")).json()["items"] == []
    for path in ("history", "history.csv"):
        theirs = await bob.get(f"/api/credits/{path}?run={mine}")
        nothing = await bob.get(f"/api/credits/{path}?run={'f' * 32}")
        assert (theirs.status_code, theirs.json()) == (404, nothing.json())


async def test_somebody_elses_history_is_not_told(alice, bob, spent):
    assert "1+1" not in (await bob.get("/api/credits/history?q=1")).text
    assert "1+1" not in (await bob.get("/api/credits/history.csv")).text


NARROWED = [
    ("type", {"type": "mint"}),
    ("type", {"type": "x" * 21}),
    ("from", {"from": "0001-01-01"}),
    ("from", {"from": "9999-12-31"}),
    ("to", {"to": "9999-12-31T23:59:59+00:00"}),
    ("to", {"to": "0001-01-01T00:00:00+14:00"}),
    ("from", {"from": "yesterday"}),
    ("from", {"from": "2026-02-30"}),
    ("from", {"from": "NaN"}),
    ("from", {"from": str(HUGE)}),
    ("to", {"to": "2026-11-21 \0"}),
    ("to", {"from": "2026-11-22", "to": "2026-11-21"}),
    ("to", {"from": "2026-11-22T10:00", "to": "2026-11-22T10:00"}),
    ("q", {"q": "x" * 201}),
    ("q", {"q": "\0"}),
    ("run", {"run": "x" * 33}),
    ("run", {"run": "\0"}),
]
PAGED = [
    *(("limit", {"limit": value}) for value in ("0", "-1", "1.5", str(HUGE), "NaN", "1e2", "")),
    *(("cursor", {"cursor": value}) for value in ("-1", "1.5", "NaN", "9" * 19)),
]
WRITTEN = [
    ("locale", {"locale": "de"}),
    ("locale", {"locale": "\0"}),
    ("separator", {"separator": "|"}),
]


@pytest.mark.parametrize(
    ("path", "wrong"), [("history", NARROWED + PAGED), ("history.csv", NARROWED + WRITTEN)]
)
async def test_what_cannot_be_looked_for_is_named(alice, path, wrong):
    for field, asked in wrong:
        answer = await alice.get(f"/api/credits/{path}", params=asked)

        assert (answer.status_code, answer.json()["field"]) == (422, field), asked


async def test_a_cursor_beyond_all_entries_is_the_whole_history(alice):
    page = (await alice.get(f"/api/credits/history?cursor={HUGE - 1}")).json()

    assert (len(page["items"]), page["nextCursor"]) == (1, None)
