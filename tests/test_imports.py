"""The entry point loads little, and a plug-in is found by its file."""

import subprocess
import sys
from pathlib import Path

import pytest

from vidgenie import nodes, plugins
from vidgenie.domain.node_type import NodeType

ROOT = Path(__file__).parent.parent


def test_the_entry_point_loads_no_sdk_and_no_renderer(tmp_path: Path):
    code = (
        "import sys, vidgenie.vidgenie, vidgenie.bootstrap as b; b.all_providers();"
        " print([m for m in ('openai', 'anthropic', 'boto3', 'stripe', 'moviepy',"
        " 'numpy', 'PIL', 'av') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"VIDGENIE_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.strip().splitlines()[-1:] == ["[]"], done.stderr[-2000:]


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
