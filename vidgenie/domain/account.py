"""Account: who owns and pays."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in.

    role: user or admin.
    """

    id: str
    email: str
    name: str
    plan: str = "free"
    role: str = "user"

    @property
    def is_admin(self) -> bool:
        """May run the installation."""
        return self.role == "admin"
