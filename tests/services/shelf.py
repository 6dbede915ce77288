"""Templates installed in a database, and Projects made of them."""

from sqlmodel import select

from tests.services.makers import ALICE, NOW
from vidgenie.projects import store, templates
from vidgenie.projects.tables import TemplateRow
from vidgenie.services.builtin_templates import builtin_templates
from vidgenie.services.project_making import NewProject

OURS = builtin_templates()


class Anybody(dict):
    """Every Provider there may be."""

    def __contains__(self, place):
        return True


def making(maker, transaction):
    """Makes a Project; the whole of it, as it is stored."""

    def make(account=ALICE, **wanted):
        with transaction() as session:
            made = maker.add(session, account, NewProject(**wanted), maker.chosen(account))
            return store.project(session, account.id, made.id)

    return make


def install(transaction, ours=OURS):
    with transaction() as session:
        return templates.install(session, ours, now=NOW)


def row(session, slug):
    return session.exec(select(TemplateRow).where(TemplateRow.slug == slug)).one()


def rows(transaction):
    """Slug -> what is stored of it."""
    with transaction() as session:
        found = session.exec(select(TemplateRow)).all()
        return {one.slug: (one.account_id, one.texts, one.body) for one in found}
