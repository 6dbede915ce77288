"""The documents say what is there."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from tools import provider_docs, troubleshooting
from vidgenie import errors
from vidgenie.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", [f.name for f in fields(Settings) if f.name != "base_urls"])
def test_every_setting_is_documented(name: str):
    bare = name.startswith("video_provider")

    assert f"`{name.upper() if bare else f'VIDGENIE_{name.upper()}'}`" in README


@pytest.mark.parametrize("document", ["README.md", "README.fr.md", "CONTRIBUTING.md"])
def test_every_link_leads_somewhere(document: str):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", (ROOT / document).read_text())

    missing = [link for link in links if "://" not in link and not (ROOT / link).exists()]

    assert missing == []


def test_every_folder_is_on_the_map():
    on_map = (ROOT / "docs" / "map.md").read_text()
    folders = [p for p in (ROOT / "vidgenie").iterdir() if (p / "__init__.py").exists()]

    assert [p.name for p in folders if f"`vidgenie/{p.name}/`" not in on_map] == []


def subclasses(cls: type[errors.VidGenieError]) -> list[type[errors.VidGenieError]]:
    return [cls, *(found for sub in cls.__subclasses__() for found in subclasses(sub))]


def test_every_error_is_drawn_in_the_tree_with_its_status():
    tree = errors.__doc__ or ""

    for error in subclasses(errors.VidGenieError)[1:]:
        assert error.__name__ in tree
        if not error.__subclasses__():
            assert f"{error.status}" in tree.split(error.__name__, 1)[1].splitlines()[0]


def test_every_error_has_a_code_of_its_own():
    codes = [error.code for error in subclasses(errors.VidGenieError)]

    assert len(codes) == len(set(codes))


def test_the_page_of_providers_is_what_they_declare():
    written = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")

    assert written == provider_docs.page(), "run python tools/provider_docs.py"


@pytest.mark.parametrize("language", troubleshooting.PAGES)
def test_the_page_of_troubles_is_what_the_error_cards_say(language: str):
    written = troubleshooting.PAGES[language].read_text(encoding="utf-8")

    assert written == troubleshooting.page(language), "run python tools/troubleshooting.py"
