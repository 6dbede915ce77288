"""Use cases on Templates of Projects: looked at, started from, saved, changed, forgotten."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from vidgenie.accounts.tables import AccountRow
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.project import LONGEST_PROMPT, LONGEST_TEXT, Choices, Project, Segment
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.library import assets, brands
from vidgenie.projects import store, templates
from vidgenie.projects.templates import Body, Part, Saying, Template, Words
from vidgenie.services.builtin_templates import builtin_templates
from vidgenie.services.project_making import NewProject, NewSegment
from vidgenie.services.template_files import project_file, read_project_file
from vidgenie.services.template_needs import Need, needs_of, unpriced, untitled, uses_of

MOST = 50
"""Templates of their own that an Account may have."""
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_THEME = 100, 500, 500
"""Characters."""
PREVIEWED = frozenset({"reels-30s-standard", "product-demo-45s"})
"""Those of ours with a clip that shows them."""
HOLE = "{theme}"
"""Where the theme goes into texts and prompts."""
_SAID, _SEEN = 80, 200  # characters of a theme that go into a text, and into a prompt
_SHORTEST_HOLE = 4  # characters; what is shorter than this may stand in any text
_OTHERS = ("en", "fr")  # languages to fall back to
_LOOKS = frozenset({"aspect", "look", "music"})
_UNSAID = NewProject().pillar
# What a Segment and a Part have besides.
_MORE = (
    "provider",
    "model",
    "fit",
    "focus_x",
    "focus_y",
    "transition",
    "transition_seconds",
    "keep_sound",
)


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A Template in one language.

    theme: an example. seconds: of the whole video. poster_url: a picture, "" for none.
    preview_url: a silent clip of it. needs: Providers other than this server that it names.
    uses: voice, captions, music. credits: with the Providers it names; None = it lacks a text.
    """

    slug: str
    title: str
    description: str
    theme: str
    pillar: str
    language: str
    seconds: int
    segments: int
    poster_url: str
    is_own: bool
    needs: tuple[Need, ...]
    preview_url: str | None = None
    uses: tuple[str, ...] = ()
    credits: int | None = 0
    is_free: bool = True
    kind: str = "project"


@dataclass(frozen=True, slots=True)
class PartView:
    """One Segment of a Template. role: what it is there for; text and prompt have holes."""

    role: str
    text: str
    prompt: str
    seconds: int
    mode: str
    transition: str


@dataclass(frozen=True, slots=True)
class TemplateDetail:
    """A Template with all its Segments and choices."""

    view: TemplateView
    parts: tuple[PartView, ...]
    choices: Choices


