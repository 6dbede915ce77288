"""Clips and sound the Account has enter a Graph by their id."""

import pytest

from vidgenie.domain.value import FileValue, PortType
from vidgenie.errors import InvalidInput
from vidgenie.nodes.footage import Footage
from vidgenie.nodes.recording import Recording

ID = "a" * 32
CASES = [
    (Footage(), "video", PortType.VIDEO, "not_a_clip"),
    (Recording(), "audio", PortType.AUDIO, "not_sound"),
]


class Home:
    """Has one Asset."""

    def __init__(self, kind):
        self._value = FileValue(ID, kind, "mp4", 64, 96, 9, seconds=1.0)

    async def adopt(self, asset_id):
        assert asset_id == ID
        return self._value


@pytest.mark.parametrize(("node", "name", "kind", "_problem"), CASES)
async def test_what_was_chosen_is_handed_on(node, name, kind, _problem):
    chosen = node.parse({"asset": ID}, node="n")

    made = await node.run(chosen, Home(kind))

    assert (list(made), made[name].asset_id, made[name].type) == ([name], ID, kind)
    assert node.outputs[name].types == {kind}


@pytest.mark.parametrize(("node", "_name", "kind", "problem"), CASES)
async def test_what_is_of_another_kind_is_refused(node, _name, kind, problem):
    chosen = node.parse({"asset": ID}, node="n")

    for other in {PortType.IMAGE, PortType.VIDEO, PortType.AUDIO} - {kind}:
        with pytest.raises(InvalidInput) as caught:
            await node.run(chosen, Home(other))
        assert caught.value.params["problem"] == problem


@pytest.mark.parametrize("node", [Footage(), Recording()])
def test_whose_it_is_can_be_checked_before_a_run(node):
    assert node.assets(node.parse({"asset": ID}, node="n")) == (ID,)
    assert node.action(node.parse({"asset": ID}, node="n")) is None


@pytest.mark.parametrize("node", [Footage(), Recording()])
@pytest.mark.parametrize("raw", [{}, {"asset": "x"}, {"asset": "../" + ID}, {"asset": "F" * 32}])
def test_what_is_no_id_is_refused(node, raw):
    with pytest.raises(InvalidInput):
        node.parse(raw, node="n")
