"""A zip archive of one form (APPNOTE 6.3.10): any tool can open it, and nothing that it declares is trusted.

Members stand one behind the other from the first byte, `bundle.json` before all others and these in the order of their
names, with one date, without extra fields; blobs stored, all others deflated. The directory at the end has to be what
the members make it, byte for byte. So there is no room for a second directory, a member twice, overlaps, encryption,
zip64, or bytes before, between and behind. Names are compared, never used as paths.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import SEEK_CUR, SEEK_END
from struct import Struct
from typing import BinaryIO, NamedTuple

from roadmap_core.cbor import MalformedError
from roadmap_core.refusals import Code

FIRST = "bundle.json"
STORED_FOLDER = "blobs/"
FILE_BYTES = 32 * 1024 * 1024
INFLATED_BYTES = 24 * 1024 * 1024
RATIO = 30
MEMBERS = 4_000

_STORED, _DEFLATED = 0, 8
_LOCAL, _CENTRAL, _END = Struct("<4s5H3I2H"), Struct("<4s6H3I5H2I"), Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_VERSION, _DATE = 20, 33  # 1980-01-01, the first day of the format
_SMALL_BYTES = 1024  # below this the ratio says nothing
_STEP_BYTES = 64 * 1024
_NAME_BYTES = 80


class _Member(NamedTuple):
    name: str
    crc: int
    packed: int
    size: int
    offset: int

    @property
    def method(self) -> int:
        return _STORED if self.name.startswith(STORED_FOLDER) else _DEFLATED

    def local(self) -> bytes:
        sizes = (self.crc, self.packed, self.size, len(self.name), 0)
        return _LOCAL.pack(_LOCAL_MARK, _VERSION, 0, self.method, 0, _DATE, *sizes) + self.name.encode("latin-1")

    def central(self) -> bytes:
        sizes = (self.crc, self.packed, self.size, len(self.name))
        opening = (_CENTRAL_MARK, _VERSION, _VERSION, 0, self.method, 0, _DATE)
        return _CENTRAL.pack(*opening, *sizes, 0, 0, 0, 0, 0, self.offset) + self.name.encode("latin-1")


def _order(name: str) -> tuple[bool, str]:
    return name != FIRST, name


def _directory(members: Iterable[_Member], offset: int) -> bytes:
    central = [member.central() for member in members]
    size = sum(map(len, central))
    return b"".join(central) + _END.pack(_END_MARK, 0, 0, len(central), len(central), size, offset, 0)


def write_archive(contents: Mapping[str, bytes]) -> bytes:
    """The archive that holds `contents`, by their names."""
    members: list[_Member] = []
    out = bytearray()
    for name in sorted(contents, key=_order):
        content = contents[name]
        packer = zlib.compressobj(9, wbits=-15)
        packed = content if name.startswith(STORED_FOLDER) else packer.compress(content) + packer.flush()
        members.append(_Member(name, zlib.crc32(content), len(packed), len(content), len(out)))
        out += members[-1].local() + packed
    return bytes(out) + _directory(members, len(out))


def read_archive(file: BinaryIO, largest: Callable[[str], int]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each member's name, and its content in pieces, which have to be taken before the next member.

    Args:
        file: can seek; what stands in it is read once, forwards.
        largest: how many bytes a member may have; 0 for a name that is none of ours.

    Raises:
        MalformedError: E-BUNDLE for what was never such an archive, E-BUNDLE-SIZE over a limit or where a declared size
            is not the real one, E-BUNDLE-CUT where bytes are missing or were changed on their way.
    """
    end = file.seek(0, SEEK_END)
    _check_opening(file, end)
    members: list[_Member] = []
    room = INFLATED_BYTES
    while (member := _next(file, members, largest)) is not None:
        room -= member.size if member.method == _DEFLATED else 0
        _check_sizes(member, room, largest(member.name), end - file.tell())
        members.append(member)
        yield member.name, _content(file, member)
    expected = _directory(members, file.tell())
    found = file.read(len(expected) + 1)
    if found != expected:  # a stick that was pulled leaves zeros at the end
        raise _cut() if expected.startswith(found.rstrip(b"\0")) else MalformedError(Code.BUNDLE, "another directory")