@dataclass(frozen=True, slots=True)
class TemplateService:
    """Keeps Templates. clock: the present instant, aware, UTC.

    title: (kind, slug of a Provider) -> what it is called.
    price: what a film of this Project costs in credits, None = it cannot be made as it is.
    """

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    title: Callable[[str, str], str] = untitled
    price: Callable[[Session, Project], int | None] = unpriced

    def all(self, account: Account, *, language: str) -> list[TemplateView]:
        """Those of ours in their places, then the Account's own, the newest first."""
        with self.reading() as session:
            found = templates.visible(session, account.id)
            places = {one.slug: place for place, one in enumerate(builtin_templates())}
            found.sort(key=lambda one: (one.is_own, places.get(one.slug, len(places))))
            return [self._view(session, one, language) for one in found]

    def get(self, account: Account, slug: str, *, language: str) -> TemplateDetail:
        """One Template with its Segments. Raises NotFound."""
        with self.reading() as session:
            one = templates.template(session, account.id, slug)
            return TemplateDetail(
                self._view(session, one, language), _parts(one, language), one.body.choices
            )

    def filled(self, session: Session, account: Account, wanted: NewProject) -> NewProject:
        """A wanted Project with what its Template gives; what is said about it counts more.

        Its theme goes into the holes, else the example does. Its texts are in its language
        where the Template has some, else the Project is in the language they are in. Who
        makes what is a Template's to say only when it is the Account's own; what it refers
        to and is gone is left out. Raises NotFound.
        """
        found = templates.template(session, account.id, wanted.template)
        body, language = found.body, _language(found.texts, wanted.language)
        theme = wanted.theme.strip() or found.texts[language].theme
        given = store.choices_json(_present(session, account, body.choices))
        if not found.is_own:
            given = {name: value for name, value in given.items() if name in _LOOKS}
        return replace(
            wanted,
            theme=theme,
            pillar=wanted.pillar if wanted.pillar != _UNSAID else body.pillar,
            language=language,
            choices={**given, **wanted.choices},
            segments=wanted.segments
            or [_segment(part, language, " ".join(theme.split())) for part in body.segments],
        )

    def save(
        self, account: Account, project_id: str, *, title: str, description: str = ""
    ) -> TemplateView:
        """Save a Project as a Template: its texts, prompts and choices, not its clips and files.

        Where its theme stands in texts and prompts there is a hole. Raises NotFound,
        InvalidInput, and Conflict (too_many).
        """
        told = check_words(title, description)
        with self.transaction() as session:
            project = store.project(session, account.id, project_id)
            check_room(session, account)
            words = {project.language: replace(told, theme=project.theme)}
            slug = templates.add(session, account.id, words, _body(project), now=self.clock())
        return self.get(account, slug, language=project.language).view

    def delete(self, account: Account, slug: str) -> None:
        """Forget one of the Account's own; Projects made of it stay. Raises NotFound."""
        with self.transaction() as session:
            templates.remove(session, account.id, slug)

    def change(  # noqa: PLR0913  # one for each thing it says
        self,
        account: Account,
        slug: str,
        *,
        title: str | None = None,
        description: str | None = None,
        theme: str | None = None,
        language: str = "en",
    ) -> TemplateView:
        """Change what one of the Account's own says of itself; theme: its example.

        Raises NotFound and InvalidInput.
        """
        with self.transaction() as session:
            one = templates.template(session, account.id, slug)
            spoken = _language(one.texts, language)
            old = one.texts[spoken]
            told = check_words(
                old.title if title is None else title,
                old.description if description is None else description,
            )
            example = old.theme if theme is None else _text("theme", theme, LONGEST_THEME)
            texts = {**one.texts, spoken: replace(told, theme=example)}
            templates.say(session, account.id, slug, texts, now=self.clock())
        return self.get(account, slug, language=language).view

    def exported(self, account: Account, slug: str) -> dict[str, Any]:
        """The Template as a file that `imported` takes. Raises NotFound."""
        with self.reading() as session:
            return project_file(templates.template(session, account.id, slug))

    def imported(self, account: Account, data: Mapping[str, Any]) -> TemplateView:
        """Keep a Template of a file. Raises InvalidInput, and Conflict (too_many)."""
        one = read_project_file(data)
        texts = {
            language: replace(
                check_words(words.title, words.description),
                theme=_text("theme", words.theme, LONGEST_THEME),
            )
            for language, words in one.texts.items()
        }
        with self.transaction() as session:
            check_room(session, account)
            slug = templates.add(session, account.id, texts, one.body, now=self.clock())
        return self.get(account, slug, language=next(iter(texts))).view

    def _view(self, session: Session, one: Template, language: str) -> TemplateView:
        spoken = _language(one.texts, language)
        words = one.texts[spoken]
        included = [part for part in one.body.segments if part.is_included]
        needs = tuple(
            Need(kind, slug, self.title(kind, slug))
            for kind, slug in sorted(set(needs_of(one.body)))
        )
        price = self.price(session, _example(one, spoken))
        return TemplateView(
            slug=one.slug,
            title=words.title,
            description=words.description,
            theme=words.theme,
            pillar=one.body.pillar,
            language=spoken,
            seconds=sum(part.seconds for part in included),
            segments=len(one.body.segments),
            poster_url="" if one.is_own else f"/templates/{one.slug}.jpg",
            preview_url=f"/templates/{one.slug}.mp4" if one.slug in PREVIEWED else None,
            is_own=one.is_own,
            needs=needs,
            uses=uses_of(one.body),
            credits=price,
            is_free=price == 0 and not needs,
        )


