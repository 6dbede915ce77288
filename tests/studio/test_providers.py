"""Who can make something, and what is missing for the others."""

import pytest

from vidgenie import studio
from vidgenie.domain.ports.provider import Kind
from vidgenie.errors import InvalidInput, MissingKey
from vidgenie.studio import workplace
from vidgenie.studio.providers import explained, slug_of


def test_every_provider_of_clips_is_there(installed):
    found = studio.list_available_providers()

    assert {"local", "luma", "runway", "pika", "stability", "stable_video"} <= found.keys()
    assert found["luma"]["available"]
    assert not found["luma"]["api_key_configured"]
    assert found["luma"]["key_variable"] == "LUMA_API_KEY"
    assert found["local"]["ready"]


def test_a_key_in_the_environment_is_seen(installed, fakes, monkeypatch):
    monkeypatch.setenv("LUMA_API_KEY", fakes.key("luma"))

    assert studio.list_available_providers()["luma"]["api_key_configured"]


def test_no_key_is_ever_told(installed, fakes, monkeypatch):
    key = fakes.key("luma")
    monkeypatch.setenv("LUMA_API_KEY", key)

    assert key not in str(studio.list_available_providers())


def test_other_kinds_can_be_asked_for(installed):
    assert "anthropic" in studio.list_available_providers("text")
    with pytest.raises(InvalidInput):
        studio.list_available_providers("smells")


def test_stability_makes_clips_by_the_name_of_the_documents(installed):
    place = workplace.connect()

    assert slug_of(place, Kind.VIDEO, "stability") == "stable_video"
    assert slug_of(place, Kind.IMAGE, "stability") == "stability"


def test_a_missing_key_is_said_with_where_to_put_it(installed):
    error = explained(workplace.connect(), MissingKey("Luma", provider="luma"))

    assert isinstance(error, MissingKey)
    assert "set LUMA_API_KEY" in str(error)
    assert error.params["provider"] == "luma"


def test_a_script_works_for_whom_it_says(installed):
    installed.accounts.register("me@example.com", "correct horse battery")

    assert studio.connect("Me@example.com").account.email == "me@example.com"
    assert studio.connect().account.email != "me@example.com"
