"""Stable Diffusion WebUI, Forge and SD.Next: pictures by somebody's own server."""

import asyncio
import base64
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import httpx

from vidgenie.domain.ports.declared import ImageModel, KeyForm, Option, OptionKind
from vidgenie.domain.ports.image import ImageProvider, ImageRequest
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Progress
from vidgenie.errors import InvalidInput, OutputRejected, ProviderRejected
from vidgenie.media import magic
from vidgenie.media.fit import fit_picture
from vidgenie.wire import Service, at, decode, inline, inlined, read_json

_WAIT = 900.0  # s; the answer is the picture, and the machine may be slow
_MAX_BYTES = 60_000_000  # of an answer, base64
_MAX_LIST = 8_000_000  # bytes
_MAX_KEPT = 500_000  # bytes of a PNG that travels as it is; as JPEG it is a third
_MAX_IMAGE = 20_000_000  # bytes
_SMALLEST_SIDE, _LARGEST_SIDE = 256, 4096
_SHORTEST = 64  # of a side that is drawn
_GRID = 8  # sides that are drawn are multiples of it, in pixels
_MOST_STEPS = 150
_MOST_TEXT = 10_000
_SEEDS = 2**32
_CUT_TO_FIT = 1  # resize_mode
_PICTURES = ("png", "jpg", "webp")
_STYLES = {
    "vivid": "vivid colours, dramatic light",
    "natural": "natural light, true colours, realistic",
}
_QUALITIES = ("standard", "hd")
_NEGATIVE = "text, watermark, signature, blurry, low quality, deformed"
_CFG_SCALE = 7.0


def _problem(answer: httpx.Response) -> str:
    """A drawing that broke off is a 500 with an account of it; a proxy's has none."""
    said = read_json(answer)
    is_told = answer.status_code == 500 and {"error", "errors"} <= said.keys()
    return "failed" if is_told else ""


_SERVICE = Service(
    "a1111",
    "Stable Diffusion WebUI",
    "",
    is_basic=True,
    is_open=True,
    problem=_problem,
)


