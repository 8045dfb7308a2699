"""Codes that people read out, type and print: Crockford's base 32 with check characters (mod 37)."""

import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK = _ALPHABET + "*~$=U"
_ROW_CHARACTERS = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": ""})


def to_code(data: bytes, group: int = 4) -> str:
    """`data` as base 32 with a check character, in groups parted by hyphens."""
    number = int.from_bytes(data)
    return _grouped(_digits(number, -(-len(data) * 8 // 5)) + _CHECK[number % 37], group)


def from_code(code: str, size: int) -> bytes | None:
    """The `size` bytes that a typed code stands for; None if it is no such code.

    Lower case, spaces and hyphens are taken; O reads as 0, I and L as 1.
    """
    digits = _read(code)
    if len(digits) != -(-size * 8 // 5) + 1 or any(digit not in _ALPHABET for digit in digits[:-1]):
        return None
    number = _number(digits[:-1])
    if _CHECK[number % 37] != digits[-1] or number >> (8 * size):
        return None
    return number.to_bytes(size)


def _digits(number: int, length: int) -> str:
    return "".join(_ALPHABET[number >> (5 * place) & 31] for place in range(length - 1, -1, -1))


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number << 5 | _ALPHABET.index(digit)
    return number


def _grouped(digits: str, size: int) -> str:
    return "-".join(digits[start : start + size] for start in range(0, len(digits), size))


def _read(typed: str) -> str:
    return typed.strip().upper().translate(_READ_AS)


@lru_cache(maxsize=256)
def device_code(genesis: bytes) -> str:
    """What two people compare over the phone to know that they speak of the same computer: `XXXX-XXXX-XXXX-X`.

    Argon2id (RFC 9106; 64 MiB, 2 passes, 0.2 s) over the hash of the computer's first entry, so that making another
    entry with the same code costs 2^60 times that.
    """
    stretched = Argon2id(salt=b"roadmap-device-1", length=8, iterations=2, lanes=1, memory_cost=64 * 1024).derive(
        genesis
    )
    number = int.from_bytes(stretched) >> 4
    return _grouped(_digits(number, 12) + _CHECK[number % 37], 4)


def same_code(typed: str, code: str) -> bool:
    """Whether a person typed `code`; lower case, spaces, hyphens, O for 0 and I or L for 1 are taken."""
    return hmac.compare_digest(_read(typed).encode(), _read(code).encode())


def to_sheet(secret: bytes) -> list[str]:
    """`secret` for a printed sheet: rows of four characters and a check character each, the row's place checked too."""
    digits = _digits(int.from_bytes(secret), -(-len(secret) * 8 // 5))
    rows = [digits[start : start + _ROW_CHARACTERS] for start in range(0, len(digits), _ROW_CHARACTERS)]
    return [row + _row_check(place, row) for place, row in enumerate(rows)]


def wrong_row(rows: list[str]) -> int | None:
    """The place, from 0, of the first row that was not typed as it was printed; None if all fit their checks."""
    return next((place for place, row in enumerate(rows) if not row_fits(place, row)), None)


def row_fits(place: int, typed: str) -> bool:
    """Whether the row at `place`, from 0, was typed as it was printed, as far as its check character tells."""
    row = _read(typed)
    return bool(row) and all(digit in _ALPHABET for digit in row[:-1]) and _row_check(place, row[:-1]) == row[-1]


def from_sheet(rows: list[str], size: int) -> bytes | None:
    """The `size` bytes of a sheet; None if a row is wrong, missing or too many."""
    digits = "".join(_read(row)[:-1] for row in rows)
    if wrong_row(rows) is not None or len(digits) != -(-size * 8 // 5):
        return None
    number = _number(digits)
    return None if number >> (8 * size) else number.to_bytes(size)


def _row_check(place: int, row: str) -> str:
    return _CHECK[(place * 32 + _number(row)) % 37]
