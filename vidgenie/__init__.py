"""VidGenie: the self-hosted short-video studio."""

__version__ = "0.7.0"
