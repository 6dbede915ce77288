"""What a prompt is understood to ask for."""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.providers.local import words
from vidgenie.providers.local.lexicon import folded, language, read, singulars
from vidgenie.providers.local.subjects import SUBJECTS

# Prompt, then what it is read as: only the named fields are compared.
READINGS = [
    ("Un phare sous l'orage la nuit", "place=sea time=night weather=storm subjects=lighthouse"),
    ("a cat on a chair", "place=interior subjects=cat,chair language=en"),
    ("un chat sur une chaise", "place=interior subjects=cat,chair language=fr"),
    (
        "a cup of coffee on a rainy morning in Paris",
        "place=interior view=city time=dawn weather=rain landmark=paris subjects=coffee",
    ),
    ("mon chat mange une pizza dans l'espace", "place=space subjects=cat,pizza"),
    ("motivation matin sport", "place=mountain time=dawn mood=energetic subjects=runner"),
    ("recette de gâteau au chocolat", "place=interior subjects=cake"),
    ("startup pitch", "place=studio subjects=rocket"),
    ("promo chaussures de course", "place=studio subjects=shoe"),
    ("Champ de lavande en Provence au lever du soleil", "place=field time=dawn subjects=flowers"),
    ("voyageur seul face aux montagnes enneigées", "place=mountain weather=snow subjects=hiker"),
    ("A lonely astronaut on the moon", "place=space subjects=astronaut"),
    ("Forêt mystérieuse avec des lucioles", "place=forest mood=mystic subjects=fireflies"),
    ("neon cyberpunk city in the rain", "place=city weather=rain mood=cyber subjects="),
    ("coucher de soleil sur la mer avec des palmiers", "place=sea time=sunset subjects=palm"),
    ("comment coder en python", "place=synthwave subjects=laptop language=fr"),
    ("Yoga au bord du lac, ambiance zen", "place=lake mood=zen subjects=yogi"),
    ("hot air balloons over a valley at dawn", "place=mountain time=dawn subjects=balloons"),
    ("une rose rouge", "place=studio colours=red subjects=rose"),
    ("a pink rose", "colours=pink subjects=rose"),
    ("romantic dinner for two, Paris by night", "place=city time=night mood=romantic"),
    ("le pain de ma grand-mère", "place=interior subjects=bread"),
    ("the pain of losing a friend", "place= subjects=person"),
    ("les étoiles et le cerveau humain", "place=studio time=night subjects=brain,person"),
    ("A whale swimming deep underwater", "place=underwater subjects=whale"),
    ("feuilles mortes dans la forêt en automne", "place=forest season=autumn"),
    ("voiture rouge dans les rues de Tokyo", "place=city landmark=tokyo colours=red subjects=car"),
    ("northern lights over a cabin", "place=snow subjects=aurora"),
    ("les secrets des pyramides", "place=desert subjects=pyramids"),
    ("chaque jour je cours", "time= place="),
    ("sunny afternoon at the beach, blue sky", "place=sea time=day weather=clear"),
    ("brouillard sur Londres au petit matin", "place=city time=dawn weather=fog landmark=london"),
    ("Chevaux au galop dans la prairie", "place=field subjects=horse"),
    ("wolves howling in the snowy woods", "place=forest weather=snow subjects=wolf"),
]


@pytest.mark.parametrize(("prompt", "expected"), READINGS)
def test_a_prompt_is_read(prompt, expected):
    reading = asdict(read(prompt))

    found = {
        name: ",".join(value) if isinstance(value := reading[name], tuple) else value
        for name in (pair.partition("=")[0] for pair in expected.split())
    }

    assert " ".join(f"{name}={value}" for name, value in found.items()) == expected


@given(st.text(max_size=1000))
def test_any_text_can_be_read(text):
    reading = read(text)

    assert reading.place in {"", *words.PLACES}


def test_accents_ligatures_and_capitals_do_not_matter():
    assert folded("Œuf, Forêt ENNEIGÉE") == ("oeuf", "foret", "enneigee")


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("chats", "chat"), ("chevaux", "cheval"), ("cities", "city"), ("wolves", "wolf")],
)
def test_plurals_are_found_under_their_singular(plural, singular):
    assert singular in singulars(plural)


@pytest.mark.parametrize("word", ["lavender", "voyager2000", "espacement", "merci", "citron"])
def test_a_word_is_not_read_as_another_that_it_begins_like(word):
    assert read(word).place in {"", "field", "interior"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("un chat dort", "fr"), ("a cat sleeps", "en"), ("matin", "fr"), ("morning", "en")],
)
def test_the_language_is_recognised(text, expected):
    assert language(text) == expected


def test_the_first_sentence_weighs_most():
    reading = read("A quiet desert. Then the sea. Then the sea again. Later a city.")

    assert reading.place == "desert"


def test_what_enhancement_adds_is_not_read():
    reading = read("a dog. Shot as a wide view of the ocean at night, in the rain.")

    assert (reading.place, reading.time, reading.weather) == ("field", "", "")


def test_every_subject_belongs_to_a_known_place():
    homes = {subject.place for subject in SUBJECTS.values()}

    assert homes <= {"", *words.PLACES}
