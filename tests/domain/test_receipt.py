"""Receipts as JSON."""

from datetime import UTC, datetime

import pytest

from vidgenie.domain.receipt import LARGEST, FileLine, NodeLine, Receipt, packed, unpacked

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FILE = FileLine("a" * 64, 10, 1080, 1920, 8.0)


def node(**changes):
    line = {
        "id": "clip",
        "type": "video",
        "type_version": 1,
        "status": "succeeded",
        "provider": "luma",
        "model": "ray",
        "seed": 7,
        "credits": 10,
        "cost_micro_usd": 400_000,
        "reused_from": "",
        "files": (FILE,),
        "seconds": 2.5,
    }
    return NodeLine(**(line | changes))


def receipt(*nodes):
    graph = {"nodes": [], "edges": []}
    return Receipt("0.6.0", "r" * 32, "succeeded", NOON, NOON, graph, nodes, FILE)


def test_prices_are_those_of_the_nodes():
    made = receipt(node(), node(id="other", credits=2, cost_micro_usd=None)).to_json()

    assert made["prices"] == {"credits": 12, "usd": 0.4}
    assert receipt(node(cost_micro_usd=None)).to_json()["prices"]["usd"] is None


def test_what_is_written_can_be_read():
    made = receipt(node(provider="été")).to_json()

    assert unpacked(packed(made)) == made
    assert packed(made) == packed(made)


def test_half_a_character_does_not_keep_it_from_being_written():
    assert unpacked(packed({**receipt().to_json(), "note": "\ud800"})) is not None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'"vidgenie"',
        b'{"vidgenie": {"graph": 1}}',
        b'{"vidgenie": {"receipt": 2}}',
        b'{"vidgenie": [1]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"vidgenie":{"receipt":1}}' + b" " * LARGEST,
    ],
)
def test_what_is_no_receipt_is_none(data):
    assert unpacked(data) is None
