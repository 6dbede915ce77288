"""Commands, on an installation of its own."""

from tests.support.installation import camera, fakes, installed, migrated

__all__ = ["camera", "fakes", "installed", "migrated"]
