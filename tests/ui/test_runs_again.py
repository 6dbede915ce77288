"""Starting a Run again: the price that was shown goes along; run by Node."""

import pytest

from tests.ui import node_page
from vidgenie.ui.plugin import VidGeniePlugin

_PAGE = """
const requests = [];
let answers = () => null;
globalThis.fetch = async (path, { method, body, headers }) => {
  const asked = { method, path, body: body && JSON.parse(body), key: headers["Idempotency-Key"] };
  requests.push(asked);
  const found = answers(asked);
  if (found === null) throw new TypeError("no network");
  return { ok: found[0] < 400, json: async () => found[1] };
};
const { retry } = await import("./runs/acts.js");
const price = { again: 3, anew: 9, available: 100, unlimited: false };
const told = ({ method }) => (method === "GET" ? [200, price] : [202, { workflowId: "r2" }]);
const posts = () => requests.filter(({ method }) => method === "POST");
const result = await (async () => { %s })();
console.log(JSON.stringify(result ?? null));
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """What some lines give in a page that knows a server."""
    ours = {"runs": ("acts",), "cut": ("store",), "settings": ("rest",)}
    folder = node_page.lay_out(tmp_path_factory.mktemp("again"), ours)
    return lambda lines: node_page.printed(folder, _PAGE % lines)


def test_the_price_that_was_shown_goes_along(ran):
    seen = ran("""
      answers = told;
      await retry("r1", { most: 3 });
      await retry("r1", { anew: true, most: 9 });
      await retry("r1", { most: 0, instead: { clip: { provider: "local" } } });
      return requests.map(({ method, path, body }) => [method, path, body]);
    """)

    place = ["POST", "/api/runs/r1/retry"]
    assert seen == [
        [*place, {"anew": False, "maxCredits": 3}],
        [*place, {"anew": True, "maxCredits": 9}],
        [*place, {"anew": False, "instead": {"clip": {"provider": "local"}}, "maxCredits": 0}],
    ]


def test_where_none_was_shown_the_one_of_now_is_asked_for_first(ran):
    seen = ran("""
      answers = told;
      await retry("r1", {});
      await retry("r1", { anew: true });
      return [requests.map(({ method }) => method), posts().map(({ body }) => body.maxCredits)];
    """)

    assert seen == [["GET", "POST", "GET", "POST"], [3, 9]]


def test_what_has_no_price_is_not_started(ran):
    seen = ran("""
      answers = () => [409, { code: "conflict", problem: "not_over" }];
      const { error } = await retry("r1");
      return [error.problem, posts().length];
    """)

    assert seen == ["not_over", 0]


def test_a_request_without_an_answer_keeps_its_key_and_another_one_does_not(ran):
    seen = ran("""
      await retry("r1", { most: 3 });
      await retry("r1", { most: 3 });
      await retry("r1", { most: 4 });
      const [first, second, dearer] = posts().map(({ key }) => key);
      return [first === second, second === dearer];
    """)

    assert seen == [True, False]


def test_the_cards_are_built_in():
    files = {str(path) for path, _ in VidGeniePlugin().get_static_assets()}

    for name in ("runs/refusal.jsx", "runs/again.js", "ways/found.js"):
        assert any(path.endswith(name) for path in files)
