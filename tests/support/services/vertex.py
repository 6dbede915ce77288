"""What Vertex answers about Veo, by its documentation.

Its keys are service accounts' files, made here with one RSA key; how a request is met is
told by the name of the account.
"""

import base64
import functools
import json
import re
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

from tests.support import fake_media
from tests.support.services.veo import error, refuses

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/vertex/v1"
# Of accounts' names, which stand for keys here.
SHAPE = re.compile(r"maker")
KEY_HEAD, KEY_LENGTH = "maker", 0
PROJECT = "films"
_KEY_ID = "0123456789abcdef0123456789abcdef01234567"
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_MODELS = "veo-3.1-fast-generate-001|veo-3.1-generate-001|veo-3.1-lite-generate-001"
_PLACE = rf"/(projects/{PROJECT}/locations/[a-z0-9-]+/publishers/google/models/({_MODELS}))"
_PARAMETERS = {"sampleCount", "durationSeconds", "aspectRatio", "resolution", "generateAudio"}
_PARAMETERS |= {"personGeneration", "seed", "negativePrompt", "storageUri"}
# What only this service does: a clip is filtered out at the end, or is in a bucket.
_OWN = ("filtered", "stored")
_SIZES = {"720p": (720, 1280), "1080p": (1080, 1920)}


@dataclass(slots=True)
class Operation:
    """A clip in the making. polls: questions until it is done."""

    name: str
    size: tuple[int, int]
    seconds: int
    polls: int
    behaviour: str
    sound: bool


@functools.cache
def _pair() -> tuple[str, str]:
    """A private key and its public half, as PEM."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = made.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def new_file(behaviour: str = "") -> dict[str, str]:
    """A service account's file as Google gives it. behaviour: how its requests are met."""
    name = f"maker-{behaviour}" if behaviour else "maker"
    return {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": _KEY_ID,
        "private_key": _pair()[0],
        "client_email": f"{name}@{PROJECT}.iam.gserviceaccount.com",
        "client_id": "100000000000000000001",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": "https://oauth2.googleapis.com/token",
        "universe_domain": "googleapis.com",
    }


def new_key(behaviour: str = "") -> str:
    """The same, as the vault keeps it."""
    return base64.b64encode(json.dumps(new_file(behaviour)).encode()).decode()


def answer(http: "Handler", path: str) -> None:
    name = _name(http)
    is_work = path.endswith(":predictLongRunning")
    behaviour = name.rpartition("-")[2]
    if behaviour not in _OWN:
        behaviour = http.services.behaviour("vertex", name, is_work=is_work)
    if behaviour == "invalid":
        raise error(401, "UNAUTHENTICATED", f"{name} had invalid authentication credentials.")
    if behaviour == "moderated" and is_work:
        said = f"The prompt of {name} could not be submitted: usage guidelines."
        raise error(400, "INVALID_ARGUMENT", said)
    refuses(behaviour, name, is_work=is_work)
    if path.startswith("/storage/v1/b/clips/o/"):
        _stored(http, path, behaviour)
        return
    place = re.fullmatch(rf"{_PLACE}:(predictLongRunning|fetchPredictOperation)", path)
    if re.fullmatch(rf"/publishers/google/models/({_MODELS})", path):
        if not http.misbehave(behaviour):
            http.reply(200, {"name": path[1:], "versionId": "001", "launchStage": "GA"})
    elif place is None or http.command != "POST":
        raise error(404, "NOT_FOUND", path)
    elif is_work:
        _begins(http, name, place[1], behaviour)
    elif not http.misbehave(behaviour):
        _tells(http, place[1])


def _name(http: "Handler") -> str:
    """Who signed the token; its signature, claims and times are looked at."""
    try:
        claims = jwt.decode(http.bearer(), certs=_pair()[1])
        head = jwt.decode_header(http.bearer())
    except ValueError:
        raise error(401, "UNAUTHENTICATED", "Invalid JWT") from None
    is_whole = claims["iss"] == claims["sub"] and claims["scope"] == _SCOPE
    if not is_whole or "aud" in claims or claims["exp"] - claims["iat"] > 3600:
        raise error(401, "UNAUTHENTICATED", "Invalid JWT: claims")
    if head["kid"] != _KEY_ID or head["alg"] != "RS256" or claims["iat"] > time.time():
        raise error(401, "UNAUTHENTICATED", "Invalid JWT: header")
    return claims["iss"].partition("@")[0]


