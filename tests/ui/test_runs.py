"""What the list of Runs asks for, and how what comes fits what is shown; run by Node."""

import pytest

from tests.ui import node_page

_PAGE = """
import { joined, pathOf } from "./runs/asking.js";
const run = (id, createdAt, more) => ({ id, createdAt, ...more });
const old = [run("d", "4"), run("c", "3", { isOld: true }), run("b", "2"), run("a", "1")];
const fresh = [run("e", "5"), run("d", "4"), run("c", "3")];
const same = [run("b", "2"), run("a", "2")];
console.log(JSON.stringify({
  days: pathOf({ from: "2026-11-01", to: "2026-11-02", status: "failed", tab: "x" }),
  wrong: pathOf({ from: "some day", to: "" }),
  next: pathOf({ q: "a & b" }, 50, "f00"),
  joined: joined(fresh, old, false),
  whole: joined(fresh, old, true).map(({ id }) => id),
  none: joined([], old, false),
  gone: joined([run("d", "4"), run("b", "2")], old, false).map(({ id }) => id),
  moment: joined([run("b", "2")], [...same, run("0", "2")], false).map(({ id }) => id),
}));
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the script says, in a zone an hour before UTC."""
    folder = node_page.lay_out(tmp_path_factory.mktemp("runs"), {"runs": ("asking",)})
    return node_page.printed(folder, _PAGE, {"TZ": "Europe/Paris"})


def test_days_are_those_of_the_reader_and_the_last_is_in(told):
    query = (
        "limit=30&status=failed&from=2026-10-31T23%3A00%3A00.000Z&to=2026-11-02T23%3A00%3A00.000Z"
    )

    assert told["days"] == f"/api/runs?{query}"


def test_what_is_no_day_is_not_asked_for(told):
    assert told["wrong"] == "/api/runs?limit=30"


def test_the_next_page_is_asked_for_by_where_this_one_ends(told):
    assert told["next"] == "/api/runs?limit=50&q=a+%26+b&cursor=f00"


def test_what_was_read_anew_stands_above_what_was_read_before(told):
    assert [run["id"] for run in told["joined"]] == ["e", "d", "c", "b", "a"]
    assert "isOld" not in told["joined"][2]


def test_what_is_no_longer_like_that_goes(told):
    assert told["gone"] == ["d", "b", "a"]
    assert told["none"] == []


def test_the_whole_list_takes_the_place_of_the_old_one(told):
    assert told["whole"] == ["e", "d", "c"]


def test_runs_of_one_moment_keep_their_order(told):
    assert told["moment"] == ["b", "a", "0"]
