"""Write docs/providers.md from what the Providers declare; --check says whether it is current."""

import sys
from pathlib import Path

from vidgenie import bootstrap
from vidgenie.domain.ports.declared import Finds
from vidgenie.domain.ports.image import ImageProvider
from vidgenie.domain.ports.provider import MediaProvider, Provider
from vidgenie.domain.ports.speech import SpeechProvider
from vidgenie.domain.ports.text import TextProvider
from vidgenie.domain.ports.video import VideoProvider

PAGE = Path(__file__).parent.parent / "docs" / "providers.md"
_HEAD = """# Providers

What each Provider declares about itself; `python tools/provider_docs.py` writes this page.
Prices are the services' own list prices in US dollars, with source and date; they are
estimates, and yours to correct in `prices.json` of the data folder. Keys go into the settings
page, or into the environment for everybody. `VIDGENIE_<SLUG>_BASE_URL` moves a service.

A lost order: *asked about* = the service can be asked whether it took it; else you are asked.
"""
_LOST = {
    Finds.NEVER: "you are asked",
    Finds.PRESENCE: "asked about; not found = you are asked",
    Finds.SURELY: "asked about",
}


def page() -> str:
    """The whole page."""
    kinds: dict[str, list[Provider]] = {}
    for (kind, _), provider in sorted(bootstrap.all_providers().items()):
        kinds.setdefault(kind, []).append(provider)
    parts = [_HEAD]
    for kind, providers in kinds.items():
        parts.append(f"\n## {kind.capitalize()}\n")
        parts += [_section(provider) for provider in providers]
    return "".join(parts)


def _section(provider: Provider) -> str:
    rows = [f"\n### {provider.title} (`{provider.slug}`)\n\n"]
    form = provider.key_form
    if form:
        names = ", ".join(f"`{name}`" for name in (form.name, *form.also))
        held = f", kept under `{form.holder}`" if form.holder else ""
        optional = ", optional" if form.is_optional else ""
        rows.append(f"- Key: {names}{held}{optional}; {form.url}\n")
    else:
        rows.append("- Needs no key.\n")
    for option in provider.options:
        needed = " (required)" if option.is_required else ""
        allowed = f": {', '.join(option.allowed)}" if option.allowed else ""
        rows.append(f"- Option `{option.name}`{needed}{allowed}\n")
    rows += [f"- {line}\n" for line in _abilities(provider)]
    if isinstance(provider, MediaProvider) and not provider.repeatable:
        rows.append(f"- A lost order: {_LOST[provider.finds]}.\n")
    rows += [
        f"- ${cost.micro_usd / 1_000_000:g} per {cost.unit.replace('_', ' ')}"
        f"{_of(cost.model, cost.what)} ({cost.source}, {cost.as_of})\n"
        for cost in provider.costs
    ]
    return "".join(rows)


def _of(*words: str) -> str:
    said = " ".join(word for word in words if word)
    return f", {said}" if said else ""


def _abilities(provider: Provider) -> list[str]:
    if isinstance(provider, VideoProvider):
        return [
            f"`{model.name or provider.slug}`: from {', '.join(sorted(model.modes))};"
            f" {_lengths(model.seconds)}; {', '.join(f'{w}x{h}' for w, h in model.sizes)};"
            f" sound: {model.sound}"
            + (f"; clips of up to {model.source_seconds:g} s" if model.source_seconds else "")
            for model in provider.models
        ]
    if isinstance(provider, ImageProvider):
        return [
            f"`{model.name or provider.slug}`: up to {model.max_side} px"
            + (", from a picture too" if model.takes_image else "")
            for model in provider.models
        ]
    if isinstance(provider, SpeechProvider):
        return [
            f"`{model.name or provider.slug}`: {model.limit} characters"
            + ("; knows when each word is said" if model.has_timings else "")
            for model in provider.models
        ]
    if isinstance(provider, TextProvider) and provider.models:
        return [f"Models: {', '.join(f'`{name}`' for name in provider.models)}"]
    return []


def _lengths(seconds: tuple[int, ...]) -> str:
    if not seconds:
        return "as long as its clip"
    if seconds == tuple(range(seconds[0], seconds[-1] + 1)) and len(seconds) > 2:
        return f"{seconds[0]} to {seconds[-1]} s"
    return f"{', '.join(map(str, seconds))} s"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
