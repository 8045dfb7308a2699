"""A few entries as text, for when nothing else works: a block to paste into a message, or pieces for QR codes.

    piece = number.total.card.data.check.      base 32 of Crockford; any order, any number of times
    card  = 20 bits of the SHA-256 of all data, so that pieces of two postcards are told apart
    check = 20 bits of the SHA-256 of what stands before it, so that a changed piece counts as missing
    data  = kind and bytes of a stream (stream.py)

All that mail programs do to a block is undone: wrapped lines, quoting, other spaces, wide letters, lower case. What is
read is judged like all entries; the checks are against mistakes, the signatures against people.
"""

import re
import unicodedata
from base64 import b32decode, b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from roadmap_core.exchange.stream import packed, read_sequence
from roadmap_core.refusals import Code, Refusal

TITLE = "WAYMARK POSTCARD"
POSTCARD_BYTES = 4 * 1024
_EXPANDED_BYTES, _ENTRIES = 64 * 1024, 50
_LINE_CHARACTERS, _PIECE_CHARACTERS = 40, 760
"""Of data: lines of at most 69 characters, which no mail program wraps, and QR codes of at most 800."""
_TEXT_CHARACTERS = 64 * 1024
_GROUP = 5
_TO_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_FROM_CROCKFORD = str.maketrans("0123456789ABCDEFGHJKMNPQRSTVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "\u3002": "."})
_NOISE = re.compile(r"[^0-9A-Z.]")
_PIECE = re.compile(r"(?<![0-9])(?=(([0-9]{1,3})\.([0-9]{1,3})\.([0-9A-Z]{4})\.([0-9A-Z]+))\.([0-9A-Z]{4})\.)")


@dataclass(frozen=True, slots=True)
class Incomplete(Refusal):
    """A postcard of which pieces did not come, or not as they were written.

    Attributes:
        total: how many there are.
        missing: the numbers of those to copy once more, from 1.
    """

    total: int = 0
    missing: tuple[int, ...] = ()


def text_block(items: Iterable[bytes]) -> str | Refusal:
    """Entries and private parts for pasting: a title and numbered lines; E-POSTCARD-SIZE above 4 KiB."""
    pieces = _written(items, _LINE_CHARACTERS)
    return pieces if isinstance(pieces, Refusal) else "\n".join([TITLE, *map(_grouped, pieces), ""])


def qr_pieces(items: Iterable[bytes]) -> list[str] | Refusal:
    """As `text_block`, as texts of at most 800 characters of the alphanumeric set of QR codes (ISO 18004)."""
    return _written(items, _PIECE_CHARACTERS)


def read_postcard(text: str) -> list[bytes] | Refusal:
    """The entries and private parts in a block that somebody pasted, or in pieces one behind the other.

    E-POSTCARD if there is none in it, E-POSTCARD-MIXED for pieces of several, `Incomplete` with E-POSTCARD-CUT.
    """
    if len(text) > _TEXT_CHARACTERS:
        return Refusal(Code.POSTCARD_SIZE, f"{len(text)} characters")
    plain = unicodedata.normalize("NFKC", text).upper().translate(_READ_AS)
    found = [match.groups() for match in _PIECE.finditer(_NOISE.sub("", plain))]
    good = [piece for said, *piece, check in found if _tag(said.encode()) == check]
    cards = {(card, int(total)) for _, total, card, _ in good}
    if len(cards) != 1:
        return Refusal(Code.POSTCARD_MIXED if cards else Code.POSTCARD, f"pieces of {len(cards)} postcards")
    ((card, total),) = cards
    data = {int(number): data for number, _, _, data in good}
    missing = tuple(number for number in range(1, total + 1) if number not in data)
    if missing:
        return Incomplete(Code.POSTCARD_CUT, f"{len(missing)} of {total} pieces are missing", total, missing)
    return _items("".join(data[number] for number in sorted(data)), card)


def _written(items: Iterable[bytes], size: int) -> list[str] | Refusal:
    kind, stream = packed(items)
    if len(stream) >= POSTCARD_BYTES:
        return Refusal(Code.POSTCARD_SIZE, f"{len(stream)} bytes")
    content = bytes([kind]) + stream
    digits, card = _digits(content), _tag(content)
    parts = [digits[start : start + size] for start in range(0, len(digits), size)]
    said = [f"{number}.{len(parts)}.{card}.{part}" for number, part in enumerate(parts, 1)]
    return [f"{piece}.{_tag(piece.encode())}." for piece in said]


def _items(digits: str, card: str) -> list[bytes] | Refusal:
    try:
        content = b32decode(digits.translate(_FROM_CROCKFORD) + "=" * (-len(digits) % 8))
        if _tag(content) == card:
            return read_sequence(content[1:], content[0], _EXPANDED_BYTES, _ENTRIES)
    except (ValueError, IndexError) as error:
        return Refusal(Code.POSTCARD, str(error))
    return Refusal(Code.POSTCARD, "the pieces don't fit each other")


def _digits(data: bytes) -> str:
    return b32encode(data).decode().rstrip("=").translate(_TO_CROCKFORD)


def _tag(data: bytes) -> str:
    return _digits(sha256(data).digest()[:5])[:4]


def _grouped(piece: str) -> str:
    said, check = piece[:-6], piece[-6:]
    opening, _, data = said.rpartition(".")
    return opening + ". " + " ".join(data[start : start + _GROUP] for start in range(0, len(data), _GROUP)) + check
