"""VidGenie from Python: scripts, Projects and finished videos, by the same services."""
