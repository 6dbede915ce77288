"""What a process that stays has loaded is never looked through again for garbage."""

import gc

import pytest

from vidgenie.services.starting import loading


def test_what_was_loaded_is_kept_apart_and_what_comes_later_is_looked_at():
    before = gc.get_freeze_count()

    with loading():
        assert not gc.isenabled()

    assert gc.isenabled()
    assert gc.get_freeze_count() > before


def test_a_start_that_fails_leaves_the_collector_on():
    with pytest.raises(OSError, match="no disk"), loading():
        raise OSError("no disk")

    assert gc.isenabled()
