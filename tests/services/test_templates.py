"""Templates of Projects: started from, looked at, saved, forgotten."""

import json
from dataclasses import replace

import pytest

from tests.services.makers import ALICE, BOB, NOW
from tests.services.shelf import OURS, Anybody, install, making, row, rows
from vidgenie.domain.project import Mode
from vidgenie.domain.timeline import TransitionKind
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.media.sound.beds import BEDS
from vidgenie.projects import store, templates
from vidgenie.projects.templates import Words
from vidgenie.services import template_rules as rules_of
from vidgenie.services.project_making import NewProject, NewSegment, ProjectMaker
from vidgenie.services.project_rules import Rules
from vidgenie.services.project_template_views import TemplateViewer
from vidgenie.services.template_filling import filled
from vidgenie.services.template_needs import Need
from vidgenie.services.templates import TemplateService

ONE_DATABASE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def service(transaction, reading):
    return TemplateService(transaction, reading, lambda: NOW, TemplateViewer())


@pytest.fixture
def maker():
    return ProjectMaker(Rules(Anybody(), BEDS), lambda: NOW, filled=filled)


@pytest.fixture
def make(maker, transaction):
    return making(maker, transaction)


def test_its_theme_goes_into_the_holes(transaction, make):
    install(transaction)

    project = make(template="reels-30s-standard", theme="Tides", language="en")

    assert (project.theme, project.title, project.pillar) == ("Tides", "Tides", "tips")
    assert len(project.segments) == 6
    assert project.segments[0].text == "Tides: thirty seconds, and you know what matters."
    assert all("Tides" in segment.prompt for segment in project.segments)
    assert (project.choices.look.style, project.choices.music["bed"]) == ("karaoke", "uplift")


def test_what_is_said_counts_more_than_the_template(transaction, make):
    install(transaction)

    project = make(
        template="product-demo-45s", title="Ours", pillar="story", choices={"look": None}
    )

    assert (project.title, project.pillar, project.choices.look) == ("Ours", "story", None)
    assert project.choices.music["bed"] == "pulse"
    assert {segment.mode for segment in project.segments} == {Mode.IMAGE}
    assert project.theme == "Notre application en 45 secondes"


def test_who_makes_what_is_left_to_the_account(transaction, maker):
    install(transaction)
    usual = replace(maker.chosen(ALICE), provider="luma", text_provider="openai")

    with transaction() as session:
        row = maker.add(session, ALICE, NewProject(template="event-20s"), usual)

    assert (row.choices["provider"], row.choices["text_provider"]) == ("luma", "openai")


def test_a_language_it_does_not_speak_gives_one_it_does(transaction, make):
    install(transaction)

    project = make(template="event-20s", language="ja")

    assert (project.language, project.segments[0].text[:9]) == ("en", "Opening n")


def test_a_long_theme_is_shortened_in_what_is_said(transaction, make):
    install(transaction)
    theme = "why the sea comes and goes " * 15

    project = make(template="reels-30s-standard", theme=theme, language="en")

    assert project.theme == theme.strip()
    assert len(project.segments[0].text) < 140
    assert all(len(segment.prompt) < 350 for segment in project.segments)


def test_markup_and_holes_in_a_theme_are_only_text(transaction, make):
    install(transaction)

    project = make(template="event-20s", theme="<b>{theme} {0.__class__}</b>", language="en")

    assert project.segments[0].text == "<b>{theme} {0.__class__}</b>: save the date."


@ONE_DATABASE
def test_there_is_no_such_template(transaction, make):
    install(transaction)

    with pytest.raises(NotFound):
        make(template="nobody-knows-it")


