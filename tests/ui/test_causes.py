"""Causes as the browser looks them up; run by Node."""

import json

import pytest

from tests.ui import node_page
from vidgenie.domain.causes import CAUSES, Action, cause_of
from vidgenie.ui.causes import table
from vidgenie.ui.plugin import VidGeniePlugin

_PAGE = """
import { causeOf, remedyOf, settingsOf, told } from "./causes.js";
console.log(JSON.stringify(%s));
"""


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """What an expression gives."""
    source = (node_page.UI / "causes" / "causes.js").read_text(encoding="utf-8")
    texts = {
        "causes.js": source.replace('"$/utils/vidgenie_causes"', '"./vidgenie_causes.js"'),
        "vidgenie_causes.js": table.javascript(),
    }
    folder = node_page.lay_out(tmp_path_factory.mktemp("causes"), {}, texts)
    return lambda expression: node_page.printed(folder, _PAGE % expression)


def test_the_browser_finds_the_cause_the_server_finds(given):
    asked = [
        *({"code": key.split(".")[0], "problem": ".".join(key.split(".")[1:2])} for key in CAUSES),
        {"code": "invalid_input", "problem": "unsupported", "field": "nodes.1.seconds"},
        {"code": "constructor", "problem": "__proto__"},
        {},
    ]

    found = given(f"{json.dumps(asked)}.map((error) => [causeOf(error).stage, remedyOf(error)])")

    expected = [cause_of(error) for error in asked]
    assert found == [[cause.stage, cause.actions[0]] for cause in expected]


def test_an_error_of_a_node_is_read_like_one_of_the_server(given):
    error = {"code": "provider_rejected", "message": "", "details": {"problem": "moderated"}}

    assert given(f"remedyOf({json.dumps(error)})") == Action.EDIT
    assert given("remedyOf(null)") == Action.RETRY


def test_services_are_called_by_their_names_and_lead_to_their_keys(given):
    error = {"code": "provider_unavailable", "provider": "luma"}

    assert given(f"told({json.dumps(error)}).provider") == "Luma"
    assert given('told({ code: "node_timeout" }, { provider: "luma" }).provider') == "Luma"
    assert given('[settingsOf("luma"), settingsOf("local"), settingsOf("gone")]') == [
        "/settings#keys/luma",
        "/settings#keys",
        "/settings#keys",
    ]


def test_the_table_is_built_in():
    files = {path.name for path, _ in VidGeniePlugin().get_static_assets()}

    assert {"vidgenie_causes.js", "causes.js", "error_card.jsx", "causes.css"} <= files
