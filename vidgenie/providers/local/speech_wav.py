"""Speech as a file."""

import io
import wave


def wav(pcm: bytes, *, rate: int, mark: str) -> bytes:
    """A mono 16 bit WAV file that says who speaks. rate: samples a second."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(pcm)
    comment = mark.encode() + b"\0" * (2 - len(mark) % 2)
    note = b"INFO" + _chunk(b"ICMT", comment)
    made = file.getvalue() + _chunk(b"LIST", note)
    return made[:4] + (len(made) - 8).to_bytes(4, "little") + made[8:]


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + len(data).to_bytes(4, "little") + data
