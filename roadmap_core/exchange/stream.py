"""Entries in travel: a CBOR sequence (RFC 8742) of byte strings, deflated (RFC 1951) where that is smaller.

An entry's private part travels as a byte string of its own: the first byte tells the two apart, and the hash in the
entry says where a private part belongs. On the line an entry leaves that hash out (pairs.py).

Nothing that a sender declares is trusted: inflating stops at a limit. A stream that was cut gives its complete entries.
Files of entries (`.cborseq`) are the same sequence, plain.
"""

import zlib
from collections.abc import Iterable

from roadmap_core import cbor, limits
from roadmap_core.exchange.pairs import Restoring, is_body, shortened
from roadmap_core.refusals import Code

PLAIN, DEFLATED, SHORTENED = 0, 1, 2
"""Encodings of a stream; the last may be added to either of the others."""
_WORTH_DEFLATING_BYTES = 300


def parted(items: Iterable[bytes]) -> tuple[list[bytes], list[bytes]]:
    """The entries and the private parts of a stream, each in their order."""
    entries: list[bytes] = []
    bodies: list[bytes] = []
    for item in items:
        (bodies if is_body(item) else entries).append(item)
    return entries, bodies


def to_sequence(entries: Iterable[bytes]) -> bytes:
    return b"".join(cbor.encode(entry) for entry in entries)


def packed(entries: Iterable[bytes]) -> tuple[int, bytes]:
    """The encoding and the bytes of a stream; zlib level 6 is within 2 % of zstd here and needs no library."""
    items = list(entries)
    form, plain = min((PLAIN, to_sequence(items)), (SHORTENED, to_sequence(shortened(items))), key=_size)
    if len(plain) < _WORTH_DEFLATING_BYTES:
        return form, plain
    packer = zlib.compressobj(6, wbits=-15)
    deflated = packer.compress(plain) + packer.flush()
    return min((form, plain), (form | DEFLATED, deflated), key=_size)


def _size(form: tuple[int, bytes]) -> int:
    return len(form[1])


class EntryReader:
    """Takes a stream in pieces and gives each entry as soon as it is complete."""

    def __init__(self, encoding: int, largest: int, most: int = limits.LARGEST_INTEGER) -> None:
        """Reads at most `largest` bytes after inflating, `most` entries, and as many private parts.

        4 kB can inflate to 4 MiB of empty entries, which take 5 s to part: `most` is for what strangers send.
        Raises MalformedError for an unknown encoding.
        """
        if encoding not in range(2 * SHORTENED):
            raise cbor.MalformedError(Code.DECODE, "an unknown encoding of the stream")
        self._inflater = zlib.decompressobj(wbits=-15) if encoding & DEFLATED else None
        self._restoring = Restoring() if encoding & SHORTENED else None
        self._room, self._left = largest, {False: most, True: most}
        self._rest = b""

    def feed(self, piece: bytes) -> list[bytes]:
        """The entries and private parts that `piece` completes.

        Raises:
            MalformedError: E-SIZE or E-LIMIT over a limit, E-DECODE where no byte string of an entry's size begins.
                What this piece completed is lost then, and nothing more is read.
        """
        plain = self._inflated(piece) if self._room >= 0 else b""  # zlib takes 0 for no limit at all
        self._room -= len(plain)
        if self._room < 0:
            raise cbor.MalformedError(Code.SIZE, "the stream is larger than allowed")
        self._rest += plain
        entries: list[bytes] = []
        start = 0
        while (found := _byte_string(self._rest, start)) is not None:
            item, start = found
            whole = self._restoring.restored(item) if self._restoring else [item]
            self._count(whole)
            entries += whole
        self._rest = self._rest[start:]
        return entries

    @property
    def is_between_entries(self) -> bool:
        """Whether nothing incomplete is left: a whole stream ends here."""
        is_waiting = self._rest or (self._restoring and self._restoring.is_waiting)
        return not is_waiting and (self._inflater is None or self._inflater.eof)

    def _count(self, items: Iterable[bytes]) -> None:
        for item in items:
            kind = is_body(item)
            self._left[kind] -= 1
            if self._left[kind] < 0:
                raise cbor.MalformedError(Code.LIMIT, "more entries than allowed")

    def _inflated(self, piece: bytes) -> bytes:
        if self._inflater is None:
            return piece
        try:
            plain = self._inflater.decompress(piece, self._room + 1)
        except zlib.error as error:
            raise cbor.MalformedError(Code.DECODE, str(error)) from error
        if self._inflater.unused_data:
            raise cbor.MalformedError(Code.DECODE, "bytes after the deflated stream")
        return plain


def read_sequence(
    data: bytes,
    encoding: int = PLAIN,
    largest: int = limits.PUSH_EXPANDED_BYTES,
    most: int = limits.LARGEST_INTEGER,
) -> list[bytes]:
    """All entries of a whole stream. Raises MalformedError, also for a stream that was cut."""
    reader = EntryReader(encoding, largest, most)
    entries = reader.feed(data)
    if not reader.is_between_entries:
        raise cbor.MalformedError(Code.DECODE, "the stream was cut")
    return entries


_LONG = {0x58: (1, 24), 0x59: (2, 1 << 8), 0x5A: (4, 1 << 16)}
"""Of byte strings of 24 bytes and more, by their first byte: the bytes of the length, and the least that needs them."""


def _byte_string(data: bytes, start: int) -> tuple[bytes, int] | None:
    """The byte string at `start` and the offset behind it, or None if more bytes have to come."""
    if start >= len(data):
        return None
    initial = data[start]
    width, shortest = _LONG.get(initial, (0, 0))
    if not (0x40 <= initial < 0x58 or width):
        raise cbor.MalformedError(Code.DECODE, "no byte string where an entry should begin")
    if start + 1 + width > len(data):
        return None
    length = int.from_bytes(data[start + 1 : start + 1 + width]) if width else initial - 0x40
    if length < shortest:
        raise cbor.MalformedError(Code.DECODE, "a longer form than needed")
    if length > limits.ENTRY_BYTES:
        raise cbor.MalformedError(Code.SIZE, "an entry larger than allowed")
    end = start + 1 + width + length
    return None if end > len(data) else (data[start + 1 + width : end], end)
