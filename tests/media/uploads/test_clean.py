"""What people bring is taken whatever it was made with, and comes out as one kind of file."""

import subprocess
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.support.hostile_files import TONE, X264, moving, run
from vidgenie.errors import InvalidMedia, RenderFailed, StorageFull
from vidgenie.media import ff
from vidgenie.media.pictures import clean_picture
from vidgenie.media.probe import probe
from vidgenie.media.uploads.clean import clean_clip, clean_sound, fitted
from vidgenie.media.uploads.formats import format_of
from vidgenie.media.uploads.look import look

FAST = ("-deadline", "realtime", "-cpu-used", "8")
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none")
CLIPS = {
    "h264.mp4": (*X264, "-c:a", "aac"),
    "hevc.mov": (*X265, "-pix_fmt", "yuv420p10le", "-c:a", "pcm_s16le"),
    "vp8.webm": ("-c:v", "libvpx", *FAST, "-c:a", "libvorbis"),
    "vp9.webm": ("-c:v", "libvpx-vp9", *FAST, "-c:a", "libopus"),
    "av1.mkv": ("-c:v", "libsvtav1", "-preset", "13", "-c:a", "flac"),
    "h264.mkv": (*X264, "-c:a", "libmp3lame"),
    "pieces.mp4": (*X264, "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov"),
    "live.webm": ("-c:v", "libvpx", *FAST, "-c:a", "libopus", "-live", "1"),
    "full_range.mp4": (*X264[:-1], "yuvj420p", "-c:a", "aac"),
}
SOUNDS = {
    "sound.wav": ("-c:a", "pcm_s24le"),
    "sound.mp3": (),
    "sound.m4a": (),
    "sound.aac": (),
    "sound.ogg": ("-c:a", "libvorbis"),
    "sound.opus": ("-c:a", "libopus"),
    "sound.flac": (),
    "voice.webm": ("-c:a", "libopus"),
}


async def taken(path: Path, target: Path):
    """The facts of what became of a file."""
    seen = await look(path, format=format_of(path))
    make = clean_clip if seen.video is not None else clean_sound
    return await make(path, target, look=seen)


def told(*args: object) -> subprocess.CompletedProcess[bytes]:
    """What ffmpeg prints."""
    return subprocess.run([ff.ffmpeg(), *args], check=True, capture_output=True)


def luma(path: Path, at: str) -> list[int]:
    """The brightness of the four corners of a frame, from the top left, row by row."""
    small = ("-vf", "scale=2:2:flags=area,format=gray", "-f", "rawvideo", "-")
    return list(told("-v", "error", "-ss", at, "-i", path, "-frames:v", "1", *small).stdout)


@pytest.mark.parametrize("name", CLIPS)
async def test_a_clip_becomes_h264_and_aac(name, tmp_path):
    source, target = tmp_path / name, tmp_path / "made"
    run(*moving(), *TONE, *CLIPS[name], target=source)

    facts = await taken(source, target)

    assert facts == await probe(target)
    assert (facts.suffix, facts.video_codec, facts.audio_codec) == ("mp4", "h264", "aac")
    assert (facts.width, facts.height) == (64, 96)
    assert facts.seconds == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("name", SOUNDS)
async def test_sound_becomes_m4a(name, tmp_path):
    source, target = tmp_path / name, tmp_path / "made"
    run(*TONE, *SOUNDS[name], target=source)

    facts = await taken(source, target)

    assert facts == await probe(target)
    assert (facts.suffix, facts.audio_codec, facts.width) == ("m4a", "aac", 0)
    assert facts.seconds == pytest.approx(1.0, abs=0.06)


async def test_a_silent_clip_says_so(tmp_path):
    run(*moving(), *X264, target=tmp_path / "silent.mp4")

    facts = await taken(tmp_path / "silent.mp4", tmp_path / "made")

    assert (facts.audio_codec, facts.has_audio) == ("", False)


async def test_a_clip_whose_sound_was_never_recorded_is_silent(tmp_path):
    nothing = ("-filter_complex", "[1:a]atrim=end_sample=0[a]", "-map", "0:v", "-map", "[a]")
    run(*moving(), *TONE, *nothing, *X264, "-c:a", "aac", target=tmp_path / "clip.mkv")

    facts = await taken(tmp_path / "clip.mkv", tmp_path / "made")

    assert not facts.has_audio