def check_words(title: str, description: str) -> Words:
    """What a Template is called and is for. Raises InvalidInput (title, description)."""
    named = _text("title", title, LONGEST_TITLE)
    if not named:
        raise InvalidInput("Give it a title.", field="title", problem="empty")
    return Words(named, _text("description", description, LONGEST_DESCRIPTION))


def check_room(session: Session, account: Account) -> None:
    """Raise Conflict (too_many) when the Account may have no more Templates of its own."""
    _lock(session, account)
    if templates.count(session, account.id) >= MOST:
        raise Conflict(f"An account has at most {MOST} templates.", problem="too_many")


def _example(one: Template, language: str) -> Project:
    """What is made of it when nobody says otherwise."""
    theme = one.texts[language].theme
    segments = tuple(
        Segment(
            id=f"{number:032x}",
            text=new.text,
            prompt=new.prompt,
            seconds=new.seconds,
            mode=new.mode,
            is_included=new.is_included,
            provider=part.provider,
            model=part.model,
        )
        for number, part in enumerate(one.body.segments)
        for new in [_segment(part, language, theme)]
    )
    choices = one.body.choices
    return Project("", theme=theme, language=language, choices=choices, segments=segments)


def _parts(one: Template, language: str) -> tuple[PartView, ...]:
    return tuple(
        PartView(
            said.role, said.text, said.prompt, part.seconds, part.mode.value, part.transition.value
        )
        for part in one.body.segments
        for said in [_saying(part, language)]
    )


def _language(known: Mapping[str, object], wanted: str) -> str:
    """The language itself, else one of ours, else the only one there is."""
    return next((one for one in (wanted, *_OTHERS) if one in known), next(iter(known)))


def _saying(part: Part, language: str) -> Saying:
    return part.texts[_language(part.texts, language)] if part.texts else Saying()


def _segment(part: Part, language: str, theme: str) -> NewSegment:
    said = _saying(part, language)
    return NewSegment(
        text=said.text.replace(HOLE, _shortened(theme, _SAID))[:LONGEST_TEXT],
        prompt=said.prompt.replace(HOLE, _shortened(theme, _SEEN))[:LONGEST_PROMPT],
        seconds=part.seconds,
        mode=part.mode,
        is_included=part.is_included,
        more={name: getattr(part, name) for name in _MORE},
    )


def _shortened(text: str, most: int) -> str:
    """The text, or as many whole words of it as fit."""
    if len(text) <= most:
        return text
    return text[: most + 1].rsplit(" ", 1)[0][:most].rstrip(" ,;:.!?")


def _present(session: Session, account: Account, choices: Choices) -> Choices:
    """The choices without a brand kit or music that is gone."""
    music = choices.music or {}
    asset = music.get("asset")
    if isinstance(asset, str) and not assets.assets(session, account.id, {asset}):
        choices = replace(choices, music=None)
    if choices.brand:
        try:
            brands.kit(session, account.id, choices.brand)
        except NotFound:
            choices = replace(choices, brand="")
    return choices


def _body(project: Project) -> Body:
    return Body(
        pillar=project.pillar,
        choices=project.choices,
        segments=tuple(_part(segment, project) for segment in project.segments),
    )


def _part(segment: Segment, project: Project) -> Part:
    said = Saying(_holed(segment.text, project.theme), _holed(segment.prompt, project.theme))
    return Part(
        texts={project.language: said},
        seconds=segment.seconds,
        is_included=segment.is_included,
        mode=segment.mode,
        **{name: getattr(segment, name) for name in _MORE},
    )


def _holed(text: str, theme: str) -> str:
    """The text with a hole where the theme stands, as whole words."""
    about = theme.strip()
    if len(about) < _SHORTEST_HOLE:
        return text
    return re.sub(rf"(?<!\w){re.escape(about)}(?!\w)", HOLE, text)


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
