"""Codes that people read out and type: Crockford's base 32 with a check character (mod 37)."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK = _ALPHABET + "*~$=U"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": ""})


def to_code(data: bytes, group: int = 4) -> str:
    """`data` as base 32 with a check character, in groups parted by hyphens."""
    number = int.from_bytes(data)
    length = -(-len(data) * 8 // 5)
    digits = "".join(_ALPHABET[number >> (5 * place) & 31] for place in range(length - 1, -1, -1))
    digits += _CHECK[number % 37]
    return "-".join(digits[start : start + group] for start in range(0, len(digits), group))


def from_code(code: str, size: int) -> bytes | None:
    """The `size` bytes that a typed code stands for; None if it is no such code.

    Lower case, spaces and hyphens are taken; O reads as 0, I and L as 1.
    """
    digits = code.strip().upper().translate(_READ_AS)
    if len(digits) != -(-size * 8 // 5) + 1 or any(digit not in _ALPHABET for digit in digits[:-1]):
        return None
    number = 0
    for digit in digits[:-1]:
        number = number << 5 | _ALPHABET.index(digit)
    if _CHECK[number % 37] != digits[-1] or number >> (8 * size):
        return None
    return number.to_bytes(size)
