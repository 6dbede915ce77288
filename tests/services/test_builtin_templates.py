"""The Templates that come along: whole, in two languages, installed once."""

import itertools
import json
import re
import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import pytest
from PIL import Image

from tests.services.makers import ALICE, NOW
from tests.services.shelf import OURS, install, row, rows
from vidgenie.domain.project import SHORTEST, Choices, Mode
from vidgenie.domain.script_budget import room, spoken_seconds
from vidgenie.media.sound.beds import BEDS
from vidgenie.projects import templates
from vidgenie.projects.tables import TemplateRow
from vidgenie.services.builtin_graphs import builtin_graphs
from vidgenie.services.project_template_views import PREVIEWED

ROOT = Path(__file__).parent.parent.parent
EVERY = pytest.mark.parametrize("one", OURS, ids=lambda one: one.slug)
FILES = (ROOT / "vidgenie" / "services" / "builtin_templates").glob("*.json")
STORED = {path.stem: json.loads(path.read_text("utf-8")) for path in FILES}


def test_the_two_of_the_documents_come_first():
    reel, demo, *others = OURS

    assert reel.texts["fr"].title == "Reels 30s Standard"
    assert [part.seconds for part in reel.body.segments] == [5] * 6
    assert demo.texts["fr"].title == "Démo Produit 45s"
    assert [(part.seconds, part.mode) for part in demo.body.segments] == [(5, Mode.IMAGE)] * 9
    assert len(others) >= 7


def test_every_one_has_its_own_place():
    assert sorted(one["place"] for one in STORED.values()) == list(range(1, len(OURS) + 1))


@EVERY
def test_it_is_whole_in_both_languages(one):
    parts = one.body.segments

    assert one.texts.keys() == {"fr", "en"}
    assert all(each.title and each.description and each.theme for each in one.texts.values())
    assert all(part.texts.keys() == {"fr", "en"} for part in parts)
    said = [each for part in parts for each in part.texts.values()]
    assert all(each.role and each.text and "{theme}" in each.prompt for each in said)
    holes = {hole for each in said for hole in re.findall(r"{.*?}", each.text + each.prompt)}
    assert holes == {"{theme}"}
    assert sum(part.seconds for part in parts) % SHORTEST == 0


@EVERY
def test_nothing_in_its_file_goes_unread(one):
    told = STORED[one.slug]

    known = {field.name for field in fields(Choices)}
    assert told.keys() == {"place", "pillar", "texts", "poster", "choices", "segments"}
    assert told["choices"].keys() <= known
    assert told["choices"]["music"]["bed"] in BEDS


@EVERY
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_it_says_fits_its_segments(one, language):
    theme = one.texts[language].theme
    long = {
        text: seconds
        for part in one.body.segments
        for text in [part.texts[language].text.replace("{theme}", theme)]
        if (seconds := spoken_seconds(text, language)) > room(part.seconds)
    }

    assert long == {}


@EVERY
def test_french_is_set_as_in_print(one):
    told = json.dumps(STORED[one.slug], ensure_ascii=False)
    french = [one.texts["fr"].title, one.texts["fr"].description, one.texts["fr"].theme]
    french += [
        each
        for part in one.body.segments
        for each in (part.texts["fr"].text, part.texts["fr"].prompt, part.texts["fr"].role)
    ]

    assert "'" not in told
    assert not [text for text in french if re.search(r"(?<!\u202f)[;:!?](?!\d)", text)]


@EVERY
def test_it_has_a_poster(one):
    path = ROOT / "assets" / "templates" / f"{one.slug}.jpg"

    assert path.stat().st_size <= 25_000
    with Image.open(path) as picture:
        assert (picture.format, picture.size) == ("JPEG", (240, 426))


def test_there_is_no_picture_too_many():
    folder = ROOT / "assets" / "templates"
    graphs = {one.slug for one in builtin_graphs()}

    assert {path.stem for path in folder.glob("*.jpg")} == STORED.keys() | graphs
    assert {path.stem for path in folder.glob("*.mp4")} == PREVIEWED | graphs
    assert {path.suffix for path in folder.iterdir()} == {".jpg", ".mp4"}


def test_the_two_of_the_documents_are_seen_before_they_are_used():
    assert {one.slug for one in OURS[:2]} == PREVIEWED
    sizes = [(ROOT / "assets" / "templates" / f"{slug}.mp4").stat().st_size for slug in PREVIEWED]
    assert max(sizes) <= 120_000


def test_installing_twice_changes_nothing(transaction):
    first = install(transaction)
    kept = rows(transaction)
    second = install(transaction)

    assert Counter(first.added) == Counter(one.slug for one in OURS)
    assert second == templates.Installed()
    assert rows(transaction) == kept


def test_what_was_changed_is_put_right_and_peoples_own_are_left_alone(transaction):
    install(transaction)
    with transaction() as session:
        own = templates.add(session, ALICE.id, OURS[0].texts, OURS[0].body, now=NOW)
    before = rows(transaction)
    with transaction() as session:
        row(session, "recipe-45s").texts = {}
        session.delete(row(session, "event-20s"))
        stray = row(session, "top-five-35s")
        session.add(
            TemplateRow(
                id=secrets.token_hex(16),
                slug="of-long-ago",
                texts=stray.texts,
                body=stray.body,
                created_at=NOW,
                updated_at=NOW,
            )
        )

    done = install(transaction)

    assert (done.added, done.updated, done.removed) == (
        ("event-20s",),
        ("recipe-45s",),
        ("of-long-ago",),
    )
    assert rows(transaction) == before
    assert own in before


def test_several_may_install_at_once(transaction):
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: install(transaction), range(4)))

    added = Counter(itertools.chain.from_iterable(each.added for each in done))
    assert added == Counter(one.slug for one in OURS)
    assert len(rows(transaction)) == len(OURS)