def test_they_are_told_in_ones_language(transaction, service):
    install(transaction)

    french, english = (service.all(ALICE, language=one) for one in ("fr", "en"))

    assert [one.slug for one in french] == [one.slug for one in OURS]
    assert (french[1].title, english[1].title) == ("Démo Produit 45s", "Product Demo 45s")
    assert (french[0].seconds, french[0].segments, french[0].needs) == (30, 6, ())
    assert french[0].poster_url == "/templates/reels-30s-standard.jpg"
    parts = service.get(ALICE, "reels-30s-standard", language="fr").parts
    assert (parts[0].role, "{theme}" in parts[0].text) == ("Accroche", True)


@pytest.fixture
def project(transaction, make):
    """A Project of Alice's with everything a Segment can have."""
    return make(
        theme="sea tides",
        language="en",
        pillar="Nature",
        choices={"provider": "luma", "look": {"style": "impact"}},
        segments=[
            NewSegment("What are sea tides?", "sea tides at dawn", more={"transition": "fade"}),
            NewSegment("Seatides, they say.", "", seconds=10, mode=Mode.IMAGE, is_included=False),
        ],
    )


def test_a_project_becomes_a_template_with_holes(service, project):
    saved = service.save(ALICE, project.id, title=" My  tides ", description="For the series")

    assert (saved.title, saved.description, saved.theme) == (
        "My tides",
        "For the series",
        "sea tides",
    )
    assert (saved.seconds, saved.segments, saved.is_own, saved.poster_url) == (5, 2, True, "")
    assert saved.needs == (Need("video", "luma", "luma"),)
    assert (saved.uses, saved.is_free) == (("voice", "captions"), False)
    parts = service.get(ALICE, saved.slug, language="fr").parts
    assert [part.text for part in parts] == ["What are {theme}?", "Seatides, they say."]
    assert parts[0].prompt == "{theme} at dawn"


def test_what_is_made_of_it_is_as_the_project_was(service, project, make):
    slug = service.save(ALICE, project.id, title="Mine").slug

    made = make(template=slug, theme="the moon", language="fr")

    assert [segment.text for segment in made.segments] == [
        "What are the moon?",
        "Seatides, they say.",
    ]
    first, second = made.segments
    assert first.transition is TransitionKind.FADE
    assert (second.seconds, second.mode, second.is_included) == (10, Mode.IMAGE, False)
    assert (made.language, made.pillar, made.choices) == ("en", "Nature", project.choices)


def test_files_and_takes_are_not_copied(service, project, transaction, make):
    with transaction() as session:
        segment = store.segment_rows(session, project.id)[0]
        segment.reference, segment.take = "f" * 32, "e" * 32

    slug = service.save(ALICE, project.id, title="Mine").slug

    assert [(one.reference, one.take) for one in make(template=slug).segments] == [("", "")] * 2


def test_a_brand_and_music_that_are_gone_are_left_out(service, project, transaction, make):
    with transaction() as session:
        row = store.row(session, ALICE.id, project.id)
        gone = {"brand": "c" * 32, "music": {"asset": "d" * 32, "volume": 0.3}}
        row.choices = {**row.choices, **gone}

    slug = service.save(ALICE, project.id, title="Mine").slug

    made = make(template=slug)
    assert (made.choices.brand, made.choices.music) == ("", None)


def test_ones_own_follow_the_newest_first_and_can_be_deleted(service, project, transaction):
    install(transaction)
    slugs = [service.save(ALICE, project.id, title=title).slug for title in ("one", "two")]
    with transaction() as session:
        row(session, slugs[1]).created_at = NOW.replace(hour=23)

    assert [one.slug for one in service.all(ALICE, language="en")][-2:] == slugs[::-1]
    service.delete(ALICE, slugs[0])
    assert [one.slug for one in service.all(ALICE, language="en") if one.is_own] == slugs[1:]