def _check_opening(file: BinaryIO, end: int) -> None:
    """Judges by the first 41 bytes and the length, so that a wrong file of any size takes no time."""
    file.seek(0)
    ours = _Member(FIRST, 0, 0, 0, 0).local()
    found = file.read(len(ours))
    if not found or not _without_sizes(ours).startswith(_without_sizes(found)):
        raise MalformedError(Code.BUNDLE, "does not begin as a bundle")
    if end > FILE_BYTES:
        raise MalformedError(Code.BUNDLE_SIZE, f"{end} bytes")
    file.seek(0)


def _without_sizes(local: bytes) -> bytes:
    return local[:14] + local[26:]


def _next(file: BinaryIO, before: list[_Member], largest: Callable[[str], int]) -> _Member | None:
    offset = file.tell()
    local = file.read(_LOCAL.size)
    if local.startswith(_CENTRAL_MARK):
        file.seek(-len(local), SEEK_CUR)
        return None
    if not any(mark.startswith(local[:4].rstrip(b"\0")) for mark in (_LOCAL_MARK, _CENTRAL_MARK)):
        raise MalformedError(Code.BUNDLE, "neither a member nor the directory")
    if len(local) < _LOCAL.size:
        raise _cut()
    *_, crc, packed, size, length, _ = _LOCAL.unpack(local)
    name = file.read(min(length, _NAME_BYTES)).decode("latin-1")
    if len(name.rstrip("\0")) < max(1, min(length, _NAME_BYTES)):
        raise _cut()
    member = _Member(name, crc, packed, size, offset)
    is_next = not before or _order(before[-1].name) < _order(name)
    if member.local()[: _LOCAL.size] != local or not largest(name) or not is_next or len(before) == MEMBERS:
        raise MalformedError(Code.BUNDLE, f"no member of a bundle, or not in its place: {name!r}")
    return member


def _check_sizes(member: _Member, room: int, largest: int, left: int) -> None:
    if member.size > largest or member.packed > FILE_BYTES or room < 0:
        raise MalformedError(Code.BUNDLE_SIZE, f"{member.name} is larger than allowed")
    if member.size > RATIO * member.packed + _SMALL_BYTES:
        raise MalformedError(Code.BUNDLE_SIZE, f"{member.name} would grow more than {RATIO} times")
    if member.packed > left:
        raise _cut()


def _content(file: BinaryIO, member: _Member) -> Iterator[bytes]:
    """The content in pieces of at most 64 KiB, never more of it than was declared."""
    size = crc = 0
    for piece in _inflated(file, member):
        size += len(piece)
        crc = zlib.crc32(piece, crc)
        if size > member.size:
            break
        yield piece
    if size != member.size:
        raise MalformedError(Code.BUNDLE_SIZE, f"{member.name} has not the size that it declares")
    if crc != member.crc:
        raise _cut()


def _inflated(file: BinaryIO, member: _Member) -> Iterator[bytes]:
    if member.method == _STORED:
        yield from _pieces(file, member.packed)
        return
    inflater = zlib.decompressobj(wbits=-15)
    for piece in _pieces(file, member.packed):
        packed, plain = piece, bytes(_STEP_BYTES)
        while packed or len(plain) == _STEP_BYTES:
            try:
                plain = inflater.decompress(packed, _STEP_BYTES)
            except zlib.error as error:
                raise _cut() from error
            yield plain
            packed = inflater.unconsumed_tail
    if not inflater.eof or inflater.unused_data:
        raise MalformedError(Code.BUNDLE_SIZE, f"{member.name} ends elsewhere than it declares")


def _pieces(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left:
        piece = file.read(min(left, _STEP_BYTES))
        if not piece:
            raise _cut()
        left -= len(piece)
        yield piece


def _cut() -> MalformedError:
    return MalformedError(Code.BUNDLE_CUT, "bytes are missing, or were changed on their way")
