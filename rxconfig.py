"""Reflex configuration; product settings live in vidgenie/settings.py."""

import reflex as rx

from vidgenie.api.origins import allowed_origins
from vidgenie.settings import Settings
from vidgenie.ui.plugin import VidGeniePlugin
from vidgenie.ui.theme import TAILWIND

_settings = Settings.from_env()

config = rx.Config(
    app_name="vidgenie",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    backend_host=_settings.host,
    backend_port=_settings.port,
    # Pages connect to the origin they came from (vidgenie/ui/plugin.py): any local one will do.
    api_url="http://localhost:3000",
    deploy_url=_settings.origin,
    # Reflex accepts any origin by default, on the websocket too.
    cors_allowed_origins=sorted(allowed_origins(_settings)),
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    frontend_compression_formats=["brotli", "gzip"],
    plugins=[rx.plugins.TailwindV4Plugin(config=TAILWIND), VidGeniePlugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
