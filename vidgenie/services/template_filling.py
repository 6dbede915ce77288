"""The way from a Project to a Template, which makes holes, and back, which fills them."""

import re
from dataclasses import replace

from sqlmodel import Session

from vidgenie.domain.account import Account
from vidgenie.domain.project import LONGEST_PROMPT, LONGEST_TEXT, Choices, Project, Segment
from vidgenie.errors import NotFound
from vidgenie.library import assets, brands
from vidgenie.projects import store, templates
from vidgenie.projects.templates import Body, Part, Saying
from vidgenie.services.project_making import NewProject, NewSegment
from vidgenie.services.template_holes import language_of

HOLE = "{theme}"
"""Where the theme goes into texts and prompts."""
_SAID, _SEEN = 80, 200  # characters of a theme that go into a text, and into a prompt
_SHORTEST_HOLE = 4  # characters; what is shorter than this may stand in any text
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


def filled(session: Session, account: Account, wanted: NewProject) -> NewProject:
    """A wanted Project with what its Template gives; what is said about it counts more.

    Its theme goes into the holes, else the example does. Its texts are in its language
    where the Template has some, else the Project is in the language they are in. Who
    makes what is a Template's to say only when it is the Account's own; what it refers
    to and is gone is left out. Raises NotFound.
    """
    found = templates.template(session, account.id, wanted.template)
    body, language = found.body, language_of(found.texts, wanted.language)
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
        or [segment_of(part, language, " ".join(theme.split())) for part in body.segments],
    )


def body_of(project: Project) -> Body:
    """Its texts, with holes where its theme stands, and its choices."""
    return Body(
        pillar=project.pillar,
        choices=project.choices,
        segments=tuple(_part(segment, project) for segment in project.segments),
    )


def saying_of(part: Part, language: str) -> Saying:
    """What a Segment of a Template says, in this language when it can."""
    return part.texts[language_of(part.texts, language)] if part.texts else Saying()


def segment_of(part: Part, language: str, theme: str) -> NewSegment:
    """The Segment that is made of it: the theme in its holes, shortened to fit."""
    said = saying_of(part, language)
    return NewSegment(
        text=said.text.replace(HOLE, _shortened(theme, _SAID))[:LONGEST_TEXT],
        prompt=said.prompt.replace(HOLE, _shortened(theme, _SEEN))[:LONGEST_PROMPT],
        seconds=part.seconds,
        mode=part.mode,
        is_included=part.is_included,
        more={name: getattr(part, name) for name in _MORE},
    )


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


def _part(segment: Segment, project: Project) -> Part:
    said = Saying(_holed(segment.text, project.theme), _holed(segment.prompt, project.theme))
    return Part(
        texts={project.language: said},
        seconds=segment.seconds,
        is_included=segment.is_included,
        mode=segment.mode,
        **{name: getattr(segment, name) for name in _MORE},
    )


def _shortened(text: str, most: int) -> str:
    """The text, or as many whole words of it as fit."""
    if len(text) <= most:
        return text
    return text[: most + 1].rsplit(" ", 1)[0][:most].rstrip(" ,;:.!?")


def _holed(text: str, theme: str) -> str:
    """The text with a hole where the theme stands, as whole words."""
    about = theme.strip()
    if len(about) < _SHORTEST_HOLE:
        return text
    return re.sub(rf"(?<!\w){re.escape(about)}(?!\w)", HOLE, text)
