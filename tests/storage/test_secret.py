"""The secret links to media are signed with."""

import stat
import threading

import pytest

from vidgenie.storage.secret import secret_key


def test_it_is_made_once_and_kept(tmp_path):
    first = secret_key(tmp_path / "home")

    assert secret_key(tmp_path / "home") == first
    assert len(first) >= 32


def test_only_its_owner_can_read_it(tmp_path):
    secret_key(tmp_path)

    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_processes_that_start_together_agree(tmp_path):
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(secret_key(tmp_path))) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(seen)) == 1


def test_no_draft_is_left_behind(tmp_path):
    secret_key(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_given_secret_wins(tmp_path):
    given = "s" * 40

    assert secret_key(tmp_path, given) == given.encode()
    assert not (tmp_path / "secret.key").exists()


@pytest.mark.parametrize("given", ["short", "x" * 31])
def test_a_short_secret_is_refused_at_the_start(tmp_path, given):
    with pytest.raises(ValueError, match="VIDGENIE_SECRET"):
        secret_key(tmp_path, given)


def test_a_damaged_secret_file_is_refused_at_the_start(tmp_path):
    (tmp_path / "secret.key").write_text("")

    with pytest.raises(ValueError, match=r"secret\.key"):
        secret_key(tmp_path)
