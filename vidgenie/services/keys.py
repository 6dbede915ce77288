"""Provider keys from the environment, for everybody on this installation."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from vidgenie.domain.ports.keys import KeyUse
from vidgenie.domain.ports.provider import Provider
from vidgenie.errors import MissingKey


@dataclass(frozen=True, slots=True)
class EnvironmentKeys:
    """Reads a key when it is needed and keeps none."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def open(self, account_id: str, provider: Provider, use: KeyUse) -> str | None:
        del account_id, use
        if provider.key_form is None:
            return ""
        key = self.environment.get(provider.key_form.name, "").strip()
        if not key:
            raise MissingKey(provider.title, provider=provider.slug)
        return key

    def ready(self, session: Session, account_id: str) -> Callable[[Provider], bool]:
        del session, account_id
        return lambda p: p.key_form is None or bool(self.environment.get(p.key_form.name, ""))

    def check(self, session: Session, account_id: str, provider: Provider) -> None:
        if not self.ready(session, account_id)(provider):
            raise MissingKey(provider.title, provider=provider.slug)

    def is_unproven(self, account_id: str, provider: Provider) -> bool:
        return False

    def judge(self, account_id: str, provider: Provider, problem: str) -> None: ...

    def base_url(self, provider: Provider) -> str:
        return ""

    def withdraw(self, session: Session, run_id: str) -> None: ...
