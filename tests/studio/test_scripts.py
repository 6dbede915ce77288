"""Scripts by Python: as the documents have it."""

import pytest

from vidgenie import studio
from vidgenie.errors import InvalidInput, MissingKey


def test_thirty_seconds_are_six_segments_and_without_a_key_a_draft(installed):
    script = studio.generate_segmented_script("tips", "Python tips", 30)

    assert [line["index"] for line in script["segments"]] == [1, 2, 3, 4, 5, 6]
    assert all(line["text"] and line["prompt"] for line in script["segments"])
    assert {line["duration"] for line in script["segments"]} == {5}
    assert (script["is_draft"], script["provider"]) == (True, "local")
    assert script["title"]
    assert script["hook"]
    assert script["call_to_action"]
    assert (script["pillar"], script["theme"], script["language"]) == ("tips", "Python tips", "fr")


def test_names_of_what_is_asked_for_go_too(installed):
    script = studio.generate_segmented_script(
        pillar="story", theme="Foxes", total_duration=10, language="en"
    )

    assert (len(script["segments"]), script["language"]) == (2, "en")


@pytest.mark.parametrize("seconds", [0, 7, 601])
def test_a_length_that_cannot_be_is_refused(installed, seconds):
    with pytest.raises(InvalidInput):
        studio.generate_segmented_script("tips", "Python tips", seconds)


@pytest.mark.parametrize("theme", ["", "   ", "x" * 501])
def test_a_theme_that_says_nothing_or_too_much_is_refused(installed, theme):
    with pytest.raises(InvalidInput):
        studio.generate_segmented_script("tips", theme, 5)


def test_who_writes_needs_a_key(installed):
    with pytest.raises(MissingKey, match="OPENAI_API_KEY"):
        studio.generate_segmented_script("tips", "Python tips", 5, provider="openai")


def test_a_project_takes_the_whole_script_over(installed):
    script = studio.generate_segmented_script("tips", "Python tips", 10)

    project = studio.create_video_project_with_segments(script)

    assert [one.text for one in project.segments] == [one["text"] for one in script["segments"]]
    assert (project.title.split(), project.view.hook) == (script["title"].split(), script["hook"])
    assert project.cost.spent == 0
    place = studio.connect()
    assert place.services.library.page(place.account, page=1, page_size=10).total == 0


@pytest.mark.parametrize("segments", [None, [], "text", [{"text": 5}]])
def test_what_is_no_script_is_refused(installed, segments):
    with pytest.raises(InvalidInput):
        studio.create_video_project_with_segments({"theme": "Foxes", "segments": segments})
