"""Use cases on Templates of Projects: looked at, saved, changed, forgotten, carried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.projects import store, templates
from vidgenie.services.builtin_templates import builtin_templates
from vidgenie.services.project_template_views import TemplateDetail, TemplateView, TemplateViewer
from vidgenie.services.template_files import project_file, read_project_file
from vidgenie.services.template_filling import body_of
from vidgenie.services.template_holes import language_of
from vidgenie.services.template_rules import check_room, check_theme, check_words


@dataclass(frozen=True, slots=True)
class TemplateService:
    """Keeps Templates. clock: the present instant, aware, UTC."""

    transaction: Transaction
    reading: Transaction
    clock: Callable[[], datetime]
    viewer: TemplateViewer

    def all(self, account: Account, *, language: str) -> list[TemplateView]:
        """Those of ours in their places, then the Account's own, the newest first."""
        with self.reading() as session:
            found = templates.visible(session, account.id)
            places = {one.slug: place for place, one in enumerate(builtin_templates())}
            found.sort(key=lambda one: (one.is_own, places.get(one.slug, len(places))))
            return [self.viewer.view(session, one, language) for one in found]

    def get(self, account: Account, slug: str, *, language: str) -> TemplateDetail:
        """One Template with its Segments. Raises NotFound."""
        with self.reading() as session:
            one = templates.template(session, account.id, slug)
            return self.viewer.detail(session, one, language)

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
            slug = templates.add(session, account.id, words, body_of(project), now=self.clock())
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
            spoken = language_of(one.texts, language)
            old = one.texts[spoken]
            told = check_words(
                old.title if title is None else title,
                old.description if description is None else description,
            )
            example = old.theme if theme is None else check_theme(theme)
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
                theme=check_theme(words.theme),
            )
            for language, words in one.texts.items()
        }
        with self.transaction() as session:
            check_room(session, account)
            slug = templates.add(session, account.id, texts, one.body, now=self.clock())
        return self.get(account, slug, language=next(iter(texts))).view
