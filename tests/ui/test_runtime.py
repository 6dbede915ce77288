"""The texts as the browser puts them together; run by Node."""

import pytest

from tests.ui import reader_page


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """What an expression gives in a browser with this cookie and this language."""
    return reader_page.opened(tmp_path_factory.mktemp("texts"))


def test_the_browser_s_language_is_taken(shown):
    assert shown("[t().locale, page.documentElement.lang]", language="fr-CA") == ["fr", "fr"]
    assert shown("t().locale", language="de") == "en"


def test_the_cookie_wins_over_the_browser(shown):
    assert shown("t().locale", language="fr", cookie="a=b; vg_locale=en") == "en"


def test_switching_changes_texts_and_is_remembered(shown):
    seen = shown(
        '[t()("nav.create"), toggleLocale(), t()("nav.create"), page.cookie,'
        " page.documentElement.lang]"
    )

    assert seen[0] == "Create"
    assert seen[2] == "Créer"
    assert seen[3].startswith("vg_locale=fr; path=/; max-age=31536000; samesite=lax")
    assert seen[4] == "fr"


def test_a_language_we_do_not_have_changes_nothing(shown):
    assert shown('[setLocale("xx"), setLocale("constructor"), t().locale]')[2] == "en"


@pytest.mark.parametrize(
    ("language", "n", "text"),
    [
        ("en", 0, "0 credits"),
        ("en", 1, "1 credit"),
        ("en", 1234, "1,234 credits"),
        ("fr", 0, "0 crédit"),
        ("fr", 2, "2 crédits"),
        ("fr", 1234, "1\u202f234 crédits"),
    ],
)
def test_numbers_and_plurals_follow_the_language(shown, language, n, text):
    assert shown(f't()("credits.count", {{ n: {n} }})', language=language) == text


@pytest.mark.parametrize(
    ("language", "day", "text"),
    [
        ("fr", "2026-12-01", "1er décembre 2026"),
        ("fr", "2026-12-11", "11 décembre 2026"),
        ("fr", "2026-12-21", "21 décembre 2026"),
        ("en", "2026-12-01", "December 1, 2026"),
    ],
)
def test_a_day_is_written_as_the_language_does(shown, language, day, text):
    said = f't().date("{day}", {{ dateStyle: "long", timeZone: "UTC" }})'

    assert shown(said, language=language) == text


def test_an_error_is_told_as_exactly_as_we_can(shown):
    error = '{ code: "invalid_input", problem: "string_too_short", field: "params.text" }'

    assert shown(f"t().error({error})") == "Your idea is still empty."
    assert shown(f"t().remedy({error})") == "Write one sentence, or pick one of the examples."


def test_an_unknown_error_still_says_something(shown):
    seen = shown('[t().error({ code: "brand_new" }), t().remedy({ code: "brand_new" })]')

    assert seen == [
        "Something went wrong.",
        "Try again. If it keeps happening, tell whoever runs this server.",
    ]


def test_missing_values_leave_no_braces(shown):
    assert "{" not in shown('t().error({ code: "provider_rejected" })')


_ASKED = """await (async () => {
  const asked = [];
  const items = [{ slug: "studio", en: "Studio", fr: "Atelier" }];
  const answer = { ok: true, json: async () => ({ items }) };
  globalThis.fetch = (path) => { asked.push(path); return Promise.resolve(answer); };
  const said = () => [t().label("plan", "studio"), t().label("plan", "studio_name")];
  const before = said();
  await new Promise((done) => setTimeout(done));
  return [before, said(), asked];
})()"""


@pytest.mark.parametrize(
    ("language", "known"), [("en", ["Studio plan", "Studio"]), ("fr", ["Offre Atelier", "Atelier"])]
)
def test_a_plan_an_admin_has_added_is_asked_for_once(shown, language, known):
    before, after, asked = shown(_ASKED, language=language)

    assert before == ["Studio", "Studio"]
    assert after == known
    assert asked == ["/api/plans/names"]


def test_a_word_without_a_text_is_still_readable(shown):
    assert shown('t().label("field", "aspect_ratio")') == "aspect ratio"
