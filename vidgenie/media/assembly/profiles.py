"""How the pieces of a profile are encoded; all of one profile can be joined by copying."""

from collections.abc import Mapping, Sequence

from vidgenie.domain.timeline import FPS, Profile

TIMESCALE = 512 * FPS
"""Ticks a second of every piece: a frame is 512 of them, so that nothing is rounded."""
_PRESETS: Mapping[Profile, tuple[str, int]] = {
    # Preset and quality, measured by VMAF: `standard` looks like medium 23 at half its cost.
    Profile.DRAFT: ("ultrafast", 26),
    Profile.FAST: ("superfast", 21),
    Profile.STANDARD: ("veryfast", 20),
    Profile.SMALL: ("medium", 22),
}
BT709 = "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv"
"""The filter that says which colours the frames have, once they have them."""


def preset_of(profile: Profile) -> tuple[str, int]:
    """Name of the x264 preset, and its constant rate factor."""
    return _PRESETS[profile]


def x264(profile: Profile, *, threads: int) -> Sequence[str]:
    """The arguments of the encoder, for pictures of any size."""
    preset, quality = _PRESETS[profile]
    return (
        *("-c:v", "libx264", "-preset", preset, "-crf", str(quality)),
        *("-profile:v", "high", "-pix_fmt", "yuv420p", "-g", str(2 * FPS)),
        # With its own thread for looking ahead x264 does not always write the same bytes.
        *("-x264-params", "open-gop=0:sync-lookahead=0", "-threads", str(threads)),
        *("-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"),
        *("-color_range", "tv", "-r", str(FPS)),
        *("-an", "-sn", "-dn", "-map_metadata", "-1", "-fflags", "+bitexact"),
        *("-video_track_timescale", str(TIMESCALE), "-f", "mp4"),
    )
