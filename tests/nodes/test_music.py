"""The music node: a bed or one's own, and how it plays."""

import pytest

from vidgenie import nodes
from vidgenie.domain.craft import Bed
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.timeline import Music as Playing
from vidgenie.domain.value import FileValue, MusicValue, PortType, from_json, to_json
from vidgenie.errors import InvalidInput
from vidgenie.nodes.music import Music
from vidgenie.plugins import discover
from vidgenie.ui.i18n import catalogue

ASSET = "a" * 32


class Studio:
    """Keeps what it was asked for; every Asset is of one type."""

    def __init__(self, type=PortType.AUDIO):
        self.file = FileValue(ASSET, type, "mp3", 0, 0, 9, seconds=30.0)
        self.asked = []

    async def craft(self, work):
        self.asked.append(work)
        return self.file

    async def adopt(self, asset_id):
        self.asked.append(asset_id)
        return self.file


def params(**raw):
    return Music().parse(raw, node="music")


async def test_a_bed_is_played():
    studio = Studio()

    made = await Music().run(params(bed="lofi", volume=0.5, fade_in=1, is_ducked=False), studio)

    assert studio.asked == [Bed("lofi")]
    assert made["music"] == MusicValue(
        Playing(studio.file, volume=0.5, is_ducked=False, fade_in=1.0, fade_out=1.5)
    )


async def test_sound_of_ones_own_is_taken():
    studio = Studio()

    made = await Music().run(params(asset=ASSET, bed=None), studio)

    assert studio.asked == [ASSET]
    assert made["music"].music.file is studio.file
    assert from_json(to_json(made["music"])) == made["music"]


@pytest.mark.parametrize("type", [PortType.IMAGE, PortType.VIDEO])
async def test_what_is_no_sound_is_refused(type):
    with pytest.raises(InvalidInput) as caught:
        await Music().run(params(asset=ASSET), Studio(type))

    assert (caught.value.params["field"], caught.value.params["problem"]) == ("asset", "not_sound")


@pytest.mark.parametrize("raw", [{}, {"bed": "lofi", "asset": ASSET}, {"bed": None}])
def test_it_is_one_of_the_two(raw):
    with pytest.raises(InvalidInput) as caught:
        params(**raw)

    assert (caught.value.params["field"], caught.value.params["problem"]) == ("asset", "one_music")


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"bed": "../lofi"}, "bed"),
        ({"bed": ""}, "bed"),
        ({"asset": "me"}, "asset"),
        ({"bed": "lofi", "volume": 1.1}, "volume"),
        ({"bed": "lofi", "volume": float("nan")}, "volume"),
        ({"bed": "lofi", "fade_out": -1}, "fade_out"),
        ({"bed": "lofi", "loud": True}, "loud"),
    ],
)
def test_values_that_make_no_sense_are_refused(raw, field):
    with pytest.raises(InvalidInput) as caught:
        params(**raw)

    assert caught.value.params["field"] == field


def test_it_is_free_and_names_what_it_uses():
    assert Music().action(params(bed="calm")) is None
    assert Music().assets(params(asset=ASSET)) == (ASSET,)
    assert Music().assets(params(bed="calm")) == ()
    assert Music().crafts


def test_it_is_found_and_has_a_name():
    assert isinstance(discover(nodes, NodeType)["music"], Music)
    for language in ("en", "fr"):
        assert catalogue.texts(language)["node.music"]
