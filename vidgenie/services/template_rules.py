"""What a Template may be called and say of itself, and how many of them an Account may have."""

from sqlmodel import Session, col, select

from vidgenie.accounts.tables import AccountRow
from vidgenie.domain.account import Account
from vidgenie.errors import Conflict, InvalidInput
from vidgenie.projects import templates
from vidgenie.projects.templates import Words

MOST = 50
"""Templates of their own that an Account may have."""
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_THEME = 100, 500, 500
"""Characters."""


def check_words(title: str, description: str) -> Words:
    """What a Template is called and is for. Raises InvalidInput (title, description)."""
    named = _text("title", title, LONGEST_TITLE)
    if not named:
        raise InvalidInput("Give it a title.", field="title", problem="empty")
    return Words(named, _text("description", description, LONGEST_DESCRIPTION))


def check_theme(theme: str) -> str:
    """The example of a Template in one line. Raises InvalidInput (theme)."""
    return _text("theme", theme, LONGEST_THEME)


def check_room(session: Session, account: Account) -> None:
    """Raise Conflict (too_many) when the Account may have no more Templates of its own."""
    _lock(session, account)
    if templates.count(session, account.id) >= MOST:
        raise Conflict(f"An account has at most {MOST} templates.", problem="too_many")


def _lock(session: Session, account: Account) -> None:
    """Let the Account's Templates be saved one after the other: two at once are one too many."""
    mine = select(AccountRow.id).where(col(AccountRow.id) == account.id)
    session.exec(mine.with_for_update(key_share=True)).first()


def _text(name: str, typed: str, most: int) -> str:
    """The text in one line. Raises InvalidInput."""
    text = " ".join(typed.split())
    if len(text) > most:
        raise InvalidInput(f"At most {most} characters.", field=name, problem="too_long", max=most)
    return text
