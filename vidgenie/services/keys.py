"""Provider keys from the environment, for everybody on this installation."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from vidgenie.domain.ports.provider import Provider
from vidgenie.errors import MissingKey


@dataclass(frozen=True, slots=True)
class EnvironmentKeys:
    """Reads a key when it is needed and keeps none."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def key(self, account_id: str, provider: Provider) -> str:
        """The key to call this Provider with, "" when it needs none. Raises MissingKey."""
        del account_id
        if provider.key_name is None:
            return ""
        key = self.environment.get(provider.key_name, "").strip()
        if not key:
            raise MissingKey(provider.title, provider=provider.slug)
        return key

    def has(self, provider: Provider) -> bool:
        """Whether this Provider can be called now."""
        return provider.key_name is None or bool(
            self.environment.get(provider.key_name, "").strip()
        )
