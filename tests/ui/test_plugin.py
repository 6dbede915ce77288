"""What the build changes in Reflex's own files."""

from pathlib import Path

import pytest
import reflex_base

from vidgenie.ui import plugin

STATE_JS = Path(reflex_base.__path__[0]) / ".templates" / "web" / "utils" / "state.js"


def test_a_page_connects_to_the_host_and_port_it_came_from():
    changed = plugin.same_origin(STATE_JS.read_text())

    assert changed.count("endpoint.host = window.location.host;") == 1
    assert "endpoint.hostname = frontend_hostname;" not in changed


def test_building_twice_changes_it_once():
    once = plugin.same_origin(STATE_JS.read_text())

    assert plugin.same_origin(once) == once


def test_a_reflex_that_works_differently_is_noticed():
    with pytest.raises(ValueError, match="has changed"):
        plugin.same_origin("export const getBackendURL = (url) => new URL(url);")


def test_the_texts_are_built_in():
    files = {path.name: content for path, content in plugin.VidGeniePlugin().get_static_assets()}

    assert {"vidgenie_texts.js", "vidgenie_i18n.js", "editor.jsx", "canvas.css"} <= files.keys()
    assert "Créer une vidéo" in files["vidgenie_texts.js"]