def test_somebody_elses_is_not_there(service, project, make):
    slug = service.save(ALICE, project.id, title="Mine").slug

    assert service.all(BOB, language="en") == []
    for attempt in (
        lambda: service.get(BOB, slug, language="en"),
        lambda: service.delete(BOB, slug),
        lambda: make(BOB, template=slug),
        lambda: service.save(BOB, project.id, title="Stolen"),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert service.get(ALICE, slug, language="en").view.title == "Mine"


@ONE_DATABASE
def test_ours_cannot_be_deleted(transaction, service):
    install(transaction)

    with pytest.raises(NotFound):
        service.delete(ALICE, "event-20s")

    assert len(rows(transaction)) == len(OURS)


@ONE_DATABASE
@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        ({"title": "  "}, "title", "empty"),
        ({"title": "x" * 101}, "title", "too_long"),
        ({"title": "x", "description": "y" * 501}, "description", "too_long"),
    ],
)
def test_what_is_no_title_is_refused(service, project, given, field, problem):
    with pytest.raises(InvalidInput) as caught:
        service.save(ALICE, project.id, **given)

    assert (caught.value.params["field"], caught.value.params["problem"]) == (field, problem)


@ONE_DATABASE
def test_there_is_room_for_so_many(service, project, monkeypatch):
    monkeypatch.setattr(rules_of, "MOST", 2)
    for title in ("one", "two"):
        service.save(ALICE, project.id, title=title)

    with pytest.raises(Conflict):
        service.save(ALICE, project.id, title="three")


@ONE_DATABASE
def test_a_template_without_a_segment_can_be_looked_at(transaction, service):
    with transaction() as session:
        body = templates.Body("tips", ())
        slug = templates.add(session, ALICE.id, {"fr": Words("Vide")}, body, now=NOW)

    found = service.get(ALICE, slug, language="en")

    assert (found.view.title, found.view.seconds, found.parts) == ("Vide", 0, ())


def test_ones_own_says_something_else_from_now_on(service, project, make):
    slug = service.save(ALICE, project.id, title="Mine").slug

    changed = service.change(ALICE, slug, title=" Ours ", description="New", theme="the moon")

    assert (changed.title, changed.description, changed.theme) == ("Ours", "New", "the moon")
    assert make(template=slug).segments[0].text == "What are the moon?"
    with pytest.raises(NotFound):
        service.change(BOB, slug, title="Stolen")


@ONE_DATABASE
def test_ours_cannot_be_changed(transaction, service):
    install(transaction)

    with pytest.raises(NotFound):
        service.change(ALICE, "event-20s", title="Mine")


def test_one_can_be_carried_to_somebody_else(service, project, make):
    slug = service.save(ALICE, project.id, title="Mine", description="Tides").slug

    told = json.loads(json.dumps(service.exported(ALICE, slug)))
    theirs = service.imported(BOB, told)

    assert (theirs.title, theirs.theme, theirs.is_own) == ("Mine", "sea tides", True)
    made = make(BOB, template=theirs.slug, theme="the moon")
    assert [one.text for one in made.segments] == ["What are the moon?", "Seatides, they say."]


@ONE_DATABASE
@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"texts": {}}, "data", "not_a_template"),
        ({"texts": {"en": {"title": "  "}}}, "title", "empty"),
        ({"segments": []}, "data", "not_a_template"),
        ({"segments": [{"texts": {}, "seconds": 3000}]}, "data.segments.0.seconds", "out_of_range"),
        ({"segments": [{"texts": {}, "evil": 1}]}, "data", "not_a_template"),
        ({"segments": "x" * 1000}, "data", "not_a_template"),
        (
            {"segments": [{"texts": {"en": {"text": "x" * 1001}}}]},
            "data.segments.0.text",
            "too_long",
        ),
        ({"pillar": None}, "data", "not_a_template"),
    ],
)
def test_what_is_no_template_is_told(service, project, change, field, problem):
    told = service.exported(ALICE, service.save(ALICE, project.id, title="Mine").slug)

    with pytest.raises(InvalidInput) as caught:
        service.imported(ALICE, {**told, **change})

    assert (caught.value.params["field"], caught.value.params["problem"]) == (field, problem)
