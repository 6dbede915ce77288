"""The Choices a new Project has when nobody says otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vidgenie.domain.account import Account
from vidgenie.domain.project import Choices


@dataclass(frozen=True, slots=True)
class UsualChoices:
    """Who makes what is what the Account prefers, else what the installation offers.

    defaults: the Account's own choice, kind -> Provider slug; kinds may be missing.
    video_provider: the server's default for clips.
    """

    defaults: Callable[[Account | None], Mapping[str, str]]
    video_provider: str = "local"

    def __call__(self, account: Account) -> Choices:
        """Those of this Account."""
        chosen = self.defaults(account)
        return Choices(
            provider=chosen.get("video", self.video_provider),
            image_provider=chosen.get("image", "local"),
            text_provider=chosen.get("text", "local"),
        )
