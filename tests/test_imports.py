"""The entry point loads little, and a plug-in is found by its file."""

from pathlib import Path

import pytest

from tests.providers.test_loading import loaded
from vidgenie import nodes, plugins
from vidgenie.domain.node_type import NodeType

OTHERS = ("boto3", "stripe", "moviepy", "numpy", "PIL", "av")


def test_the_entry_point_loads_no_sdk_and_no_renderer(tmp_path: Path):
    code = "import vidgenie.vidgenie, vidgenie.bootstrap as b; b.all_providers()"

    assert loaded(code, tmp_path, *OTHERS) == []


def test_node_types_are_found_by_their_files():
    found = plugins.discover(nodes, NodeType)

    files = Path(nodes.__path__[0]).glob("[a-z]*.py")
    assert list(found) == sorted(path.stem for path in files)
    assert {"prompt", "image", "assemble", "output"} <= found.keys()


def test_a_slug_that_is_not_its_files_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    package = tmp_path / "odd_nodes"
    package.mkdir()
    (package / "__init__.py").touch()
    source = (Path(nodes.__path__[0]) / "output.py").read_text()
    (package / "outptu.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    import odd_nodes  # noqa: PLC0415  # it exists only now

    with pytest.raises(ValueError, match="outptu"):
        plugins.discover(odd_nodes, NodeType)
