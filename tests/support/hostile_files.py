"""Files that mean no good, or are odd: each made by a function of its name.

A maker writes to the path it is given; media are tiny. `PLANTED` must be in nothing that is kept.
"""

import functools
import hashlib
import io
import struct
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from vidgenie.media.ff import ffmpeg

PLANTED = b"PlantedCanary"
_TEXT = PLANTED.decode()
Maker = Callable[[Path], None]
MAKERS: dict[str, Maker] = {}


def maker(make: Maker) -> Maker:
    """List the maker under its name."""
    MAKERS[make.__name__] = make
    return make


def run(*args: object, target: Path | str) -> None:
    """ffmpeg, quietly."""
    command = [ffmpeg(), "-v", "error", "-y", *map(str, args), str(target)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True)


def moving(size: str = "64x96", rate: int = 25, seconds: float = 1.0) -> tuple[str, ...]:
    """The input of a picture that moves."""
    return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds}")


TONE = ("-f", "lavfi", "-i", "sine=d=1:r=44100")
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


@functools.cache
def clip(*extra: str) -> bytes:
    """A second of H.264 and AAC, 64 x 96, its index at its end."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "clip.mp4"
        run(*moving(), *TONE, *X264, "-g", "10", "-c:a", "aac", *extra, target=target)
        return target.read_bytes()


@functools.cache
def photo(kind: str) -> bytes:
    """A small picture."""
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((64, 64)).save(file, kind)
    return file.getvalue()


def noise(seed: int, count: int) -> bytes:
    """The same odd bytes every time."""
    return hashlib.shake_256(bytes([seed])).digest(count)


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box of MP4."""
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


