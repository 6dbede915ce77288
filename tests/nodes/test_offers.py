"""What forms offer is what Providers take: every node type, every Provider, every combination."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from PIL import Image as Pillow

from tests.support import fake_media
from vidgenie import bootstrap, nodes
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import Kind
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.errors import InvalidInput
from vidgenie.plugins import discover
from vidgenie.services.catalog_types import Declarations

TYPES = {slug: one for slug, one in discover(nodes, NodeType).items() if one.kind}
PROVIDERS = bootstrap.all_providers()
PLACES = [
    (slug, maker) for slug, one in TYPES.items() for kind, maker in PROVIDERS if kind == one.kind
]
MOTIONS = ("low", "medium", "high")
places = pytest.mark.parametrize(("slug", "maker"), PLACES, ids=["-".join(p) for p in PLACES])


def made(slug, maker):
    """The node type and the Provider."""
    return TYPES[slug], PROVIDERS[TYPES[slug].kind, maker]


def starts(node_type) -> list[frozenset[str]]:
    """The inputs that matter, connected or not."""
    found = Declarations(TYPES, PROVIDERS).json["offers"][node_type.slug]["ports"]
    return [frozenset(), *(frozenset({name}) for name in found)]


def offered(node_type, provider, inputs) -> Iterator[dict[str, object]]:
    """Every combination of values that is offered."""
    models = node_type.offers(provider, "", inputs)["model"]
    for model in models.values or ():
        fields = node_type.offers(provider, str(model), inputs)
        choices = {
            name: [model] if name == "model" else list(_values(offer))
            for name, offer in fields.items()
            if offer.is_there or name == "model"
        }
        yield from (
            dict(zip(choices, row, strict=True)) for row in product(*choices.values()) if row
        )


def _values(offer):
    if offer.values is not None:
        return offer.values
    return (True, False) if offer.least is None else (offer.least, offer.most)


def parsed(node_type, provider, values):
    """The values of a Node with these in it."""
    needed = {"theme": "tea"} if "theme" in node_type.params.model_fields else {}
    return node_type.parse({**needed, "provider": provider.slug, **values}, node="n")


def is_taken(node_type, provider, values, inputs):
    """Whether `suits` lets these values pass."""
    try:
        node_type.suits(parsed(node_type, provider, values), provider, inputs)
    except InvalidInput:
        return False
    return True


@places
def test_what_is_offered_suits(slug, maker):
    node_type, provider = made(slug, maker)

    refused = [
        (sorted(inputs), values)
        for inputs in starts(node_type)
        for values in offered(node_type, provider, inputs)
        if not is_taken(node_type, provider, values, inputs)
    ]

    assert refused == []


@places
def test_what_is_not_offered_is_refused(slug, maker):
    """Models, lengths and languages; of sizes and speeds, what lies outside."""
    node_type, provider = made(slug, maker)
    taken = []
    for inputs in starts(node_type):
        offers = node_type.offers(provider, "", inputs)
        if not offers["model"].values:
            taken += [inputs] if is_taken(node_type, provider, {}, inputs) else []
            continue
        for name in offers.keys() & {"duration", "language"}:
            every = get_args(node_type.params.model_fields[name].annotation)
            lacking = set(every) - set(offers[name].values)
            taken += [v for v in lacking if is_taken(node_type, provider, {name: v}, inputs)]
        if not offers["model"].is_open and node_type.kind is not Kind.TEXT:
            others = {one.name for one in provider.models} - set(offers["model"].values)
            lacking = {*others, "nobody-knows-it"}
            taken += [v for v in lacking if is_taken(node_type, provider, {"model": v}, inputs)]

    assert taken == []


@pytest.fixture(scope="session")
def picture(tmp_path_factory) -> Path:
    """A picture that every Provider takes."""
    path = tmp_path_factory.mktemp("offers") / "picture.png"
    Pillow.new("RGB", (720, 1280), "teal").save(path)
    return path


@pytest.fixture(scope="session")
def clip(tmp_path_factory) -> Path:
    """A clip to change."""
    path = tmp_path_factory.mktemp("offers") / "clip.mp4"
    path.write_bytes(fake_media.clip((720, 1280), 5))
    return path


@pytest.mark.parametrize("maker", [m for kind, m in PROVIDERS if kind == Kind.IMAGE])
def test_pictures_that_are_offered_pass_the_providers_own_check(maker, picture):
    node_type, provider = made("image", maker)
    for inputs in starts(node_type):
        for values in offered(node_type, provider, inputs):
            width, _, height = str(values["size"]).partition("x")
            request = ImageRequest(
                "a fox",
                size=(int(width), int(height)),
                style=str(values["style"]),
                quality=str(values["quality"]),
                model=str(values["model"]),
                image=picture if inputs else None,
            )
            provider.check(request)


@pytest.mark.parametrize("maker", [m for kind, m in PROVIDERS if kind == Kind.VIDEO])
def test_clips_that_are_offered_pass_the_providers_own_check(maker, picture, clip):
    node_type, provider = made("video", maker)
    sizes = {"720p": (720, 1280), "1080p": (1080, 1920)}
    for inputs in starts(node_type):
        for values in offered(node_type, provider, inputs):
            request = ClipRequest(
                "a fox runs",
                seconds=values["duration"],
                size=sizes[values["resolution"]],
                model=str(values["model"]),
                image=picture if "image" in inputs else None,
                image_url="https://example.org/picture.png" if "image" in inputs else "",
                video=clip if "video" in inputs else None,
            )
            for motion in MOTIONS:
                provider.check(replace(request, motion=motion))


@pytest.mark.parametrize("maker", [m for kind, m in PROVIDERS if kind == Kind.SPEECH])
def test_speech_that_is_offered_passes_the_providers_own_check(maker):
    node_type, provider = made("speech", maker)
    known = {voice.id: voice.languages for voice in provider.voices}
    for values in offered(node_type, provider, frozenset()):
        language, voice = str(values["language"]), str(values["voice"])
        if known.get(voice) and language not in known[voice]:
            continue
        request = SpeechRequest(
            "Good morning.",
            voice=voice,
            language=language,
            speed=float(values.get("speed", 1.0)),
            model=str(values["model"]),
        )
        # A server may have no voice of its own; that is said elsewhere.
        assert problem(provider, request) in ("", "not_installed")


def problem(provider, request) -> str:
    """Why the Provider does not take it, "" when it does."""
    try:
        provider.check(request)
    except InvalidInput as error:
        return str(error.params["problem"])
    return ""