class A1111(ImageProvider):
    """One picture, which comes with the answer to the submission.

    It is repeatable: the machine belongs to whoever set it up, a second drawing costs
    nobody money and leaves nothing behind, and there is no job to look for.

    Nothing is cancelled: the server can only interrupt whatever it draws just then, which
    may be somebody else's picture. It finishes ours, and nobody fetches it.
    """

    slug: ClassVar[str] = _SERVICE.slug
    title: ClassVar[str] = _SERVICE.title
    key_form: ClassVar[KeyForm | None] = KeyForm(
        name="A1111_API_KEY",
        example="user:password",
        url="https://github.com/AUTOMATIC1111/stable-diffusion-webui/wiki/API",
        is_optional=True,
    )
    options: ClassVar[tuple[Option, ...]] = (
        Option("address", OptionKind.ADDRESS, is_required=True),
        Option("max_side", OptionKind.TEXT, default="1024"),
        Option("steps", OptionKind.TEXT, default="25"),
        Option("sampler", OptionKind.TEXT, default="Euler a"),
        Option("strength", OptionKind.TEXT, default="0.6"),
    )
    models: ClassVar[tuple[ImageModel, ...]] = (
        ImageModel(max_side=_LARGEST_SIDE, takes_image=True, prompt_limit=_MOST_TEXT),
    )
    repeatable: ClassVar[bool] = True

    async def validate(self, call: Call) -> None:
        """Ask for the checkpoints it has."""
        try:
            answer = await _SERVICE.ask(call, "/sdapi/v1/sd-models", max_bytes=_MAX_LIST)
        except ProviderRejected as error:
            if error.params["problem"] in ("key_refused", "forbidden", "not_public"):
                raise
            raise _SERVICE.unavailable() from None
        if not _is_list(answer):
            raise _SERVICE.unavailable()

    def check(self, request: ImageRequest) -> None:
        """Raise InvalidInput for a size, style, quality, picture or prompt it does not take."""
        self.model(request)
        if min(request.size) < _SMALLEST_SIDE or max(request.size) > _LARGEST_SIDE:
            raise _unsupported("size", smallest=_SMALLEST_SIDE, largest=_LARGEST_SIDE)
        if request.style not in _STYLES:
            raise _unsupported("style", allowed=list(_STYLES))
        if request.quality not in _QUALITIES:
            raise _unsupported("quality", allowed=list(_QUALITIES))
        if not request.prompt.strip():
            raise InvalidInput("Say what the picture shows.", field="prompt", problem="missing")
        if len(request.prompt) > _MOST_TEXT:
            raise InvalidInput("This prompt is too long.", field="prompt", problem="too_long")
        if request.image is not None and magic.suffix_of(request.image) not in _PICTURES:
            raise _unsupported("image", allowed=list(_PICTURES))
        if request.image is not None and request.image.stat().st_size > _MAX_IMAGE:
            raise InvalidInput(
                "This picture is too large.", field="image", problem="too_large", limit=_MAX_IMAGE
            )

    async def submit(self, request: ImageRequest, call: Call) -> Job:
        """The picture, in the Job, whose id is the seed it was drawn with.

        Raises InvalidInput too, before anything is sent, for options that cannot be used:
        they are not known to `check`.
        """
        body = _body(request, call)
        path = "/sdapi/v1/txt2img"
        if request.image is not None:
            path = "/sdapi/v1/img2img"
            body |= {
                "init_images": [await asyncio.to_thread(_base64, request.image)],
                "denoising_strength": _number(call, "strength", 0.0, 1.0),
                "resize_mode": _CUT_TO_FIT,
            }
        answer = await _SERVICE.order(call, path, body=body, wait=_WAIT, max_bytes=_MAX_BYTES)
        said = await asyncio.to_thread(read_json, answer)
        if not said:
            raise _SERVICE.unanswered()
        text = at(said, "images", 0)
        # Some of its relatives say before it what it is.
        picture = decode(text.rpartition(",")[2]) if isinstance(text, str) else b""
        if not picture:
            raise _SERVICE.rejected("unusable_answer")
        if len(picture) > _MAX_KEPT:
            picture = await _lighter(picture, (body["width"], body["height"]))
        return Job(
            id=_seed(said, str(body["seed"])),
            status=JobStatus.SUCCEEDED,
            progress=1.0,
            url=inline(picture),
        )

    async def poll(self, job: Job, call: Call) -> Job:
        """Nothing is ever waited for."""
        del call
        return job

    async def deliver(
        self, job: Job, request: ImageRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """Scale and cut the picture to the size: PNG, or JPEG for "standard" quality."""
        del call, progress
        suffix = "png" if request.quality == "hd" else "jpg"
        await fit_picture(inlined(job.url), target, size=request.size, suffix=suffix)
        return {"provider": self.slug, "model": "", "prompt": request.prompt, "seed": job.id}


def _body(request: ImageRequest, call: Call) -> dict[str, Any]:
    """What both ways to draw have in common. Raises InvalidInput."""
    most = int(_number(call, "max_side", _SMALLEST_SIDE, _LARGEST_SIDE))
    width, height = _drawn(request.size, most)
    return {
        "prompt": f"{request.prompt.strip()}, {_STYLES[request.style]}",
        "negative_prompt": _NEGATIVE,
        "width": width,
        "height": height,
        "steps": int(_number(call, "steps", 1, _MOST_STEPS)),
        "cfg_scale": _CFG_SCALE,
        "seed": request.seed % _SEEDS,
        "sampler_name": call.options.get("sampler", ""),
        "batch_size": 1,
    }


def _drawn(size: tuple[int, int], most: int) -> tuple[int, int]:
    """The size that is drawn: the same shape, no side longer than `most`."""
    scale = min(1.0, most // _GRID * _GRID / max(size))
    width, height = (max(_SHORTEST, round(side * scale / _GRID) * _GRID) for side in size)
    return width, height


def _number(call: Call, name: str, smallest: float, largest: float) -> float:
    """The option. Raises InvalidInput when it is no number, or none of these."""
    text = call.options.get(name, "").strip()
    is_number = text.isascii() and text.replace(".", "", 1).isdigit()
    if not is_number or not smallest <= float(text) <= largest:
        raise InvalidInput(
            "This number is not possible.",
            field=name,
            problem="out_of_range",
            smallest=smallest,
            largest=largest,
        )
    return float(text)


def _seed(said: dict[str, Any], asked: str) -> str:
    """The seed it was drawn with, from the account of it, which is JSON as text."""
    try:
        told = at(json.loads(str(said.get("info"))), "seed")
    except (ValueError, RecursionError):
        return asked
    return str(told) if type(told) is int and told >= 0 else asked


async def _lighter(picture: bytes, size: tuple[int, int]) -> bytes:
    """The picture as JPEG, in the size it has. Raises ProviderRejected when it is none."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "picture.jpg"
        try:
            await fit_picture(picture, target, size=size, suffix="jpg")
        except OutputRejected:
            raise _SERVICE.rejected("unusable_answer") from None
        return await asyncio.to_thread(target.read_bytes)


def _base64(image: Path) -> str:
    return base64.b64encode(image.read_bytes()).decode()


def _is_list(answer: httpx.Response) -> bool:
    """Of objects, as many as there are."""
    try:
        said = json.loads(answer.content)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, list) and all(isinstance(one, dict) for one in said)


def _unsupported(field: str, **params: object) -> InvalidInput:
    message = f"Stable Diffusion WebUI cannot do this {field}."
    return InvalidInput(message, field=field, problem="unsupported", **params)
