"""What people see of Templates of Projects."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from vidgenie.domain.project import Choices, Project, Segment
from vidgenie.projects.templates import Template
from vidgenie.services.template_filling import saying_of, segment_of
from vidgenie.services.template_holes import language_of
from vidgenie.services.template_needs import Need, needs_of, unpriced, untitled, uses_of

PREVIEWED = frozenset({"reels-30s-standard", "product-demo-45s"})
"""Those of ours with a clip that shows them."""


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
class TemplateViewer:
    """Makes views of Templates.

    title: (kind, slug of a Provider) -> what it is called.
    price: what a film of this Project costs in credits, None = it cannot be made as it is.
    """

    title: Callable[[str, str], str] = untitled
    price: Callable[[Session, Project], int | None] = unpriced

    def detail(self, session: Session, one: Template, language: str) -> TemplateDetail:
        """The Template with all its Segments."""
        return TemplateDetail(
            self.view(session, one, language), _parts(one, language), one.body.choices
        )

    def view(self, session: Session, one: Template, language: str) -> TemplateView:
        """The Template in this language, else in one it has."""
        spoken = language_of(one.texts, language)
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
        for new in [segment_of(part, language, theme)]
    )
    choices = one.body.choices
    return Project("", theme=theme, language=language, choices=choices, segments=segments)


def _parts(one: Template, language: str) -> tuple[PartView, ...]:
    return tuple(
        PartView(
            said.role, said.text, said.prompt, part.seconds, part.mode.value, part.transition.value
        )
        for part in one.body.segments
        for said in [saying_of(part, language)]
    )
