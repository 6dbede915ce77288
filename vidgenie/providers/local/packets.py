"""Encoded pictures and sound on their way from one process to another."""

import struct
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import BinaryIO

from av.packet import Packet

_HEAD = struct.Struct("<qqqiiii")  # pts, dts, duration, time base over and under, key, bytes


def write(file: BinaryIO, packets: Iterable[Packet]) -> None:
    """Add packets to a file that `read` understands."""
    for packet in packets:
        base = packet.time_base or Fraction(1)
        data = bytes(packet)
        file.write(
            _HEAD.pack(
                packet.pts or 0,
                packet.dts or 0,
                packet.duration or 0,
                base.numerator,
                base.denominator,
                int(packet.is_keyframe),
                len(data),
            )
        )
        file.write(data)


def read(file: BinaryIO) -> Iterator[Packet]:
    """The packets of a file, in their order."""
    while head := file.read(_HEAD.size):
        pts, dts, duration, over, under, key, size = _HEAD.unpack(head)
        packet = Packet(file.read(size))
        packet.pts, packet.dts, packet.duration = pts, dts, duration
        packet.time_base = Fraction(over, under)
        packet.is_keyframe = bool(key)
        yield packet
