"""Somebody else's things are not found, whatever the route."""

import io
import itertools
import re

import pytest
from PIL import Image

from tests.api.conftest import open_client
from vidgenie import bootstrap
from vidgenie.api.app import routers
from vidgenie.projects import batches, templates
from vidgenie.projects.templates import Body, Part, Saying, Words


async def a_run(client):
    return (await client.post("/api/generate", json={"prompt": "a fox"})).json()["workflowId"]


async def a_generation(client):
    await a_run(client)
    return (await client.get("/api/video-generations")).json()["items"][0]["id"]


async def a_token(client):
    return (await client.post("/api/auth/tokens", json={"name": "mine"})).json()["id"]


async def a_session(client):
    return (await client.get("/api/account/sessions")).json()["sessions"][0]["id"]


async def a_key(client):
    bootstrap.services().vault_master.start()
    await client.post("/api/user/api-keys", json={"keyed": "kp-0123456789-abcdefghij"})
    return "keyed"


async def an_asset(client):
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    sent = {"file": ("mine.png", file.getvalue(), "image/png")}
    return (await client.post("/api/assets", files=sent)).json()["id"]


async def a_brand_kit(client):
    return (await client.post("/api/brand-kits", json={"name": "mine"})).json()["id"]


async def an_account_id(client):
    return (await client.get("/api/auth/me")).json()["user"]["id"]


async def a_template(client):
    body = Body("tips", (Part({"en": Saying("Hello")}),))
    services, account_id = bootstrap.services(), await an_account_id(client)
    with services.engine.transaction() as session:
        words = {"en": Words("mine")}
        return templates.add(session, account_id, words, body, now=services.templates.clock())


async def a_batch(client):
    services, account_id = bootstrap.services(), await an_account_id(client)
    with services.engine.transaction() as session:
        new = batches.NewBatch(account_id, "mine", "", "")
        return batches.add(session, new, now=services.templates.clock()).id


async def an_order(client):
    body = {"kind": "pack", "slug": "small"}
    return (await client.post("/api/billing/checkout", json=body)).json()["orderId"]


async def a_project(client):
    body = {"theme": "foxes", "totalSeconds": 5}
    return (await client.post("/api/projects", json=body)).json()["id"]


async def a_segment(client):
    """Ids of a Project and of its Segment."""
    mine = await a_project(client)
    segments = (await client.get(f"/api/projects/{mine}")).json()["segments"]
    return mine, segments[0]["id"]


async def a_take(client):
    """Ids of a Project and of a clip in the making."""
    project, _ = await a_segment(client)
    await client.post(f"/api/projects/{project}/generate", json={})
    progress = (await client.get(f"/api/projects/{project}/progress")).json()
    return project, progress["takes"][0]["takeId"]


async def a_graph(client):
    return (await client.post("/api/graphs", json={})).json()["id"]


async def a_version(client):
    """Id of a Graph and number of a version of it."""
    mine = await a_graph(client)
    kept = (await client.post(f"/api/graphs/{mine}/versions", json={})).json()
    return mine, str(kept["number"])


