"""Both languages say everything, in the same shape."""

import re
from pathlib import Path

import pytest
from reflex_base.components.memo import MEMOS
from reflex_base.registry import RegistrationContext

import vidgenie.ui
from vidgenie import errors
from vidgenie.ui import i18n
from vidgenie.ui.i18n import catalogue, t
from vidgenie.vidgenie import app

EN, FR = catalogue.texts("en"), catalogue.texts("fr")
_T_IN_JSX = re.compile(r"\bt\(\"([\w.]+)\"")
_LABEL_IN_JSX = re.compile(r"\bt?\.?label\((?:t, )?\"(\w+)\"")


def every(kind):
    """The class and all its descendants."""
    return [kind, *(found for child in kind.__subclasses__() for found in every(child))]


def scripts():
    return "\n".join(path.read_text() for path in Path(vidgenie.ui.__path__[0]).rglob("*.js*"))


def test_both_languages_have_the_same_texts():
    assert EN.keys() == FR.keys()


def test_both_languages_have_the_same_placeholders():
    different = {
        key
        for key in EN
        if catalogue.placeholders(EN[key]) != catalogue.placeholders(FR[key])
        or isinstance(EN[key], str) != isinstance(FR[key], str)
    }

    assert different == set()


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_texts_with_plural_forms_have_them_all(language):
    plural = [text for text in catalogue.texts(language).values() if isinstance(text, dict)]

    assert all(text.keys() == {"one", "other"} for text in plural)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (r"(?<!\u202f)[;:!?»](?!\d)", "a narrow space before ; : ! ? »"),
        (r"«(?!\u202f)", "a narrow space after «"),
        (r"'", "a curly apostrophe"),
        (r"\.\.\.", "an ellipsis"),
    ],
)
def test_french_is_set_as_in_print(wrong, why):
    found = {key for key in FR for text in catalogue.forms(FR[key]) if re.search(wrong, text)}

    assert found == set(), why


@pytest.mark.parametrize("kind", every(errors.VidGenieError), ids=lambda kind: kind.code)
def test_every_error_says_what_happened_and_what_to_do(kind):
    assert f"error.{kind.code}" in EN
    assert f"remedy.{kind.code}" in EN


def test_every_text_is_used():
    for build, _ in RegistrationContext.ensure_context().decorated_pages:
        build()
    for wrap in app.app_wraps.values():
        wrap(True)
    for memo in MEMOS.values():
        assert memo.component
    source = scripts()
    used = i18n.used_keys | set(_T_IN_JSX.findall(source))
    groups = i18n.used_groups | set(_LABEL_IN_JSX.findall(source))

    unused = {key for key in EN if key not in used and key.partition(".")[0] not in groups}

    assert unused == set()


def test_texts_asked_for_in_scripts_exist():
    asked = set(_T_IN_JSX.findall(scripts()))

    assert asked <= EN.keys()


def test_an_unknown_key_is_refused():
    with pytest.raises(KeyError):
        t("create.nothing")


@pytest.mark.parametrize("values", [{}, {"m": 1}, {"n": 1, "m": 2}])
def test_values_must_fit_the_placeholders(values):
    with pytest.raises(ValueError, match=r"credits\.count takes"):
        t("credits.count", **values)
