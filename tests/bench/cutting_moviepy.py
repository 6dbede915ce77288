"""The same cut as MoviePy 2.2.1 documents it: `python -m tests.bench.cutting_moviepy FOLDER SHOTS`.

Clips are resized and cropped, every word is a TextClip of a CompositeVideoClip, voice and
music a CompositeAudioClip; `write_videofile` with its own preset.
"""

import pickle
import sys
from pathlib import Path

from moviepy import (
    AudioFileClip,
    CompositeAudioClip,
    CompositeVideoClip,
    TextClip,
    VideoFileClip,
    afx,
    concatenate_videoclips,
)

from tests.bench.cutting_inputs import SECONDS, Inputs
from vidgenie.media.captions import fonts

SIZE = (1080, 1920)


def main(folder: Path, shots: int) -> None:
    """Write moviepy.mp4."""
    inputs: Inputs = pickle.loads((folder / "inputs.pickle").read_bytes())  # noqa: S301  # written by the bench
    timeline = inputs.timeline(shots)
    paths = [str(inputs.files[shot.picture.asset_id].path) for shot in timeline.shots]
    video = concatenate_videoclips([_shown(path) for path in paths], method="compose")
    said = timeline.captions.words if timeline.captions else ()
    font = str(fonts.face("Poppins ExtraBold"))
    texts = [
        TextClip(font=font, text=word.text, font_size=90, color="white", stroke_width=6)
        .with_start(word.start)
        .with_duration(word.end - word.start)
        .with_position(("center", 1150))
        for word in said
    ]
    length = shots * SECONDS
    voice = AudioFileClip(str(inputs.files[inputs.voice.asset_id].path)).with_end(length - 1)
    music = AudioFileClip(str(inputs.files[inputs.music.asset_id].path))
    music = music.with_effects([afx.AudioLoop(duration=length), afx.MultiplyVolume(0.35)])
    sound = CompositeAudioClip([voice.with_start(0.3), music])
    whole = CompositeVideoClip([video, *texts], size=SIZE).with_audio(sound)
    whole.write_videofile(
        str(folder / "moviepy.mp4"),
        fps=30,
        codec="libx264",
        audio_codec="aac",
        temp_audiofile=str(folder / "moviepy.m4a"),
        logger=None,
    )


def _shown(path: str) -> VideoFileClip:
    clip = VideoFileClip(path)
    clip = clip.subclipped(0, min(SECONDS, clip.duration)).with_duration(SECONDS)
    scale = max(SIZE[0] / clip.w, SIZE[1] / clip.h)
    clip = clip.resized(scale)
    return clip.cropped(x_center=clip.w / 2, y_center=clip.h / 2, width=SIZE[0], height=SIZE[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