PROJECT = "/api/projects/{project_id}"
SEGMENT = f"{PROJECT}/segments/{{segment_id}}"
GRAPH = "/api/graphs/{graph_id}"
RUN = "/api/runs/{run_id}"
CHECKOUT = "/api/billing/test-checkout/{order_id}"
# Route -> what makes the thing its id stands for, or its ids. A new route needs its line here.
MATRIX = {
    ("GET", "/api/workflow/status/{workflow_id}"): a_run,
    ("GET", "/api/workflow/receipt/{workflow_id}"): a_run,
    ("GET", "/api/workflow/events/{workflow_id}"): a_run,
    ("POST", "/api/workflow/cancel/{workflow_id}"): a_run,
    ("POST", "/api/workflow/decide/{workflow_id}"): a_run,
    ("GET", "/api/video-generations/{content_id}"): a_generation,
    ("DELETE", "/api/video-generations/{content_id}"): a_generation,
    ("DELETE", "/api/user/api-keys/{provider}"): a_key,
    ("GET", "/api/assets/{asset_id}"): an_asset,
    ("GET", "/api/assets/{asset_id}/filmstrip"): an_asset,
    ("GET", "/api/assets/{asset_id}/waveform"): an_asset,
    ("GET", "/api/templates/{slug}"): a_template,
    ("DELETE", "/api/templates/{slug}"): a_template,
    ("PUT", "/api/templates/{slug}"): a_template,
    ("GET", "/api/templates/{slug}/export"): a_template,
    ("POST", "/api/templates/{slug}/use"): a_template,
    ("GET", "/api/projects/batches/{batch_id}"): a_batch,
    ("GET", "/api/projects/batches/{batch_id}/resume"): a_batch,
    ("POST", "/api/projects/batches/{batch_id}/resume"): a_batch,
    ("GET", "/api/brand-kits/{kit_id}"): a_brand_kit,
    ("PUT", "/api/brand-kits/{kit_id}"): a_brand_kit,
    ("DELETE", "/api/brand-kits/{kit_id}"): a_brand_kit,
    ("GET", "/api/video-generations/{content_id}/captions.srt"): a_generation,
    ("GET", "/api/video-generations/{content_id}/captions.vtt"): a_generation,
    **{("GET", f"{PROJECT}{path}"): a_project for path in ("", "/progress", "/events", "/export")},
    **{
        ("POST", f"{PROJECT}/{path}"): a_project
        for path in (
            *("quote", "script", "animatic", "generate", "assemble", "quick", "compare", "cancel"),
            *("duplicate", "undo", "redo", "segments"),
        )
    },
    ("GET", RUN): a_run,
    ("GET", f"{RUN}/retry"): a_run,
    ("POST", f"{RUN}/retry"): a_run,
    ("POST", f"{RUN}/copy"): a_run,
    ("GET", GRAPH): a_graph,
    ("PATCH", GRAPH): a_graph,
    ("DELETE", GRAPH): a_graph,
    ("POST", f"{GRAPH}/undelete"): a_graph,
    ("GET", f"{GRAPH}/export"): a_graph,
    ("GET", f"{GRAPH}/events"): a_graph,
    ("POST", f"{GRAPH}/plan"): a_graph,
    ("GET", f"{GRAPH}/prices"): a_graph,
    ("POST", f"{GRAPH}/runs"): a_graph,
    ("GET", f"{GRAPH}/versions"): a_graph,
    ("POST", f"{GRAPH}/versions"): a_graph,
    ("GET", f"{GRAPH}/versions/{{number}}"): a_version,
    ("PATCH", f"{GRAPH}/versions/{{number}}"): a_version,
    ("POST", f"{GRAPH}/versions/{{number}}/restore"): a_version,
    ("POST", f"{GRAPH}/duplicate"): a_graph,
    ("PATCH", PROJECT): a_project,
    ("DELETE", PROJECT): a_project,
    ("PUT", f"{PROJECT}/segments/order"): a_project,
    ("PATCH", SEGMENT): a_segment,
    ("DELETE", SEGMENT): a_segment,
    ("POST", f"{SEGMENT}/split"): a_segment,
    ("POST", f"{SEGMENT}/merge"): a_segment,
    ("POST", f"{SEGMENT}/regenerate"): a_segment,
    ("GET", f"{SEGMENT}/takes"): a_segment,
    ("PUT", f"{SEGMENT}/take"): a_segment,
    ("DELETE", f"{PROJECT}/takes/{{take_id}}"): a_take,
}
# What has to be sent along to be understood at all.
BODIES = {
    "/api/workflow/decide/{workflow_id}": {"nodeId": "image", "decision": "give_up"},
    "/api/brand-kits/{kit_id}": {"name": "theirs"},
    "/api/templates/{slug}": {"title": "theirs"},
    "/api/templates/{slug}/use": {},
    f"{PROJECT}/quote": {"purpose": "film"},
    f"{PROJECT}/generate": {},
    f"{PROJECT}/compare": {"providers": [{"provider": "local"}, {"provider": "luma"}]},
    f"{PROJECT}/segments": {},
    f"{PROJECT}/segments/order": {"ids": ["f" * 32], "version": 1},
    PROJECT: {"title": "theirs"},
    GRAPH: {"revision": 1},
    f"{GRAPH}/plan": {},
    f"{GRAPH}/runs": {"revision": 1},
    f"{GRAPH}/versions": {},
    f"{GRAPH}/versions/{{number}}": {"name": "theirs"},
    f"{RUN}/retry": {},
    CHECKOUT: {"do": "pay"},
    SEGMENT: {"version": 1, "text": "theirs"},
    f"{SEGMENT}/split": {"at": 1},
    f"{SEGMENT}/regenerate": {},
    f"{SEGMENT}/take": {"takeId": None},
}
# The same for what only a browser session may do.
BY_COOKIE = {
    ("DELETE", "/api/auth/tokens/{token_id}"): a_token,
    ("DELETE", "/api/account/sessions/{session_id}"): a_session,
    ("GET", "/api/billing/orders/{order_id}"): an_order,
    ("GET", CHECKOUT): an_order,
    ("POST", CHECKOUT): an_order,
}
# For admins, whose own these things are not: tests/api/test_outbox_routes.py, test_admin_*.py.
FOR_ADMINS = {
    ("DELETE", "/api/admin/advice/{slug}"),
    ("GET", "/api/admin/outbox/{mail_id}"),
    ("DELETE", "/api/admin/prices/versions/{version_id}"),
    ("DELETE", "/api/admin/products/versions/{version_id}"),
    ("POST", "/api/admin/credits/{account_id}/adjust"),
    ("POST", "/api/admin/credits/runs/{run_id}/refund"),
}
# A Provider's slug is nobody's: everybody has a key of their own there.
BY_SLUG = {
    ("PUT", "/api/vault/keys/{provider}"),
    ("GET", "/api/music/{slug}/sample"),
    ("GET", "/api/voices/{provider}/{voice}/sample"),
}
# Named by the digest of what was asked for: who knows it can ask for it too.
BY_CONTENT = {("GET", "/api/voices/said/{name}")}
# The link itself says who may: tests/api/test_asset_routes.py.
BY_SIGNATURE = {("GET", "/media/{name}"), ("HEAD", "/media/{name}")}
PUBLIC = {
    ("POST", "/api/auth/register"),
    ("POST", "/api/auth/login"),
    ("POST", "/api/auth/logout"),
    ("POST", "/api/auth/password/forgot"),
    ("POST", "/api/auth/password/reset"),
    ("POST", "/api/auth/email/confirm"),
    ("GET", "/api/docs"),
    ("GET", "/api/plans"),
    ("GET", "/api/plans/names"),
    ("POST", "/api/webhooks/stripe"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
}


def all_routes():
    """(method, path) of every route, documented or not."""
    return {
        (method, route.path)
        for router in routers()
        for route in router.routes
        for method in route.methods
    }


def address(path, ids):
    """The path with the thing's id, or ids, in their places."""
    values = itertools.repeat(ids) if isinstance(ids, str) else iter(ids)
    return re.sub(r"\{\w+\}", lambda _: next(values), path)


def test_every_route_with_an_id_is_in_the_matrix():
    with_id = {route for route in all_routes() if "{" in route[1]}

    known = MATRIX.keys() | BY_COOKIE.keys()
    assert with_id == known | FOR_ADMINS | BY_SLUG | BY_SIGNATURE | BY_CONTENT


@pytest.mark.parametrize(("method", "path"), MATRIX)
async def test_somebody_elses_is_not_found_and_no_different_from_nothing(alice, bob, method, path):
    mine = await MATRIX[method, path](alice)

    theirs = await bob.request(method, address(path, mine), json=BODIES.get(path))
    nothing = await bob.request(method, address(path, "f" * 32), json=BODIES.get(path))

    assert (theirs.status_code, theirs.json()["code"]) == (404, "not_found")
    assert theirs.json() == nothing.json()


@pytest.mark.parametrize(("method", "path"), BY_COOKIE)
async def test_somebody_elses_is_not_found_in_a_browser_either(at_home, at_bobs, method, path):
    mine = await BY_COOKIE[method, path](at_home)

    theirs = await at_bobs.request(method, address(path, mine), json=BODIES.get(path))
    nothing = await at_bobs.request(method, address(path, "f" * 32), json=BODIES.get(path))

    assert (theirs.status_code, theirs.json()["code"]) == (404, "not_found")
    assert theirs.json() == nothing.json()


@pytest.mark.parametrize("path", ["/api/workflow/status/", "/api/video-generations/"])
async def test_what_others_tried_changed_nothing(alice, at_bobs, path):
    make = a_run if "workflow" in path else a_generation
    mine = await make(alice)
    before = (await alice.get(f"{path}{mine}")).json()

    for method, template in MATRIX:
        await at_bobs.request(method, address(template, mine))

    assert (await alice.get(f"{path}{mine}")).json() == before


def told(answers):
    """(method, path) -> (status, code) of each answer."""
    return {key: (one.status_code, one.json()["code"]) for key, one in answers.items()}


@pytest.mark.parametrize("nonsense", ["x", "%00", "..%2f..%2fetc", "F" * 32, "0" * 33, "1;DROP"])
async def test_what_is_no_id_is_not_found(at_home, nonsense):
    answers = {
        (method, path): await at_home.request(
            method, address(path, nonsense), json=BODIES.get(path)
        )
        for method, path in MATRIX
    }

    assert told(answers) == dict.fromkeys(MATRIX, (404, "not_found"))


@pytest.mark.parametrize("nonsense", ["x", "%00", "F" * 32, "0" * 33])
async def test_what_is_no_id_is_not_found_in_a_browser_either(at_home, nonsense):
    answers = {
        (method, path): await at_home.request(
            method, address(path, nonsense), json=BODIES.get(path)
        )
        for method, path in BY_COOKIE
    }

    assert told(answers) == dict.fromkeys(BY_COOKIE, (404, "not_found"))


async def test_nobody_gets_in_without_saying_who_it_is(served):
    routes = all_routes() - PUBLIC - BY_SIGNATURE
    answers = {}
    async with open_client(served) as client:
        for method, path in routes:
            body = {} if method == "GET" else {"json": {}}
            if (method, path) == ("POST", "/api/assets"):
                body = {"files": {"file": ("x.png", b"x", "image/png")}}
            answers[method, path] = await client.request(method, address(path, "0" * 32), **body)

    assert told(answers) == dict.fromkeys(routes, (401, "not_signed_in"))