_HOLDERS = (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl", b"edts")


def changed(data: bytes, kind: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The boxes with the body of each box of this kind changed; sizes are kept right."""
    out, at = b"", 0
    while at + 8 <= len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + size]
        if name == kind:
            body = change(body)
        elif name in _HOLDERS:
            body = changed(body, kind, change)
        out += box(name, body)
        at += size
    return out


@maker
def empty(path: Path) -> None:
    path.write_bytes(b"")


@maker
def without_its_index(path: Path) -> None:
    whole = clip()
    path.write_bytes(whole[: whole.index(b"moov") - 4])


@maker
def cut_off(path: Path) -> None:
    whole = clip("-movflags", "+faststart")
    path.write_bytes(whole[: len(whole) * 2 // 3])


@maker
def corrupt_frames(path: Path) -> None:
    whole = bytearray(clip("-movflags", "+faststart"))
    first = whole.index(b"mdat") + 200
    places = range(first, len(whole), 3)
    for at, byte in zip(places, noise(1, len(places)), strict=True):
        whole[at] = byte
    path.write_bytes(whole)


@maker
def random_after_magic(path: Path) -> None:
    path.write_bytes(box(b"ftyp", b"isom\0\0\2\0isomiso2") + noise(2, 50_000))


@maker
def random_after_webm_magic(path: Path) -> None:
    path.write_bytes(b"\x1a\x45\xdf\xa3" + noise(3, 50_000))


@maker
def playlist(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n")


@maker
def list_of_siblings(path: Path) -> None:
    path.write_text("ffconcat version 1.0\nfile victim.mp4\n")


@maker
def dash_manifest(path: Path) -> None:
    path.write_text(
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>victim.mp4</BaseURL></MPD>'
    )


@maker
def drawing(path: Path) -> None:
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    )


@maker
def page(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html><script>alert(1)</script></html>")


def _png(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


@functools.cache
def png_bomb(side: int = 30_000) -> bytes:
    """A PNG of side x side points in a few kilobytes."""
    packer = zlib.compressobj(9)
    row = bytes(side // 8 + 1)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = _png(b"IHDR", header) + _png(b"IDAT", pixels) + _png(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


@maker
def bomb_of_png(path: Path) -> None:
    path.write_bytes(png_bomb())


@maker
def bomb_of_jpeg(path: Path) -> None:
    data = bytearray(photo("JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 60_000, 60_000)
    path.write_bytes(data)


@maker
def bomb_of_webp(path: Path) -> None:
    file = io.BytesIO()
    Image.new("RGB", (64, 64)).save(file, "WEBP", lossless=True)
    data = bytearray(file.getvalue())
    at = data.index(b"VP8L") + 9
    data[at : at + 4] = struct.pack("<I", 16_383 | 16_383 << 14)
    path.write_bytes(data)


def _frames() -> list[Image.Image]:
    return [Image.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue")]


@maker
def moving_webp(path: Path) -> None:
    first, *rest = _frames()
    first.save(path, "WEBP", save_all=True, append_images=rest, duration=50)


@maker
def moving_png(path: Path) -> None:
    first, *rest = _frames()
    first.save(path, "PNG", save_all=True, append_images=rest, duration=50)


@maker
def gif(path: Path) -> None:
    first, *rest = _frames()
    first.save(path, "GIF", save_all=True, append_images=rest)


@maker
def tiff(path: Path) -> None:
    _frames()[0].save(path, "TIFF")


@maker
def heic(path: Path) -> None:
    path.write_bytes(box(b"ftyp", b"heic\0\0\0\0mif1heic") + bytes(500))


@maker
def jpeg_with_a_page(path: Path) -> None:
    path.write_bytes(photo("JPEG") + f"<html><script>{_TEXT}</script>".encode())


@maker
def png_with_an_archive(path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{_TEXT}.txt", _TEXT)
    path.write_bytes(photo("PNG") + packed.getvalue())


@maker
def data_elsewhere_by_url(path: Path) -> None:
    other = box(b"url ", bytes(4), b"file:///etc/passwd\0")
    path.write_bytes(changed(clip(), b"dref", lambda _: struct.pack(">II", 0, 1) + other))


@maker
def data_elsewhere_by_alias(path: Path) -> None:
    victim = str(path.with_name("victim.mp4")).encode()
    padded = victim + bytes(len(victim) % 2)
    record = [
        *(bytes(10), b"\4disk".ljust(28, b"\0"), bytes(12), b"\12victim.mp4".ljust(64, b"\0")),
        *(bytes(16), struct.pack(">HH", 1, 1), bytes(16)),
        *(struct.pack(">HH", 2, len(victim)), padded, struct.pack(">hH", -1, 0)),
    ]
    other = box(b"alis", bytes(4), *record)
    path.write_bytes(changed(clip(), b"dref", lambda _: struct.pack(">II", 0, 1) + other))


@maker
def too_wide(path: Path) -> None:
    run(*moving("8192x128", 5, 0.4), *X264, "-f", "mp4", target=path)


@maker
def too_fast(path: Path) -> None:
    run(*moving(rate=240, seconds=0.5), *X264, "-f", "mp4", target=path)


@maker
def too_long(path: Path) -> None:
    run(*moving(rate=1, seconds=661), *X264, "-f", "mp4", target=path)


@maker
def too_long_and_says_nothing(path: Path) -> None:
    slow = (*moving("32x32", 1, 661), "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8")
    run(*slow, "-f", "webm", "-live", "1", target=path)


def _lying(body: bytes) -> bytes:
    """mvhd or mdhd of version 0 that promises eleven minutes."""
    (scale,) = struct.unpack(">I", body[12:16])
    return body[:16] + struct.pack(">I", scale * 660) + body[20:]


@maker
def says_eleven_minutes(path: Path) -> None:
    path.write_bytes(changed(changed(clip(), b"mvhd", _lying), b"mdhd", _lying))


@maker
def without_size(path: Path) -> None:
    def nothing(body: bytes) -> bytes:
        at = body.index(b"avc1") + 28 if b"avc1" in body else None
        if at is None:
            return body
        body = body[:at] + bytes(4) + body[at + 4 :]
        return body.replace(b"avcC", b"free")

    path.write_bytes(changed(clip(), b"stsd", nothing))


@maker
def only_subtitles(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.srt"
        text.write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{_TEXT}\n")
        run("-i", text, "-c:s", "mov_text", "-f", "mp4", target=path)


@maker
def fifty_streams(path: Path) -> None:
    maps = ["-map", "0:v", *["-map", "1:a"] * 49]
    run(*moving(), *TONE, *maps, *X264, "-c:a", "aac", "-f", "mp4", target=path)


@maker
def box_without_end(path: Path) -> None:
    head = box(b"ftyp", b"isom\0\0\2\0isomiso2")
    path.write_bytes(head + struct.pack(">I", 0xFFFFFFF0) + b"moov" + bytes(5000))


@maker
def boxes_in_boxes(path: Path) -> None:
    inner = b""
    for _ in range(20_000):
        inner = struct.pack(">I", min(len(inner) + 8, 2**32 - 1)) + b"moov" + inner
        if len(inner) > 400_000:
            break
    path.write_bytes(box(b"ftyp", b"isom\0\0\2\0isomiso2") + inner)


@maker
def wave_that_lies(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.wav"
        run(*TONE, target=whole)
        path.write_bytes(whole.read_bytes()[:20_000])


@maker
def eight_channels(path: Path) -> None:
    tone = ("-f", "lavfi", "-i", "sine=d=0.5:r=192000", "-ac", "8", "-c:a", "pcm_s24le")
    run(*tone, "-f", "wav", target=path)


@maker
def huge_tag(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.mp3"
        run(*TONE, "-id3v2_version", "0", target=bare)
        filling = PLANTED * 400_000
        frame = b"TXXX" + struct.pack(">I", len(filling)) + bytes(2) + filling
        size = len(frame)
        parts = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
        path.write_bytes(b"ID3\3\0\0" + parts + frame + bare.read_bytes())


@maker
def ogg_without_sound(path: Path) -> None:
    run(*moving("32x32", 5), "-c:v", "libtheora", "-f", "ogg", target=path)


@maker
def cover_bomb(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.flac"
        run(*TONE, target=bare)
        data, cover = bare.read_bytes(), png_bomb()
        text = struct.pack(">II", 3, 9) + b"image/png" + struct.pack(">I", 0)
        size = struct.pack(">IIIII", 30_000, 30_000, 1, 0, len(cover))
        picture = text + size + cover
        block = bytes([6]) + len(picture).to_bytes(3) + picture
        # After STREAMINFO, which is 4 + 4 + 34 bytes from the beginning.
        path.write_bytes(data[:42] + block + data[42:])


@maker
def attachments(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        font = Path(folder) / "font.ttf"
        font.write_bytes(PLANTED * 1000)
        kind = ("-attach", font, "-metadata:s:t", "mimetype=font/ttf")
        run(*moving(), *TONE, *kind, *X264, "-c:a", "aac", "-f", "matroska", target=path)


@maker
def see_through(path: Path) -> None:
    vp9 = ("-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p", "-deadline", "realtime", "-cpu-used", "8")
    run(*moving("64x64", 10), "-vf", "format=yuva420p", *vp9, "-f", "webm", target=path)


@maker
def starts_late(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.mp4"
        whole.write_bytes(clip())
        run("-ss", "0.5", "-i", whole, "-c", "copy", "-f", "mp4", target=path)


@maker
def old_codec(path: Path) -> None:
    run(*moving("32x32", 5), "-c:v", "mpeg2video", "-f", "matroska", target=path)


@maker
def avi(path: Path) -> None:
    run(*moving("32x32", 5), "-c:v", "mpeg4", "-f", "avi", target=path)
