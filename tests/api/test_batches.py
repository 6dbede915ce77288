"""Batches over REST: looked at row by row, started all or nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from vidgenie import bootstrap
from vidgenie.errors import StorageFull

PLAIN = {"voice": None, "captions": None, "provider": "luma", "profile": "draft"}
CLIP = 10  # credits
TWO = "thème;durée\nLes marées;5\nLa lune;10\n"
BAD = "theme,duration,provider\nTides,5,\n,7,\n<b>Moon</b>,600,nobody\n=1+1,5,\n"
TABLES = ("vg_batch", "vg_project", "vg_segment", "vg_run", "vg_hold", "vg_content")


@pytest.fixture
def count(services):
    """How many rows there are of all a batch makes."""

    def count():
        with services.database.connect() as connection:
            tables = [f"SELECT count(*) FROM {table}" for table in TABLES]
            return [connection.exec_driver_sql(table).scalar() for table in tables]

    return count


async def check(client, csv, **choices):
    body = {"csv": csv, "choices": {**PLAIN, **choices}}
    return await client.post("/api/projects/batch/check", json=body)


async def start(client, csv, key=""):
    headers = {"Idempotency-Key": key} if key else {}
    body = {"csv": csv, "choices": PLAIN, "title": "Mine"}
    return await client.post("/api/projects/batch", json=body, headers=headers)


async def balance(client):
    return (await client.get("/api/credits/balance")).json()["credits"]


async def test_every_row_is_priced_and_nothing_starts(alice, count):
    before = count()

    answer = (await check(alice, TWO)).json()

    assert answer == {
        "rows": [
            {
                "row": row,
                "title": theme,
                "theme": theme,
                "seconds": seconds,
                "credits": seconds // 5 * CLIP,
                "problems": [],
            }
            for row, theme, seconds in ((1, "Les marées", 5), (2, "La lune", 10))
        ],
        "total": 3 * CLIP,
        "available": 100,
        "unlimited": False,
        "isAdmitted": True,
    }
    assert count() == before


async def test_rows_can_be_sent_without_a_file(alice):
    rows = [{"theme": "Tides", "seconds": 15}, {"theme": "Moon", "duration": "20 s"}, {}]

    answer = await alice.post(
        "/api/projects/batch/check", json={"rows": rows, "choices": {"voice": None}}
    )

    told = answer.json()["rows"]
    assert [row["seconds"] for row in told] == [15, 20, 0]
    assert [(p["field"], p["problem"]) for p in told[2]["problems"]] == [("theme", "empty")]


async def test_a_bad_row_among_good_ones_is_told_with_all_that_is_wrong(alice):
    answer = (await check(alice, BAD)).json()

    problems = [[(p["field"], p["problem"]) for p in row["problems"]] for row in answer["rows"]]
    assert problems == [
        [],
        [("theme", "empty"), ("duration", "not_a_multiple")],
        [("duration", "out_of_range"), ("provider", "unknown")],
        [],
    ]
    assert [row["theme"] for row in answer["rows"]] == ["Tides", "", "<b>Moon</b>", "=1+1"]
    assert (answer["total"], answer["isAdmitted"]) == (2 * CLIP, False)


async def test_a_key_that_is_missing_is_a_problem_of_its_row(alice):
    answer = (await check(alice, TWO, textProvider="keyed")).json()

    problems = [problem for row in answer["rows"] for problem in row["problems"]]
    assert {(p["field"], p["code"], p["provider"]) for p in problems} == {
        ("provider", "missing_key", "keyed")
    }


async def test_every_row_becomes_a_project_that_is_being_made(alice):
    answer = await start(alice, TWO)

    started = answer.json()
    assert answer.status_code == 202
    assert [one["row"] for one in started["projects"]] == [1, 2]
    assert await balance(alice) == 100 - 3 * CLIP
    seen = (await alice.get(f"/api/projects/batches/{started['batchId']}")).json()
    assert (seen["title"], seen["completed"], seen["total"]) == ("Mine", 0, 2)
    assert seen["rows"] == [
        {
            "row": one["row"],
            "projectId": one["projectId"],
            "title": title,
            "status": "scripting",
            "percent": 0,
            "error": None,
            "videoUrl": "",
        }
        for one, title in zip(started["projects"], ["Les marées", "La lune"], strict=True)
    ]
    (listed,) = (await alice.get("/api/projects/batches")).json()["items"]
    assert listed == {name: seen[name] for name in listed}
    run = await alice.get(f"/api/workflow/status/{started['projects'][0]['workflowId']}")
    assert run.json()["status"] == "PENDING"


async def test_the_script_of_a_row_is_what_is_said(alice):
    started = await start(alice, 'theme,script\nTides,"The sea comes.\n\nThe sea goes."\n')

    (one,) = started.json()["projects"]
    project = (await alice.get(f"/api/projects/{one['projectId']}")).json()
    assert [part["text"] for part in project["segments"]] == ["The sea comes.", "The sea goes."]
    assert (project["theme"], project["batchId"]) == ("Tides", started.json()["batchId"])
    assert project["choices"]["provider"] == "luma"


async def test_one_bad_row_and_nothing_is_there(alice, count):
    before = count()

    answer = await start(alice, BAD, "once")

    told = answer.json()
    assert (answer.status_code, told["field"], told["problem"]) == (422, "rows", "bad_rows")
    assert [row["row"] for row in told["rows"]] == [2, 3]
    assert told["rows"][0]["problems"][1]["problem"] == "not_a_multiple"
    assert count() == before


async def test_too_few_credits_and_nothing_is_there(alice, count):
    before = count()

    answer = await start(alice, "theme,duration\n" + "Tides,60\n" * 2)

    assert answer.status_code == 402
    assert (answer.json()["required"], answer.json()["available"]) == (24 * CLIP, 100)
    assert count() == before


async def test_the_same_key_with_the_same_rows_is_the_same_batch(alice, count):
    first = (await start(alice, TWO, "once")).json()
    made = count()

    again = await start(alice, TWO, "once")
    other = await start(alice, "theme,duration\nTides,5\n", "once")

    assert again.json() == first
    assert (other.status_code, other.json()["problem"]) == (409, "idempotency_key_reused")
    assert count() == made
    assert (await start(alice, TWO, "twice")).json()["batchId"] != first["batchId"]


class Full:
    """There is no room for what would be made."""

    def admit(self, account, project_ids, *, idempotency_key="", most=None):
        raise StorageFull


async def test_what_is_not_admitted_was_never_there(alice, services, count, monkeypatch):
    before = count()
    full = replace(services, batches=replace(services.batches, production=Full()))

    with monkeypatch.context() as patched:
        patched.setattr(bootstrap, "services", lambda: full)
        answer = await start(alice, TWO, "once")

    assert answer.status_code == 507
    assert count() == before
    assert len((await start(alice, TWO, "once")).json()["projects"]) == 2


async def test_what_is_under_way_is_not_started_again(alice, count):
    started = (await start(alice, TWO)).json()
    made = count()

    again = await alice.post(f"/api/projects/batches/{started['batchId']}/resume")

    assert (again.status_code, again.json()) == (202, started)
    assert count() == made


async def test_a_deleted_project_leaves_its_batch(alice):
    started = (await start(alice, TWO)).json()

    await alice.delete(f"/api/projects/{started['projects'][0]['projectId']}?cancel=true")

    seen = (await alice.get(f"/api/projects/batches/{started['batchId']}")).json()
    assert ([row["row"] for row in seen["rows"]], seen["total"]) == ([2], 1)


async def test_looking_takes_as_many_queries_for_many_rows_as_for_one(alice, services):
    async def queries(batch_id):
        asked = []

        def note(_connection, _cursor, statement, *_more):
            asked.append(statement)

        event.listen(services.database, "before_cursor_execute", note)
        await alice.get(f"/api/projects/batches/{batch_id}")
        await alice.get("/api/projects/batches")
        event.remove(services.database, "before_cursor_execute", note)
        return len(asked)

    few = (await start(alice, "theme,duration\nTides,5\n")).json()["batchId"]
    many = "theme,duration,provider\n" + "Tides,5,local\n" * 8
    many = (await start(alice, many)).json()["batchId"]

    assert await queries(many) == await queries(few)


BAD_TABLES = [
    ({}, (422, "", "missing")),
    ({"csv": "theme\nx\n", "rows": []}, (422, "", "missing")),
    ({"csv": ""}, (422, "csv", "empty")),
    ({"csv": "\x89PNG\r\n\x1a\n"}, (422, "csv", "not_utf8")),
    ({"csv": "PK\0\3"}, (422, "csv", "not_text")),
    ({"csv": "theme\n" + "x\n" * 51}, (422, "csv", "too_many_rows")),
    ({"rows": [{"theme": "x"}] * 51}, (422, "rows", "too_many_rows")),
    ({"rows": [{"thema": "x"}]}, (422, "rows.0.thema", "extra_forbidden")),
    ({"csv": "theme,Thème\nx,y\n"}, (422, "csv", "duplicate_column")),
    ({"csv": "x" * 300_000}, (413, None, None)),
    (
        {"csv": "theme\nx\n", "choices": {"provider": "nobody"}},
        (422, "choices.provider", "unknown"),
    ),
]


@pytest.mark.parametrize("path", ["batch", "batch/check"])
async def test_what_is_no_table_is_refused(alice, count, path):
    before = count()

    answers = [await alice.post(f"/api/projects/{path}", json=body) for body, _ in BAD_TABLES]

    told = [
        (one.status_code, one.json().get("field"), one.json().get("problem")) for one in answers
    ]
    assert told == [wanted for _, wanted in BAD_TABLES]
    assert count() == before


async def test_no_row_at_all_is_nothing_to_start(alice):
    answer = await alice.post("/api/projects/batch", json={"rows": []})

    assert (answer.status_code, answer.json()["problem"]) == (422, "empty")
