"""Zips with lies in them: what a bundle never is, and what somebody may hand in as one."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from struct import pack


def stored(data: bytes) -> bytes:
    """RFC 1951, section 3.2.4: blocks that aren't compressed."""
    blocks = [data[start : start + 0xFFFF] for start in range(0, len(data), 0xFFFF)] or [b""]
    out = b""
    for place, block in enumerate(blocks, 1):
        length = len(block)
        out += bytes([place == len(blocks)]) + pack("<HH", length, length ^ 0xFFFF) + block
    return out


@dataclass(frozen=True)
class Forged:
    """One member of a zip, with whatever lies: what is None is told as it is."""

    name: bytes
    content: bytes = b""
    packed: bytes | None = None
    size: int | None = None
    packed_size: int | None = None
    crc: int | None = None
    flags: int = 0
    method: int | None = None
    date: int = 33
    extra: bytes = b""

    def data(self) -> bytes:
        is_blob = self.name.startswith(b"blobs/")
        return self.packed if self.packed is not None else self.content if is_blob else stored(self.content)

    def fields(self) -> bytes:
        method = (0 if self.name.startswith(b"blobs/") else 8) if self.method is None else self.method
        crc = zlib.crc32(self.content) if self.crc is None else self.crc
        size = len(self.content) if self.size is None else self.size
        packed = len(self.data()) if self.packed_size is None else self.packed_size
        numbers = (self.flags, method, 0, self.date, crc, packed, size, len(self.name), len(self.extra))
        return pack("<HHHHIIIHH", *numbers)

    def local(self) -> bytes:
        return b"PK\3\4\x14\0" + self.fields() + self.name + self.extra

    def central(self, offset: int) -> bytes:
        rest = pack("<HHHII", 0, 0, 0, 0, offset)
        return b"PK\1\2\x14\0\x14\0" + self.fields() + rest + self.name + self.extra


def zipped(members: Iterable[Forged], listed: Sequence[Forged] | None = None, between: bytes = b"") -> bytes:
    """A zip of `members`, whose directory names `listed` at their places."""
    members = list(members)
    out, central = b"", b""
    for place, member in enumerate(members):
        told = member if listed is None else (listed[place] if place < len(listed) else None)
        central += told.central(len(out)) if told else b""
        out += member.local() + member.data()
    out += between
    count = len(members if listed is None else listed)
    return out + central + pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(central), len(out), 0)
