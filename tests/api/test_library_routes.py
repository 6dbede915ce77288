"""The library over REST."""

import pytest


async def make(client, *prompts):
    """Queue a Run for each prompt; the ids, oldest first."""
    answers = [await client.post("/api/generate", json={"prompt": prompt}) for prompt in prompts]
    return [answer.json()["workflowId"] for answer in answers]


async def test_a_run_is_in_the_library_as_soon_as_it_starts(alice):
    (run_id,) = await make(alice, "a red fox")

    page = (await alice.get("/api/video-generations")).json()

    assert (page["page"], page["pageSize"], page["total"]) == (1, 20, 1)
    item = page["items"][0]
    assert set(item) == {
        "id",
        "workflowId",
        "status",
        "prompt",
        "thumbnailUrl",
        "imageUrl",
        "videoUrl",
        "audioUrl",
        "credits",
        "createdAt",
    }
    assert (item["workflowId"], item["status"], item["videoUrl"]) == (run_id, "processing", None)


async def test_the_newest_are_on_the_first_page(alice):
    await make(alice, "one", "two", "three")

    first = (await alice.get("/api/video-generations?pageSize=2")).json()
    second = (await alice.get("/api/video-generations?pageSize=2&page=2")).json()

    assert [item["prompt"] for item in first["items"]] == ["three", "two"]
    assert [item["prompt"] for item in second["items"]] == ["one"]
    assert first["total"] == second["total"] == 3


async def test_prompts_are_searched(alice):
    await make(alice, "Une Forêt", "Une plage")

    page = (await alice.get("/api/video-generations", params={"q": "foret"})).json()

    assert [item["prompt"] for item in page["items"]] == ["Une Forêt"]


async def test_a_status_filters(alice):
    await make(alice, "one")

    assert (await alice.get("/api/video-generations?status=completed")).json()["total"] == 0


async def test_one_entry_is_read_alone(alice):
    await make(alice, "a red fox")
    item = (await alice.get("/api/video-generations")).json()["items"][0]

    assert (await alice.get(f"/api/video-generations/{item['id']}")).json() == item


async def test_a_deleted_entry_is_gone(alice):
    await make(alice, "a red fox")
    address = (await alice.get("/api/video-generations")).json()["items"][0]["id"]

    response = await alice.delete(f"/api/video-generations/{address}")

    assert response.json() == {"success": True}
    assert (await alice.get("/api/video-generations")).json()["total"] == 0
    assert (await alice.delete(f"/api/video-generations/{address}")).status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=x", "page"),
        ("page=99999999999999999999", "page"),
        ("pageSize=0", "pageSize"),
        ("pageSize=101", "pageSize"),
        ("status=done", "status"),
        ("q=%00", "q"),
        (f"q={'x' * 1001}", "q"),
    ],
)
async def test_a_wish_that_makes_no_sense_names_its_field(alice, query, field):
    response = await alice.get(f"/api/video-generations?{query}")

    assert (response.status_code, response.json()["field"]) == (422, field)
