"""The one strict way in and out of CBOR (RFC 8949), in front of `cbor2`, which takes much more than we allow.

Allowed: integers of 64 bits, text without control characters, byte strings, null, and arrays, each in its shortest
form, at most 16 deep. Refused: maps, tags, floats, booleans, undefined, indefinite lengths, longer forms than needed,
trailing bytes. One meaning therefore has one byte form (section 4.2.1, core deterministic encoding).
"""

import re
import threading
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import cbor2

from roadmap_core import limits
from roadmap_core.refusals import Code

Item = Any
"""int, str, bytes, None, or a list of these."""

NULL = b"\xf6"
UNSIGNED = rb"(?:[\x00-\x17]|\x18[\x18-\xff]|\x19[\x01-\xff].|\x1a(?!\0\0).{4}|\x1b(?!\0\0\0\0)[\x00-\x7f].{7})"
"""The pattern of an integer from 0 in its shortest form; `unsigned` reads what it found. For `re.DOTALL`."""
_NEGATIVE = rb"(?:[\x20-\x37]|\x38[\x18-\xff]|\x39[\x01-\xff].|\x3a(?!\0\0).{4}|\x3b(?!\0\0\0\0)[\x00-\x7f].{7})"
_SCALAR = b"(?:" + UNSIGNED + b"|" + _NEGATIVE + rb"|\x60|\xf6)"
SIMPLE = b"(?:" + b"|".join([_SCALAR, *(bytes((0x80 + count,)) + _SCALAR * count for count in range(5))]) + b")"
"""The same of an integer, null, the empty text, or an array of at most four of these: what most answers are."""
_SMALL = tuple(bytes((number,)) for number in range(24))
_PLAIN = re.compile(
    rb"(?:[\x00-\x17\x20-\x37\x40\x60\x80-\x97\xf6]"  # integers, lengths and arrays to 23; null
    rb"|[\x18\x38\x98][\x18-\xff]|[\x19\x39][\x01-\xff]."
    rb"|[\x1a\x3a](?!\0\0).{4}|[\x1b\x3b](?!\0\0\0\0)[\x00-\x7f].{7}"
    rb"|\x48.{8}|\x50.{16}|\x58\x20.{32})*+",  # names of logs and entries, digests
    re.DOTALL,
)
"""A run of whole heads with what belongs to them, all of them allowed, none of a text: what most entries are made of.

The first one or two bytes say where each ends, so there is one way to read them, and `cbor2` has no other.
"""
_PLAIN_BYTES = 16 * 1024
"""Of longer ones not even a copy is made before the scanner has counted what they declare."""
_PAIR, _TRUE = b"\x82", b"\xf5"
_SMALLEST_OF_WIDTH = (24, 1 << 8, 1 << 16, 1 << 32)
_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
_DECEIVING = re.compile(rb"\xe2\x80[\x8b\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xf3\xa0[\x80\x81][\x80-\xbf]")
"""Zero width space, separators, bidi embeddings and overrides (U+200B, U+2028..E), invisible operators and isolates
(U+2060..F), U+FEFF, and tags that hide whole texts (U+E0000..7F). Joiners and direction marks stay allowed."""


class MalformedError(ValueError):
    """The bytes are not strict CBOR, or not of the expected shape."""

    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def encode(item: Item) -> bytes:
    """The one byte form of `item`. The caller hands over allowed types only; `decode` is where bytes are judged."""
    if type(item) is int and 0 <= item < 24:
        return _SMALL[item]  # 0.1 us; cbor2 takes 3.5 for a single integer
    if type(item) is bytes:
        return head(2, len(item)) + item
    writer = getattr(_KEPT, "writer", None) or _new_writer()
    buffer, encoder = writer
    buffer.seek(0)
    buffer.truncate()
    try:
        encoder.encode(item)
    except BaseException:
        _KEPT.writer = None  # it may remember arrays that it hasn't finished
        raise
    return buffer.getvalue()


_KEPT = threading.local()
"""Each thread's encoder: making one takes `cbor2` five times as long as a usual item does."""


def _new_writer() -> tuple[BytesIO, cbor2.CBOREncoder]:
    buffer = BytesIO()
    _KEPT.writer = buffer, cbor2.CBOREncoder(buffer)
    return buffer, _KEPT.writer[1]


def head(major: int, argument: int) -> bytes:
    """The shortest head of an item of a type (RFC 8949, section 3.1), and its value or length below 2**64."""
    if argument < 24:
        return bytes((major << 5 | argument,))
    width = 1 if argument < 1 << 8 else 2 if argument < 1 << 16 else 4 if argument < 1 << 32 else 8
    return bytes((major << 5 | 23 + width.bit_length(),)) + argument.to_bytes(width)


