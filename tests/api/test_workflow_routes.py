"""Runs over REST, in the words of the source documents."""

import pytest

from tests.api.requests import CONFIG, DRAWN, EDGES, NODES, PAID


async def execute(client, body=None, **headers):
    return await client.post(
        "/api/workflow/execute",
        json=body or {"config": CONFIG},
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


async def test_a_configuration_is_started(alice):
    response = await execute(alice)

    answer = response.json()
    assert response.status_code == 202
    assert set(answer) == {"success", "workflowId", "jobId", "estimatedDuration", "estimatedCost"}
    assert answer["success"] is True
    assert answer["workflowId"] == answer["jobId"]
    assert answer["estimatedDuration"] > 0
    assert answer["estimatedCost"] == 0


async def test_the_example_of_the_source_documents_is_started(alice):
    example = {
        "config": {
            "initialPrompt": "A beautiful sunset landscape",
            "workflowType": "complete",
            "imageConfig": {"style": "vivid", "quality": "hd", "size": "1024x1792"},
            "videoConfig": {"duration": 8, "resolution": "1080p", "generateAudio": True},
        }
    }

    assert (await execute(alice, example)).status_code == 202


async def test_a_drawn_graph_is_started(alice):
    assert (await execute(alice, DRAWN)).status_code == 202


async def test_the_initial_prompt_fills_a_drawn_graph(alice):
    empty = [{**NODES[0], "params": {}}, *NODES[1:]]

    response = await execute(
        alice, {"nodes": empty, "edges": EDGES, "initialPrompt": "a blue whale"}
    )

    assert response.status_code == 202
    library = (await alice.get("/api/video-generations")).json()
    assert library["items"][0]["prompt"] == "a blue whale"


async def test_the_price_is_told_before(alice):
    response = await alice.post("/api/workflow/quote", json={"config": PAID})

    answer = response.json()
    assert set(answer) == {"total", "available", "lines"}
    assert (answer["total"], answer["available"]) == (80, 100)
    assert answer["lines"][3] == {
        "nodeId": "video",
        "type": "video",
        "credits": 80,
        "provider": "luma",
        "providerCostUsd": None,
    }


async def test_a_quote_starts_nothing(alice, count_runs):
    before = count_runs()

    await alice.post("/api/workflow/quote", json={"config": PAID})

    assert count_runs() == before


async def test_what_was_quoted_is_held(alice):
    answer = (await execute(alice, {"config": PAID})).json()

    assert answer["estimatedCost"] == 80
    balance = (await alice.get("/api/credits/balance")).json()
    assert (balance["credits"], balance["held"]) == (20, 80)


async def test_too_few_credits_start_nothing(alice, count_runs):
    await execute(alice, {"config": PAID})
    before = count_runs()

    response = await execute(alice, {"config": PAID})

    assert response.status_code == 402
    assert response.json() == {
        "error": "Insufficient credits",
        "code": "insufficient_credits",
        "required": 80,
        "available": 20,
    }
    assert count_runs() == before


async def test_a_repeated_request_is_the_same_run(alice, count_runs):
    first = await execute(alice, {"config": PAID}, idempotency_key="k1")
    before = count_runs()

    second = await execute(alice, {"config": PAID}, idempotency_key="k1")

    assert second.json() == first.json()
    assert second.status_code == 202
    assert count_runs() == before


async def test_a_key_is_for_one_request(alice):
    await execute(alice, idempotency_key="k1")

    response = await execute(alice, {"config": PAID}, idempotency_key="k1")

    assert response.status_code == 409
    assert response.json()["problem"] == "idempotency_key_reused"


async def test_the_keys_of_others_do_not_matter(alice, bob):
    first = (await execute(alice, idempotency_key="k1")).json()

    assert (await execute(bob, idempotency_key="k1")).json()["workflowId"] != first["workflowId"]


@pytest.mark.parametrize("key", ["x" * 201, "a b", "é"])
async def test_a_key_nobody_could_keep_is_refused(alice, key):
    response = await alice.post(
        "/api/workflow/execute",
        json={"config": CONFIG},
        headers={"idempotency-key": key.encode()},
    )

    assert (response.status_code, response.json()["field"]) == (422, "Idempotency-Key")


FROM_IMAGE = {"workflowType": "video-from-image", "initialPrompt": "slowly"}


async def upload(client, photo):
    answer = await client.post("/api/assets", files={"file": ("photo.png", photo, "image/png")})
    return answer.json()["id"]


async def test_a_video_starts_from_a_picture_of_ones_own(alice, photo):
    asset_id = await upload(alice, photo)

    response = await execute(alice, {"config": {**FROM_IMAGE, "imageAssetId": asset_id}})

    assert response.status_code == 202


@pytest.mark.parametrize("body", ["config", "graph"])
async def test_somebody_elses_picture_is_not_found(alice, bob, photo, count_runs, body):
    asset_id = await upload(alice, photo)
    before = count_runs()
    drawn = {
        "nodes": [
            {"id": "a", "type": "asset", "params": {"asset": asset_id}},
            {"id": "v", "type": "video"},
        ],
        "edges": [{"source": "a", "sourceHandle": "image", "target": "v", "targetHandle": "image"}],
    }
    config = {"config": {**FROM_IMAGE, "imageAssetId": asset_id}}

    response = await execute(bob, config if body == "config" else drawn)

    assert response.status_code == 404
    assert count_runs() == before


@pytest.mark.parametrize(
    ("picture", "field", "problem"),
    [
        ({}, "config.imageAssetId", "missing"),
        ({"imageAssetId": "x"}, "config.imageAssetId", "string_pattern_mismatch"),
        ({"imageUrl": "http://127.0.0.1/x.png"}, "config.imageUrl", "not_public"),
        ({"imageUrl": "http://169.254.169.254/latest"}, "config.imageUrl", "not_public"),
        ({"imageUrl": "file:///etc/passwd"}, "config.imageUrl", "scheme"),
        ({"imageUrl": "https://x" * 300}, "config.imageUrl", "string_too_long"),
    ],
)
async def test_a_picture_that_cannot_be_had_starts_nothing(
    alice, count_runs, picture, field, problem
):
    before = count_runs()

    response = await execute(alice, {"config": {**FROM_IMAGE, **picture}})

    answer = response.json()
    assert response.status_code == 422
    assert (answer["field"], answer["problem"]) == (field, problem)
    assert count_runs() == before


async def test_an_address_is_not_fetched_for_a_quote(alice):
    response = await alice.post(
        "/api/workflow/quote",
        json={"config": {**FROM_IMAGE, "imageUrl": "https://pictures.invalid/x.png"}},
    )

    assert (response.status_code, response.json()["total"]) == (200, 0)


async def test_an_address_is_not_fetched_when_the_rest_is_wrong(alice):
    response = await execute(
        alice,
        {
            "config": {
                **FROM_IMAGE,
                "imageUrl": "https://pictures.invalid/x.png",
                "videoConfig": {"provider": "nobody"},
            }
        },
    )

    assert response.json()["field"] == "provider"


async def test_a_queued_run_is_pending(alice):
    run_id = (await execute(alice, {"config": PAID})).json()["workflowId"]

    status = (await alice.get(f"/api/workflow/status/{run_id}")).json()

    assert set(status) == {
        "success",
        "workflowId",
        "status",
        "progress",
        "currentStep",
        "estimatedTimeRemaining",
        "nodes",
        "cost",
        "startedAt",
        "finishedAt",
        "decideUntil",
        "error",
        "result",
        "graphId",
        "source",
        "priority",
        "queuePlace",
    }
    assert (status["status"], status["progress"], status["currentStep"]) == ("PENDING", 0, None)
    assert status["estimatedTimeRemaining"] > 0
    assert status["cost"] == {"held": 80, "charged": 0, "released": 0, "refunded": 0}
    assert status["result"] is None
    assert (status["graphId"], status["source"], status["queuePlace"]) == (None, "api", 1)
    assert set(status["nodes"][0]) == {
        "id",
        "type",
        "status",
        "progress",
        "startedAt",
        "finishedAt",
        "provider",
        "credits",
        "output",
        "waitingForKey",
        "waitsUntil",
        "providerEstimateUsd",
        "providerCostUsd",
        "question",
        "canLook",
        "insteadOf",
        "reusedFrom",
        "error",
    }
    assert {node["status"] for node in status["nodes"]} == {"idle"}


async def test_a_run_is_asked_to_stop(alice):
    run_id = (await execute(alice, {"config": PAID})).json()["workflowId"]

    response = await alice.post(f"/api/workflow/cancel/{run_id}")

    assert response.json() == {"success": True, "status": "CANCELLING"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"nodeId": "image", "decision": "give_up"}, 409, "conflict"),
        ({"nodeId": "nowhere", "decision": "look"}, 404, "not_found"),
        ({"nodeId": "image", "decision": "perhaps"}, 422, "invalid_input"),
        ({"decision": "again"}, 422, "invalid_input"),
    ],
)
async def test_there_is_nothing_to_decide_about_a_run_without_doubt(alice, body, status, code):
    run_id = (await execute(alice, {"config": PAID})).json()["workflowId"]

    response = await alice.post(f"/api/workflow/decide/{run_id}", json=body)

    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_a_chain_and_a_highest_price_are_taken_with_the_order(alice):
    config = {**PAID, "videoConfig": {**PAID.get("videoConfig", {}), "fallback": ["local"]}}

    good = await execute(alice, {"config": config})
    wrong = await execute(
        alice, {"config": {**PAID, "videoConfig": {"maxPriceUsd": -1, "provider": "local"}}}
    )

    assert good.status_code == 202
    assert (wrong.status_code, wrong.json()["field"]) == (422, "config.videoConfig.maxPriceUsd")


async def test_a_quick_generation_needs_a_prompt_only(alice):
    response = await alice.post("/api/generate", json={"prompt": "  a red fox  "})

    assert response.status_code == 202
    assert set(response.json()) == {
        "success",
        "workflowId",
        "jobId",
        "estimatedDuration",
        "estimatedCost",
    }
    library = (await alice.get("/api/video-generations")).json()
    assert library["items"][0]["prompt"] == "a red fox"
