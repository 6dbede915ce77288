"""Providers: which there are, which can be called, and what is missing for the others."""

from typing import Any

from vidgenie.domain.ports.provider import Kind, Provider
from vidgenie.domain.ports.video import VideoProvider
from vidgenie.errors import InvalidInput, MissingKey, VidGenieError, restore
from vidgenie.studio.workplace import Workplace, workplace

# Source document 2 calls Stability's clips by the company's name.
_ALSO = {(Kind.VIDEO, "stability"): "stable_video"}


def list_available_providers(kind: str = "video") -> dict[str, dict[str, Any]]:
    """Who can make clips, or another kind of thing: text, image, speech.

    Slug -> {available: there is an adapter for it, api_key_configured, ready: it can be
    called now, title, slug, needs_key, key_variable: the environment variable, "" = takes
    no key, models}. A name of the source documents stands beside the slug it means.
    Raises InvalidInput for a kind there is not.
    """
    place = workplace()
    catalog = place.services.catalog
    slugs = [found.slug for found in catalog.providers(kind)]
    ready = catalog.ready_for(place.account)
    told = {
        slug: _told(catalog.makers[Kind(kind), slug], is_ready=(kind, slug) in ready)
        for slug in slugs
    }
    named = {name: told[slug] for (k, name), slug in _ALSO.items() if k == kind and slug in told}
    return dict(sorted({**named, **told}.items()))


def slug_of(place: Workplace, kind: Kind, name: str) -> str:
    """The slug of the Provider with this name. Raises InvalidInput with those there are."""
    slug = _ALSO.get((kind, name), name)
    makers = place.services.catalog.makers
    if (kind, slug) not in makers:
        known = sorted(slug for made, slug in makers if made == kind)
        raise InvalidInput(
            f"There is no {kind} provider called {name!r}; there are {', '.join(known)}.",
            field="provider",
            problem="unknown",
            allowed=known,
        )
    return slug


def starts_from_text(place: Workplace, slug: str, model: str = "") -> bool:
    """Whether this Provider makes clips of a prompt alone; others need a picture first."""
    maker = place.services.catalog.makers.get((Kind.VIDEO, slug))
    if not isinstance(maker, VideoProvider):
        return True
    return any("text" in known.modes for known in maker.models if model in ("", known.name))


def explained(place: Workplace, error: VidGenieError) -> VidGenieError:
    """The error; for a key that is missing, with where to put it."""
    if not isinstance(error, MissingKey):
        return error
    slug = error.params["provider"]
    forms = (m.key_form for (_, known), m in place.services.catalog.makers.items() if known == slug)
    form = next((form for form in forms if form), None)
    if form is None:
        return error
    names = " or ".join((form.name, *form.also))
    text = (
        f"{error.params['title']} needs a key: set {names} in the environment, or save a key"
        f" in the settings of an account and work for it. Keys: {form.url}"
    )
    return restore(MissingKey, (text,), {"params": error.params})


def _told(provider: Provider, *, is_ready: bool) -> dict[str, Any]:
    form = provider.key_form
    models = provider.models if isinstance(provider, VideoProvider) else ()
    return {
        "available": True,
        "api_key_configured": form is not None and is_ready,
        "ready": is_ready,
        "slug": provider.slug,
        "title": provider.title,
        "needs_key": provider.needs_key,
        "key_variable": form.name if form else "",
        "models": [model.name for model in models if model.name],
    }