def decode(data: bytes) -> Item:
    """The item that fills `data` exactly.

    Raises:
        MalformedError: with `Code.DECODE`, or `Code.TEXT` for text that deceives the eye (bidi overrides, zero width).
    """
    if len(data) <= _PLAIN_BYTES and _PLAIN.fullmatch(data):
        try:
            item, end = cbor2.loads(_PAIR + data + _TRUE, max_depth=limits.NESTING_DEPTH + 1)  # empty ones not counted
        except cbor2.CBORDecodeError:
            item = end = None
        if end is True:  # which stands nowhere in `data`: one item fills it
            return item
    return _scanned(data)


def unsigned(data: bytes) -> int:
    """The integer whose bytes `UNSIGNED` matches."""
    return data[0] if len(data) == 1 else int.from_bytes(data[1:])


def _scanned(data: bytes) -> Item:
    """As `decode`, head by head: any bytes, and the reason why they are refused."""
    end = item_end(data)
    if end != len(data):
        raise MalformedError(Code.DECODE, "bytes after the item")
    return _load(data)


def decode_first(data: bytes) -> tuple[Item, int]:
    """The first item of a CBOR sequence (RFC 8742) and the offset behind it. Raises MalformedError."""
    end = item_end(data)
    return _load(data[:end]), end


def item_end(data: bytes, start: int = 0) -> int:
    """The offset behind the item that begins at `start`. Takes no memory that `data` doesn't justify.

    Raises:
        MalformedError: if the item is not strict, or reaches beyond the end of `data`.
    """
    size = len(data)
    position = start
    missing = [1]
    while missing:
        if missing[-1] == 0:
            missing.pop()
            continue
        missing[-1] -= 1
        if position >= size:
            raise MalformedError(Code.DECODE, "the bytes end too early")
        major, argument, position = _head(data, position, size)
        if major in (2, 3):
            position = _string_end(data, position, argument, is_text=major == 3)
        elif major == 4:
            if argument > size - position:
                raise MalformedError(Code.DECODE, "an array declares more items than bytes follow")
            missing.append(argument)
            if len(missing) > limits.NESTING_DEPTH + 1:
                raise MalformedError(Code.DECODE, f"nested deeper than {limits.NESTING_DEPTH}")
    return position


def _head(data: bytes, position: int, size: int) -> tuple[int, int, int]:
    initial = data[position]
    major, info = initial >> 5, initial & 31
    position += 1
    if major > 4:
        if initial == 0xF6:
            return 7, 0, position
        raise MalformedError(Code.DECODE, "a map, tag, float, boolean or undefined")
    if info < 24:
        return major, info, position
    if info > 27:
        raise MalformedError(Code.DECODE, "an indefinite or reserved length")
    width = 1 << (info - 24)
    if position + width > size:
        raise MalformedError(Code.DECODE, "the bytes end too early")
    argument = int.from_bytes(data[position : position + width])
    if argument < _SMALLEST_OF_WIDTH[info - 24]:
        raise MalformedError(Code.DECODE, "a longer form than needed")
    if argument > limits.LARGEST_INTEGER:
        raise MalformedError(Code.DECODE, "an integer of more than 64 bits")
    return major, argument, position + width


def _string_end(data: bytes, position: int, length: int, *, is_text: bool) -> int:
    end = position + length
    if end > len(data):
        raise MalformedError(Code.DECODE, "the bytes end too early")
    if is_text:
        if _CONTROL.search(data, position, end):
            raise MalformedError(Code.DECODE, "a control character in a text")
        if _DECEIVING.search(data, position, end):
            raise MalformedError(Code.TEXT, "a direction override or zero-width character in a text")
    return end


def _load(data: bytes) -> Item:
    try:
        return cbor2.loads(data)
    except (cbor2.CBORDecodeError, UnicodeDecodeError) as error:  # what is left to refuse is broken UTF-8
        raise MalformedError(Code.DECODE, str(error)) from error


def array(item: Item, length: int | None = None) -> Sequence[Item]:
    """`item` as an array, of `length` items where given. Raises MalformedError (E-SCHEMA)."""
    if type(item) is not list or (length is not None and len(item) != length):
        raise MalformedError(Code.SCHEMA, f"expected an array of {length} items" if length else "expected an array")
    return item


def integer(item: Item, low: int = 0, high: int = limits.LARGEST_INTEGER) -> int:
    """`item` as an integer from `low` to `high`. Raises MalformedError (E-SCHEMA)."""
    if type(item) is not int or not low <= item <= high:
        raise MalformedError(Code.SCHEMA, f"expected an integer from {low} to {high}")
    return item


def byte_string(item: Item, length: int | None = None) -> bytes:
    """`item` as bytes, of exactly `length` where given. Raises MalformedError (E-SCHEMA)."""
    if type(item) is not bytes or (length is not None and len(item) != length):
        raise MalformedError(Code.SCHEMA, "expected bytes" if length is None else f"expected {length} bytes")
    return item


def text(item: Item, longest: int) -> str:
    """`item` as text of at most `longest` characters. Raises MalformedError (E-SCHEMA)."""
    if type(item) is not str or len(item) > longest:
        raise MalformedError(Code.SCHEMA, f"expected a text of at most {longest} characters")
    return item
