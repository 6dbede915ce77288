"""Sound behind a signed link, as a player wants it."""

from datetime import UTC, datetime

import pytest

from tests.api.conftest import open_client
from tests.support.fake_media import speech
from vidgenie.domain.asset import Asset
from vidgenie.library.assets import add_asset
from vidgenie.media.probe import probe

KINDS = pytest.mark.parametrize(
    ("kind", "media_type"), [("mp3", "audio/mpeg"), ("wav", "audio/wav"), ("m4a", "audio/mp4")]
)


@pytest.fixture
async def keep(services, people):
    """`keep("mp3")`: the link of a sound that Alice has."""

    async def kept(kind: str) -> str:
        path = services.assets.storage.new_temp(kind)
        path.write_bytes(speech(1.0, kind))
        facts = await probe(path)
        asset = Asset(
            id="a" * 32,
            account_id=people["alice"].account.id,
            kind="audio",
            sha256=services.assets.storage.put(path).sha256,
            facts=facts,
            created_at=datetime.now(tz=UTC),
        )
        with services.assets.transaction() as session:
            add_asset(session, asset)
        return services.assets.signed_url(asset.id, kind)

    return kept


@KINDS
async def test_sound_is_sent_as_what_it_is_whole_and_in_parts(keep, served, kind, media_type):
    url = await keep(kind)

    async with open_client(served) as anybody:
        whole = await anybody.get(url)
        part = await anybody.get(url, headers={"range": "bytes=100-199"})

    assert whole.status_code == 200
    assert whole.headers["content-type"] == media_type
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert whole.content == speech(1.0, kind)
    assert (part.status_code, part.content) == (206, speech(1.0, kind)[100:200])
