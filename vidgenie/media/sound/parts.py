"""What is heard in a video: every sound with its place and its gain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vidgenie.media import ff
from vidgenie.media.cache import key_of
from vidgenie.media.sound.levels import CONFORMED, RATE, Sound
from vidgenie.media.sound.loudness import Loudness

VERSION = 2
SPEECH_LUFS = -16.0
"""What every speech and all music is brought to before it is mixed: none is lost."""
CLIP_GAIN = -12.0
"""dB of a clip's own sound; one louder than SPEECH_LUFS is brought to that first."""
_MOST_GAIN = 24.0  # dB a source is raised before it is mixed, at most
_MOST_PEAK = 6.0  # dBFS a peak is raised to; a click is no soft speech
_MOST_IN_ALL = 36.0  # dB, in the end; what is softer than -50 LUFS is mostly noise
_EDGE = 0.01  # s in which the sound of a clip comes and goes where it is cut


@dataclass(frozen=True, slots=True)
class Piece:
    """A sound in its place. at: first sample. gain: dB. length: samples it is cut to."""

    sound: Sound
    at: int
    gain: float = 0.0
    length: int | None = None

    @property
    def arguments(self) -> list[str]:
        """What ffmpeg reads it by."""
        return ff.untrusted(self.sound.source.path, suffix=self.sound.suffix)

    def chain(self, *, start: int) -> str:
        """The filters that bring it to its place. start: the sample that is the first."""
        delay = f"adelay={self.at - start}S:all=1"
        if self.length is None:
            return f"{CONFORMED},asetpts=N/SR/TB,volume={self.gain:.3f}dB,{delay}"
        # A clip's sound may begin after its picture.
        edge = min(_EDGE, self.length / RATE / 2)
        gone = self.length / RATE - edge
        return (
            f"{CONFORMED},aresample=async=1:first_pts=0,apad=whole_len={self.length},"
            f"atrim=end_sample={self.length},afade=d={edge:.4f},"
            f"afade=t=out:st={gone:.4f}:d={edge:.4f},volume={self.gain:.3f}dB,{delay}"
        )


@dataclass(frozen=True, slots=True)
class Score:
    """What plays below: gain in dB, fades in seconds. samples: of the file.

    is_loop: made to be repeated; other music is blended into its own beginning.
    """

    sound: Sound
    samples: int
    gain: float
    is_ducked: bool
    is_loop: bool
    fade_in: float
    fade_out: float

    @property
    def arguments(self) -> list[str]:
        """What ffmpeg reads it by."""
        return ff.untrusted(self.sound.source.path, suffix=self.sound.suffix)


@dataclass(frozen=True, slots=True)
class Parts:
    """What is heard, before anybody has measured it."""

    length: int
    voices: Sequence[Piece]
    clips: Sequence[Piece]
    music: Score | None

    @property
    def sounds(self) -> list[Sound]:
        """Every file that is read."""
        found = [piece.sound for piece in (*self.voices, *self.clips)]
        return [*found, self.music.sound] if self.music else found

    @property
    def headroom(self) -> float:
        """How many dB all may still be raised."""
        gains = [piece.gain for piece in (*self.voices, *self.clips)]
        return _MOST_IN_ALL - max([*gains, self.music.gain] if self.music else gains, default=0.0)

    @property
    def key(self) -> str:
        """Of everything that decides how it sounds; what was measured follows from content."""
        lanes = [
            [(piece.sound.key, piece.at, piece.length) for piece in lane]
            for lane in (self.voices, self.clips)
        ]
        music = self.music and (
            self.music.sound.key,
            *(self.music.samples, self.music.gain, self.music.is_ducked, self.music.is_loop),
            *(self.music.fade_in, self.music.fade_out),
        )
        return key_of("sound track", VERSION, self.length, lanes, music)

    def levelled(self, known: Mapping[str, Loudness]) -> "Parts":
        """The same with the gain of each source; without those that nobody hears."""

        def raised(sound: Sound) -> float:
            level = known[sound.key]
            return min(SPEECH_LUFS - level.lufs, _MOST_GAIN, _MOST_PEAK - level.true_peak)

        def is_heard(part: Piece | Score) -> bool:
            return not known[part.sound.key].is_silent

        music = self.music if self.music and is_heard(self.music) else None
        return Parts(
            self.length,
            [replace(one, gain=raised(one.sound)) for one in self.voices if is_heard(one)],
            [
                replace(one, gain=CLIP_GAIN + min(0.0, raised(one.sound)))
                for one in self.clips
                if is_heard(one)
            ],
            music and replace(music, gain=music.gain + raised(music.sound)),
        )