async def test_a_clip_made_upright_by_its_camera_is_upright(tmp_path):
    plain, turned, made = (tmp_path / name for name in ("plain.mp4", "turned.mp4", "made"))
    bars = "color=black:s=64x96:d=0.4,drawbox=0:0:64:48:white:fill"
    run("-f", "lavfi", "-i", bars, *X264, target=plain)
    run("-display_rotation", "90", "-i", plain, "-c", "copy", target=turned)

    facts = await taken(turned, made)

    assert (facts.width, facts.height) == (96, 64)
    left, right = luma(made, "0")[:2]
    assert (left > 200, right < 40) == (True, True)
    assert luma(made, "0") == pytest.approx(luma(turned, "0"), abs=6)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ((3840, 2160), (1920, 1080)),
        ((2160, 3840), (1080, 1920)),
        ((1079, 1919), (1078, 1918)),
        ((65, 97), (64, 96)),
        ((4096, 3), (1920, 2)),
        ((1, 1), (2, 2)),
    ],
)
def test_it_is_made_smaller_where_it_must_be_and_never_larger(given, kept):
    assert fitted(*given) == kept


async def test_a_large_clip_is_made_smaller(tmp_path):
    run(*moving("2560x1440", 5, 0.4), *X264, target=tmp_path / "large.mp4")

    facts = await taken(tmp_path / "large.mp4", tmp_path / "made")

    assert (facts.width, facts.height) == (1920, 1080)


async def test_frames_that_come_as_they_like_come_evenly(tmp_path):
    uneven = "select='not(mod(n\\,7))+lt(mod(n\\,20)\\,8)'"
    filtered = ("-vf", uneven, "-fps_mode", "vfr")
    run(*moving(rate=30, seconds=2), *filtered, *X264, target=tmp_path / "uneven.mp4")
    source = tmp_path / "uneven.mp4"

    seen = await look(source, format="mov")
    facts = await taken(source, tmp_path / "made")

    assert seen.rate == "30/1"
    assert facts.frames == round(seen.seconds * 30)
    assert facts.seconds == pytest.approx(seen.seconds, abs=0.04)


@pytest.mark.parametrize(
    ("rate", "kept"), [("24000/1001", "24000/1001"), (60, "60/1"), (7, "30/1")]
)
async def test_a_usual_rate_is_kept(rate, kept, tmp_path):
    run(*moving("32x32", rate), *X264, target=tmp_path / "clip.mkv")

    assert (await look(tmp_path / "clip.mkv", format="matroska")).rate == kept


async def test_sound_stays_with_the_picture(tmp_path):
    """A clip whose sound begins after half a second is silent until then."""
    late = ("-itsoffset", "0.5", *TONE)
    run(*moving(seconds=1.5), *late, *X264, "-c:a", "aac", target=tmp_path / "late.mp4")

    facts = await taken(tmp_path / "late.mp4", tmp_path / "made.mp4")

    plain = ("-ac", "1", "-ar", "1000", "-f", "u8", "-")
    raw = told("-v", "error", "-i", tmp_path / "made.mp4", *plain).stdout
    assert facts.seconds == pytest.approx(1.5, abs=0.05)
    assert max(abs(sample - 128) for sample in raw[:440]) <= 2
    assert max(abs(sample - 128) for sample in raw[600:900]) > 8


async def test_one_channel_is_as_loud_in_two(tmp_path):
    run(*TONE, target=tmp_path / "mono.wav")

    await taken(tmp_path / "mono.wav", tmp_path / "made.m4a")

    said = told("-i", tmp_path / "made.m4a", "-af", "volumedetect", "-f", "null", "-").stderr
    loudest = float(said.decode().partition("max_volume: ")[2].split(" ")[0])
    assert loudest == pytest.approx(-18.1, abs=0.6)


async def test_light_beyond_our_screens_is_brought_back(tmp_path):
    wide = "log-level=none:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"
    grey = ("-f", "lavfi", "-i", "color=0x808080:s=64x64:r=10:d=0.3")
    x265 = (*X265[:-1], wide, "-pix_fmt", "yuv420p10le")
    run(*grey, *x265, target=tmp_path / "hdr.mov")

    seen = await look(tmp_path / "hdr.mov", format="mov")
    facts = await taken(tmp_path / "hdr.mov", tmp_path / "made.mp4")

    assert seen.is_hdr
    assert (facts.width, facts.video_codec) == (64, "h264")


