"""Notifications over REST."""

import pytest

from vidgenie.domain.notification import NOTICES

BOUGHT = {"credits": 200, "cents": 499, "currency": "usd"}


@pytest.fixture
def tell(services):
    """Tells an Account of so many purchases."""

    def told(person, count=1, start=0):
        with services.engine.transaction() as session:
            for n in range(start, start + count):
                services.notifications.tell(
                    session,
                    person.account.id,
                    "purchase",
                    key=f"order:{n}",
                    params=BOUGHT,
                    href="/credits",
                )

    return told


async def test_nobody_was_told_anything_to_begin_with(alice):
    answer = await alice.get("/api/notifications")

    assert answer.json() == {"items": [], "unread": 0, "nextCursor": None}


async def test_one_says_what_happened_and_where_to_look(alice, people, tell):
    tell(people["alice"])

    (item,) = (await alice.get("/api/notifications")).json()["items"]

    assert (item["kind"], item["params"], item["href"]) == ("purchase", BOUGHT, "/credits")
    assert item["readAt"] is None
    assert item["createdAt"].startswith("20")


async def test_pages_follow_each_other_to_the_end(alice, people, tell):
    tell(people["alice"], 5)

    first = (await alice.get("/api/notifications?limit=3")).json()
    second = (await alice.get(f"/api/notifications?limit=3&cursor={first['nextCursor']}")).json()

    assert (len(first["items"]), len(second["items"]), second["nextCursor"]) == (3, 2, None)
    assert (first["unread"], second["unread"]) == (5, 5)


async def test_what_was_read_no_longer_counts(alice, people, tell):
    tell(people["alice"], 3)
    newest = (await alice.get("/api/notifications")).json()["items"][0]["id"]

    one = await alice.post("/api/notifications/read", json={"ids": [newest]})
    rest = (await alice.get("/api/notifications?unread=true")).json()
    all_ = await alice.post("/api/notifications/read", json={"all": True})

    assert (one.json(), len(rest["items"]), all_.json()) == ({"unread": 2}, 2, {"unread": 0})


async def test_somebody_elses_are_neither_seen_nor_read(alice, bob, people, tell):
    tell(people["alice"], 2)
    ids = [item["id"] for item in (await alice.get("/api/notifications")).json()["items"]]

    theirs = (await bob.get("/api/notifications")).json()
    answer = await bob.post("/api/notifications/read", json={"ids": ids})

    assert (theirs["items"], answer.json()) == ([], {"unread": 0})
    assert (await alice.get("/api/notifications")).json()["unread"] == 2


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=101", "limit=x", "cursor=-1", "cursor=1.5", "cursor=%00"),
        *("cursor=9999999999999999999", "unread=perhaps"),
    ],
)
async def test_a_page_there_cannot_be_is_refused(alice, query):
    answer = await alice.get(f"/api/notifications?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


@pytest.mark.parametrize(
    "body",
    [
        *({}, {"ids": [1], "all": True}, {"all": False}, {"ids": ["1"]}, {"ids": [0]}),
        *({"ids": [2**63]}, {"ids": [1.0]}, {"ids": list(range(1, 102))}, {"ids": 1}, {"x": 1}),
    ],
)
async def test_what_cannot_have_been_read_is_refused(alice, body):
    answer = await alice.post("/api/notifications/read", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


async def test_everybody_chooses_how_to_be_told(alice, bob):
    usual = (await alice.get("/api/notifications/preferences")).json()
    wanted = {"run_finished": {"inApp": True, "byEmail": True}}

    kept = await alice.put("/api/notifications/preferences", json={"kinds": wanted})

    assert usual["kinds"].keys() == NOTICES.keys()
    assert usual["kinds"]["purchase"] == {"inApp": True, "byEmail": True}
    assert kept.json()["kinds"] == usual["kinds"] | wanted
    assert (await alice.get("/api/notifications/preferences")).json() == kept.json()
    assert (await bob.get("/api/notifications/preferences")).json() == usual


@pytest.mark.parametrize(
    "kinds",
    [
        *({"lottery": {"inApp": True, "byEmail": True}}, {"purchase": {"inApp": True}}, []),
        *({"purchase": {"inApp": 1, "byEmail": True}}, {"purchase": None}, None),
    ],
)
async def test_what_is_no_choice_is_refused(alice, kinds):
    before = (await alice.get("/api/notifications/preferences")).json()

    answer = await alice.put("/api/notifications/preferences", json={"kinds": kinds})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    assert (await alice.get("/api/notifications/preferences")).json() == before
