"""The zip of a Project over REST: sent in pieces, to its owner only."""

import io
import zipfile

import pytest

from tests.support.made_project import PROJECT, MadeProject

ADDRESS = f"/api/projects/{PROJECT}/export"


@pytest.fixture
def project(services, people, tmp_path):
    """Alice's Project, in the installation's own database and storage."""
    engine = services.engine
    owner = people["alice"].account.id
    return MadeProject(engine.transaction, engine.storage, tmp_path, owner)


async def test_it_is_a_zip_to_be_saved(alice, project):
    project.makes_clips(clip0=b"first")

    answer = await alice.get(ADDRESS)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="ete-3-conseils.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.read("clips/01-luma.mp4") == b"first"


async def test_somebody_else_does_not_find_it(bob, project):
    project.makes_clips(clip0=b"first")

    answer = await bob.get(ADDRESS)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_while_nothing_was_made_it_says_so(alice, project):
    answer = await alice.get(ADDRESS)

    assert (answer.status_code, answer.json()["problem"]) == (409, "nothing_made")
