"""Commands, on an installation of its own."""

from tests.support.installation import fakes, installed, migrated

__all__ = ["fakes", "installed", "migrated"]