def _begins(http: "Handler", name: str, place: str, behaviour: str) -> None:
    body = json.loads(http.raw)
    instance, wanted = body["instances"][0], body["parameters"]
    is_known = set(body) == {"instances", "parameters"} and not set(wanted) - _PARAMETERS
    if not is_known or set(instance) - {"prompt", "image"} or len(body["instances"]) != 1:
        raise error(400, "INVALID_ARGUMENT", "Unknown name")
    size, seconds = _SIZES.get(wanted["resolution"]), wanted["durationSeconds"]
    is_long = seconds == 8 or (seconds in (4, 6) and wanted["resolution"] == "720p")
    if size is None or not is_long or wanted["aspectRatio"] != "9:16":
        raise error(400, "INVALID_ARGUMENT", "parameters")
    _check_image(instance.get("image"))
    http.accept("vertex", name, instance["prompt"], body)
    operation = f"{place}/operations/{secrets.token_hex(8)}"
    made = Operation(
        operation, size, seconds, http.services.polls, behaviour, wanted["generateAudio"]
    )
    with http.services.lock:
        http.services.jobs[operation] = made
    if not http.misbehave(behaviour):
        http.reply(200, {"name": operation})


def _check_image(image: dict[str, str] | None) -> None:
    if image is None:
        return
    data = base64.b64decode(image["bytesBase64Encoded"], validate=True)
    if image["mimeType"] not in ("image/png", "image/jpeg") or len(data) < 100:
        raise error(400, "INVALID_ARGUMENT", "image")


def _tells(http: "Handler", place: str) -> None:
    body = json.loads(http.raw)
    with http.services.lock:
        job = http.services.jobs.get(body.get("operationName"))
        if set(body) != {"operationName"} or not isinstance(job, Operation):
            raise error(404, "NOT_FOUND", "No such operation")
        if not job.name.startswith(f"{place}/"):
            raise error(400, "INVALID_ARGUMENT", "Another model's operation")
        job.polls -= 1
    http.reply(200, {"name": job.name, **_state(job)})


def _state(job: Operation) -> dict[str, Any]:
    if job.polls > 0:
        return {}
    if job.behaviour == "failed":
        return {"done": True, "error": {"code": 13, "message": "Video generation failed."}}
    kind = "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse"
    if job.behaviour == "filtered":
        reasons = ["The heron violated the policy. Support codes: 58061214"]
        told = {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": reasons}
        return {"done": True, "response": {"@type": kind, **told}}
    video = {"mimeType": "video/mp4"}
    if job.behaviour == "stored":
        video["gcsUri"] = f"gs://clips/a b/{job.name.rpartition('/')[2]}.mp4"
    else:
        clip = fake_media.clip(job.size, job.seconds, sound=job.sound)
        video["bytesBase64Encoded"] = base64.b64encode(clip).decode()
    told = {"@type": kind, "raiMediaFilteredCount": 0, "videos": [video]}
    return {"done": True, "response": told}


def _stored(http: "Handler", path: str, behaviour: str) -> None:
    """A file in a bucket."""
    number = path.rpartition("%2F")[2].removesuffix(".mp4")
    jobs = {name.rpartition("/")[2]: job for name, job in http.services.jobs.items()}
    if number not in jobs or "a%20b" not in path or not http.path.endswith("?alt=media"):
        raise error(404, "NOT_FOUND", "No such object")
    if not http.misbehave(behaviour):
        clip = fake_media.clip(jobs[number].size, jobs[number].seconds)
        http.reply(200, clip, content_type="video/mp4")


def referee(base_url: str) -> None:
    """Google's own SDK makes a clip here with a service account."""
    from google import genai  # noqa: PLC0415  # slow to import
    from google.genai import types  # noqa: PLC0415  # as above
    from google.oauth2 import service_account  # noqa: PLC0415  # as above

    account = service_account.Credentials.from_service_account_info(
        new_file(), scopes=[_SCOPE], always_use_jwt_access=True
    )
    options = types.HttpOptions(base_url=base_url.removesuffix("/v1"), api_version="v1")
    with genai.Client(
        enterprise=True,
        project=PROJECT,
        location="us-central1",
        credentials=account,
        http_options=options,
    ) as client:
        made = client.models.generate_videos(
            model="veo-3.1-fast-generate-001",
            source=types.GenerateVideosSource(prompt="a heron"),
            config=types.GenerateVideosConfig(
                number_of_videos=1,
                duration_seconds=4,
                aspect_ratio="9:16",
                resolution="720p",
                generate_audio=True,
                person_generation="allow_adult",
            ),
        )
        while not made.done:
            made = client.operations.get(made)
        assert made.response.generated_videos[0].video.video_bytes
