"""The table of proofs, and the tool that cuts specifications."""

from types import SimpleNamespace

import pytest

from tests.providers import proofs
from tools.trim_spec import trimmed


def report(place, proof):
    return SimpleNamespace(user_properties=[("proof", [place, proof])])


def test_the_table_says_of_each_provider_what_was_proved():
    found = proofs.gathered(
        [
            ("passed", [report("video-luma", "recorded"), report("video-luma", "recorded")]),
            ("passed", [report("video-luma", "SDK"), report("image-stability", "contract")]),
            ("failed", [report("video-luma", "contract")]),
            ("skipped", [report("video-luma", "specification"), SimpleNamespace()]),
        ]
    )

    head, stability, luma = [line.split("  ") for line in proofs.table(found)]

    assert [cell.strip() for cell in head if cell][:2] == ["Provider", "(a) recorded"]
    assert [cell.strip() for cell in luma if cell.strip()] == [
        *("video-luma", "passed (2)", "skipped", "SDK agrees", "FAILED", "-"),
    ]
    assert [cell.strip() for cell in stability if cell.strip()] == [
        *("image-stability", "-", "-", "fake alone", "passed (1)", "-"),
    ]


SPEC = {
    "openapi": "3.1.0",
    "info": {"title": "Pen", "description": "prose", "x-logo": 1},
    "paths": {
        "/a": {
            "post": {
                "summary": "prose",
                "x-code": "...",
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
                },
                "responses": {"200": {"description": "prose"}},
            },
            "get": {"responses": {}},
        },
        "/b": {"get": {"responses": {}}},
    },
    "components": {
        "schemas": {
            "A": {
                "description": "prose",
                "type": "object",
                "properties": {
                    "description": {"type": "string", "example": "x", "enum": ["summary"]},
                    "x-b": {"$ref": "#/components/schemas/B"},
                },
                "default": {"description": "kept"},
            },
            "B": {"type": "integer"},
            "C": {"type": "string"},
        }
    },
}


def test_a_specification_keeps_an_operation_and_all_it_leads_to():
    small = trimmed(SPEC, ["POST /a"])

    assert list(small["paths"]) == ["/a"]
    assert list(small["paths"]["/a"]) == ["post"]
    assert set(small["components"]["schemas"]) == {"A", "B"}


def test_prose_goes_and_what_only_looks_like_it_stays():
    small = trimmed(SPEC, ["POST /a"])

    assert small["info"] == {"title": "Pen", "version": ""}
    assert small["paths"]["/a"]["post"]["responses"] == {"200": {"description": ""}}
    assert small["components"]["schemas"]["A"] == {
        "type": "object",
        "properties": {
            "description": {"type": "string", "enum": ["summary"]},
            "x-b": {"$ref": "#/components/schemas/B"},
        },
        "default": {"description": "kept"},
    }


def test_an_operation_that_is_not_there_is_told():
    with pytest.raises(KeyError):
        trimmed(SPEC, ["GET /nothing"])