async def test_where_it_was_taken_by_whom_and_with_what_is_gone(tmp_path):
    marks = {
        "title": "CanaryTitle",
        "location": "+48.8584+002.2945/",
        "com.apple.quicktime.make": "CanaryCamera",
        "artist": "CanaryArtist",
        "comment": "CanaryComment",
    }
    lyrics, chapters = tmp_path / "text.srt", tmp_path / "chapters.txt"
    lyrics.write_text("1\n00:00:00,000 --> 00:00:01,000\nCanaryText\n")
    chapters.write_text(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle=CanaryChapter\n"
    )
    tags = [part for mark in marks.items() for part in ("-metadata", "=".join(mark))]
    tags += ["-metadata:s:v", "handler_name=CanaryHandler", "-metadata:s:v", "encoder=CanaryMaker"]
    more = ["-i", lyrics, "-i", chapters, "-map", "0", "-map", "1", "-map", "2"]
    more += ["-map_chapters", "3", "-c:s", "mov_text", "-movflags", "use_metadata_tags"]
    source, target = tmp_path / "clip.mov", tmp_path / "made"
    run(*moving(), *TONE, *more, *tags, *X264, "-c:a", "aac", target=source)
    assert source.read_bytes().count(b"Canary") >= 6

    await taken(source, target)

    kept = target.read_bytes()
    for secret in (b"Canary", b"+48.8584", b"Lavf", b"text"):
        assert secret not in kept


async def test_the_cover_and_the_tags_of_sound_are_gone(tmp_path):
    cover, source, target = (tmp_path / name for name in ("cover.jpg", "song.mp3", "made"))
    run("-f", "lavfi", "-i", "color=red:s=32x32", "-frames:v", "1", target=cover)
    tags = ("-metadata", "artist=CanaryArtist", "-metadata", "lyrics=CanaryLyrics")
    run(*TONE, "-i", cover, "-map", "0", "-map", "1", "-id3v2_version", "3", *tags, target=source)
    assert b"APIC" in source.read_bytes()

    facts = await taken(source, target)

    assert facts.is_sound
    assert not [
        mark for mark in (b"Canary", b"APIC", b"\xff\xd8\xff") if mark in target.read_bytes()
    ]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_what_a_picture_knows_about_its_owner_is_gone(kind, tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "CanaryDescription"
    exif.get_ifd(0x8825)[29] = "CanaryDate"  # in the block of the place
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>CanaryXmp</x:xmpmeta>"
    notes = PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", xmp.decode())
    more = {"pnginfo": notes} if kind == "PNG" else {"xmp": xmp}
    source, target = tmp_path / "photo", tmp_path / "made"
    Image.new("RGB", (32, 32), "teal").save(source, kind, exif=exif, **more)
    assert source.read_bytes().count(b"Canary") >= 3

    await clean_picture(source, target, max_pixels=10_000)

    assert b"Canary" not in target.read_bytes()


async def test_the_same_file_twice_gives_the_same_bytes(tmp_path):
    run(*moving(), *TONE, *X264, "-c:a", "aac", target=tmp_path / "clip.mp4")

    for name in ("one", "two"):
        await taken(tmp_path / "clip.mp4", tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


async def test_a_full_disk_is_called_so_and_nothing_is_left(tmp_path):
    source = tmp_path / "clip.mp4"
    run(*moving(), *X264, target=source)
    (tmp_path / "made.part").symlink_to("/dev/full")

    with pytest.raises(StorageFull):
        await taken(source, tmp_path / "made")

    assert list(tmp_path.iterdir()) == [source]


async def test_work_that_was_ended_from_outside_is_no_fault_of_the_file(tmp_path, monkeypatch):
    source = tmp_path / "clip.mp4"
    run(*moving(), *X264, target=source)
    seen = await look(source, format="mov")

    async def killed(*_given, **_more):
        raise RenderFailed("Killed.", exit=-9)

    monkeypatch.setattr(ff, "run", killed)

    with pytest.raises(RenderFailed):
        await clean_clip(source, tmp_path / "made", look=seen)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"\x1a\x45\xdf\xa3" + bytes(60), "matroska"),
        (b"OggS" + bytes(60), "ogg"),
        (b"fLaC" + bytes(60), "flac"),
        (b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(60), "aac"),
        (b"\xff\xf1\xff\x80\x02\x1f\xfc" + bytes(60), ""),
        (b"ID3\4\0\0\0\0\0\4" + b"xxxxfLaC" + bytes(60), "flac"),
        (b"ID3\4\0\0\0\0\0\4" + b"xxxx\xff\xfb\x90\xc4" + bytes(60), "mp3"),
        (b"ID3", "mp3"),
        (b"\0\0\0\x08wide\0\0\0\x08mdat" + bytes(60), "mov"),
        (b"\0\0\0\x20ftypqt  " + bytes(60), "mov"),
        (b"RIFF\0\0\0\0WAVEfmt " + bytes(60), "wav"),
        (b"RIFF\0\0\0\0AVI LIST" + bytes(60), ""),
        (b"#EXTM3U\n", ""),
        (b"\0", ""),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head, found, tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(head)

    assert format_of(path) == found


async def test_what_is_none_of_them_is_not_even_opened(tmp_path):
    with pytest.raises(InvalidMedia) as caught:
        await look(tmp_path / "nothing", format="")

    assert caught.value.params["problem"] == "unsupported"
