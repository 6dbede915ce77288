"""What ElevenLabs answers, by its specification."""

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.support import fake_media
from tests.support.services import Refusal

if TYPE_CHECKING:
    from tests.support.fake_services import Handler

BASE = "/elevenlabs"
SHAPE = re.compile(r"sk_[0-9A-Za-z-]{48}")
KEY_HEAD, KEY_LENGTH = "sk_", 48
GEORGE = "JBFqnCBsd6RMkjVDRZzb"
A_LETTER = 0.05  # s
_MODELS = {"eleven_multilingual_v2": 10_000, "eleven_flash_v2_5": 40_000, "eleven_v3": 5_000}
_BODY = {"text", "model_id", "language_code", "voice_settings", "seed", "previous_text"}
_BODY |= {"next_text", "previous_request_ids", "next_request_ids", "apply_text_normalization"}
_SETTINGS = {"stability", "similarity_boost", "style", "speed", "use_speaker_boost"}


def answer(http: "Handler", path: str) -> None:
    key = http.headers.get("xi-api-key", "")
    is_work = http.command == "POST"
    behaviour = http.services.behaviour("elevenlabs", key, is_work=is_work)
    _refuses(behaviour, key, is_work=is_work)
    if is_work:
        _speaks(http, key, path, behaviour)
        return
    if http.misbehave(behaviour):
        return
    if path == "/v1/user/subscription":
        # Keys may be made that may speak and know nothing of money.
        if key.endswith("-restricted"):
            raise _error(401, "missing_permissions", "user_read is missing")
        http.reply(200, _subscription(is_empty=behaviour == "nocredit"))
    elif path == "/v1/models":
        http.reply(200, [{"model_id": name, "name": name} for name in _MODELS])
    elif path == "/v2/voices":
        voices = [_voice(GEORGE, "George", "en"), _voice("Yz9" + "a" * 17, "Ma voix", "fr")]
        http.reply(200, {"voices": voices, "has_more": False, "total_count": len(voices)})
    else:
        raise _error(404, "not_found", path)


def _speaks(http: "Handler", key: str, path: str, behaviour: str) -> None:
    found = re.fullmatch(r"/v1/text-to-speech/([^/]+)/with-timestamps", path)
    if found is None:
        raise _error(404, "not_found", path)
    body = json.loads(http.raw)
    _check(body, parse_qs(urlsplit(http.path).query), unquote(found[1]))
    http.accept("elevenlabs", key, body["text"], body)
    if http.misbehave(behaviour):
        return
    signs = list(body["text"])
    starts = [round(number * A_LETTER, 3) for number in range(len(signs))]
    ends = [round(start + A_LETTER, 3) for start in starts]
    alignment = {
        "characters": signs,
        "character_start_times_seconds": starts,
        "character_end_times_seconds": ends,
    }
    sound = fake_media.speech_base64(max(1.0, round(len(signs) * A_LETTER, 1)))
    said = {"audio_base64": sound, "alignment": alignment, "normalized_alignment": alignment}
    http.reply(200, said, request_id="req-1")


def _check(body: dict[str, Any], query: dict[str, list[str]], voice: str) -> None:
    """Refuse what the documentation refuses."""
    settings = body.get("voice_settings") or {}
    if set(body) - _BODY or set(settings) - _SETTINGS or not isinstance(body.get("text"), str):
        raise _invalid("body")
    if query != {"output_format": ["mp3_44100_128"]}:
        raise _invalid("output_format")
    if not re.fullmatch(r"[A-Za-z0-9]{5,40}", voice):
        raise _error(400, "voice_not_found", f"A voice with ID {voice} was not found.")
    model = body.get("model_id", "eleven_multilingual_v2")
    if model not in _MODELS:
        raise _error(400, "model_not_found", f"A model with ID {model} does not exist.")
    if len(body["text"]) > _MODELS[model]:
        raise _error(400, "max_character_limit_exceeded", "The text is too long.")
    if model == "eleven_multilingual_v2" and "language_code" in body:
        raise _error(400, "unsupported_language", "This model takes no language_code.")
    if model == "eleven_v3" and {"previous_text", "next_text"} & set(body):
        raise _error(400, "unsupported_model", "This model takes no previous_text.")
    if not 0.7 <= settings.get("speed", 1.0) <= 1.2:
        raise _error(400, "invalid_voice_settings", "speed")
    if not 0 <= body.get("seed", 0) <= 4_294_967_295:
        raise _invalid("seed")


def _refuses(behaviour: str, key: str, *, is_work: bool) -> None:
    if behaviour == "invalid":
        raise _error(401, "invalid_api_key", f"Invalid API key {key}")
    if behaviour == "nocredit" and is_work:
        raise _error(401, "quota_exceeded", f"{key}: you have 3 credits remaining.")
    if behaviour == "forbidden":
        raise _error(401, "missing_permissions", f"The API key {key} lacks a permission.")
    if behaviour == "busy":
        error = _error(429, "too_many_concurrent_requests", f"Slow down, {key}.")
        error.headers["retry_after"] = "1"
        raise error
    if behaviour == "down":
        raise Refusal(503, b"upstream connect error", content_type="text/plain")
    if behaviour == "moderated" and is_work:
        raise _error(400, "content_against_policy", "This text violates our policies.")


def _error(status: int, name: str, message: str) -> Refusal:
    return Refusal(status, {"detail": {"status": name, "message": message}})


def _invalid(field: str) -> Refusal:
    problem = {"loc": ["body", field], "msg": "invalid", "type": "value_error"}
    return Refusal(422, {"detail": [problem]})


def _voice(name: str, title: str, language: str) -> dict[str, object]:
    verified = {"language": language, "model_id": "eleven_multilingual_v2", "accent": "any"}
    return {
        "voice_id": name,
        "name": title,
        "category": "premade" if name == GEORGE else "cloned",
        "labels": {"accent": "any", "gender": "male"},
        "available_for_tiers": [],
        "high_quality_base_model_ids": ["eleven_multilingual_v2"],
        "verified_languages": [verified],
        "preview_url": f"https://storage.example/{name}.mp3",
        "description": None,
        "settings": None,
    }


def _subscription(*, is_empty: bool) -> dict[str, object]:
    return {
        "tier": "creator",
        "character_count": 100_000 if is_empty else 17_231,
        "character_limit": 100_000,
        "max_character_limit_extension": None,
        "max_credit_limit_extension": 0,
        "can_extend_character_limit": False,
        "allowed_to_extend_character_limit": False,
        "voice_slots_used": 1,
        "professional_voice_slots_used": 0,
        "professional_voice_slots_used_in_workspace": 0,
        "voice_limit": 120,
        "voice_add_edit_counter": 0,
        "professional_voice_limit": 1,
        "can_extend_voice_limit": False,
        "can_use_instant_voice_cloning": True,
        "can_use_professional_voice_cloning": True,
        "current_overage": {"amount": "0", "currency": "usd"},
        "status": "active",
        "open_invoices": [],
        "has_open_invoices": False,
    }
