"""A script makes clips and videos: what is there is not paid for again."""

import pytest

from tests.support.studio_scripts import PLAIN, script
from vidgenie import studio
from vidgenie.errors import InvalidInput, MissingKey, NotFound, ProviderRejected


@pytest.fixture
def project(installed):
    """A Project of two Segments."""
    return studio.create_video_project_with_segments(script("a fox", "a heron"), choices=PLAIN)


def test_two_clips_are_two_submissions_and_no_more(project, camera):
    processor = studio.VideoSegmentProcessor(project, provider_name="camera")

    segments = processor.generate_all_segments(parallel=True)
    again = processor.generate_all_segments()

    assert sorted(camera.prompts) == ["a fox", "a heron"]
    assert [segment.status for segment in segments] == ["completed"] * 2
    assert [segment.provider for segment in again] == ["camera"] * 2
    assert all(segment.video_path.is_file() for segment in segments)
    assert processor.check_progress() == {"completed": 2, "total": 2, "progress": 100}


def test_a_clip_that_fails_holds_up_nobody_and_is_made_again_by_name(installed, camera):
    prompts = script("first", "second", "third")
    project = studio.create_video_project_with_segments(prompts, choices=PLAIN)
    project.segments[1].exclude()
    camera.refused = {"first"}

    segments = studio.VideoSegmentProcessor(project).generate_all_segments(parallel=False)

    assert [(one.prompt, one.status) for one in segments] == [
        ("first", "failed"),
        ("third", "completed"),
    ]
    assert segments[0].error_message
    camera.refused = set()
    again = studio.regenerate_segment(segments[0])
    assert (again.status, again.error_message) == ("completed", "")
    assert camera.prompts == ["third", "first"]


def test_one_that_is_made_anew_is_one_submission_and_the_others_stay(filmed, camera):
    before = [segment.video_path for segment in filmed.segments]

    segment = studio.regenerate_segment(filmed.segments[1], new_prompt="two herons")

    assert (segment.prompt, segment.status) == ("two herons", "completed")
    assert camera.prompts == ["two herons"]
    assert filmed.refresh().segments[0].video_path == before[0]


def test_what_cannot_be_made_again_says_why(filmed, camera):
    camera.refused = {"a fox"}

    with pytest.raises(ProviderRejected):
        studio.regenerate_segment(filmed.segments[0])


def test_the_finished_video_is_verified_and_made_once(filmed, camera, tmp_path):
    assembler = studio.VideoAssembler(filmed)

    made = assembler.assemble(add_voiceover=False, add_subtitles=False, output=tmp_path / "a.mp4")
    again = assembler.assemble(add_voiceover=False, add_subtitles=False, output=tmp_path / "b.mp4")

    assert again.read_bytes() == made.read_bytes()
    assert filmed.refresh().status == "completed"
    assert sum(run.purpose == "film" for run in runs_of(filmed)) == 1
    assert camera.prompts == []


def runs_of(project):
    """What was started for the Project."""
    return project.place.services.stages.read(project.place.account, project.id).runs


def test_a_video_is_not_assembled_before_its_clips_are_there(project, camera, tmp_path):
    with pytest.raises(InvalidInput, match="Segment 1 has no clip"):
        studio.VideoAssembler(project).assemble(output=tmp_path / "a.mp4")

    assert camera.prompts == []


def test_a_key_that_is_missing_is_said_with_its_variable(installed):
    project = studio.create_video_project_with_segments(script("a fox"), choices=PLAIN)

    with pytest.raises(MissingKey, match="LUMA_API_KEY"):
        studio.VideoSegmentProcessor(project, provider_name="luma").generate_all_segments()


@pytest.mark.soak
def test_each_provider_makes_its_own_version(filmed, camera):
    segments = studio.VideoSegmentProcessor(filmed, "crane").generate_all_segments()

    assert [segment.provider for segment in segments] == ["crane", "crane"]
    assert [segment.view.take_count for segment in segments] == [2, 2]
    back = studio.VideoSegmentProcessor(filmed, "camera").generate_all_segments()
    assert [segment.provider for segment in back] == ["camera", "camera"]
    assert camera.prompts == []


def test_a_project_of_before_is_found_again_with_its_segments(project):
    segment = project.segments[0]

    assert studio.VideoProject.get(project.id).title == "A film"
    assert studio.VideoSegment.get(segment.id).prompt == "a fox"
    with pytest.raises(NotFound):
        studio.VideoSegment.get("0" * 32)


def test_edits_are_kept(project):
    first, second = project.segments

    first.update(text="Bonjour", duration=8)
    project.reorder([second, first])

    after = studio.VideoProject.get(project.id).segments
    assert [(one.index, one.id) for one in after] == [(1, second.id), (2, first.id)]
    assert (after[1].text, after[1].duration) == ("Bonjour", 8)


def test_it_can_be_taken_along(filmed, tmp_path):
    assert filmed.export(tmp_path / "all.zip").stat().st_size > 1000
