"""Asset: a stored file that never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

# Suffix and media type of every kind of file we store.
MEDIA_TYPES: Mapping[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
}


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What a probe found in a file.

    suffix: a key of MEDIA_TYPES; the true one, whatever the file was called.
    width, height: in pixels, as shown; 0 for sound.
    seconds: of a clip or sound, None for a picture.
    frames, video_codec: of a clip; None and "" for anything else.
    audio_codec: of sound and of a clip's sound track, "" when there is none.
    """

    suffix: str
    width: int
    height: int
    bytes: int
    seconds: float | None = None
    frames: int | None = None
    video_codec: str = ""
    audio_codec: str = ""

    @property
    def has_audio(self) -> bool:
        """Whether there is a sound track."""
        return bool(self.audio_codec)

    @property
    def is_video(self) -> bool:
        """Whether it is a clip."""
        return self.seconds is not None and self.width > 0

    @property
    def is_sound(self) -> bool:
        """Whether it is sound alone."""
        return self.seconds is not None and self.width == 0


@dataclass(frozen=True, slots=True)
class Asset:
    """A stored file: its kind, checksum, size and where it came from.

    kind: image, video, audio or thumbnail.
    origin: how it was made, JSON strings: provider, model, prompt, seed, demo...
    recipe: digest of what was asked for, when the file can stand for it another time.
    """

    id: str
    account_id: str
    kind: str
    sha256: str
    facts: MediaFacts
    created_at: datetime
    run_id: str | None = None
    node_id: str | None = None
    origin: Mapping[str, str] = field(default_factory=dict[str, str])
    recipe: str | None = None
