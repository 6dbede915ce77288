"""VidGenie from Python: scripts, Projects and finished videos, by the same services."""

from vidgenie.studio.workplace import close, connect

__all__ = ["close", "connect"]
