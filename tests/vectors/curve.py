"""The group of Ed25519 in integers (RFC 8032, section 5.1), to make what no library makes. For tests only."""

from hashlib import sha512

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, P) % P
_ROOT = pow(2, (P - 1) // 4, P)

Point = tuple[int, int]
NEUTRAL: Point = (0, 1)


def add(one: Point, two: Point) -> Point:
    (x1, y1), (x2, y2) = one, two
    bent = _D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + bent, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - bent, -1, P) % P


def times(number: int, point: Point) -> Point:
    total = NEUTRAL
    for bit in f"{number:b}":
        total = add(total, total)
        if bit == "1":
            total = add(total, point)
    return total


def from_bytes(data: bytes) -> Point:
    """The point that `data` encodes, canonical or not."""
    number = int.from_bytes(data, "little")
    y = number % 2**255 % P
    square = (y * y - 1) * pow(_D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * _ROOT % P
    assert (x * x - square) % P == 0, "not on the curve"
    return (x if x & 1 == number >> 255 else -x % P), y


def to_bytes(point: Point) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


BASE = from_bytes(bytes.fromhex("58" + "66" * 31))


def secret_scalar(seed: bytes) -> int:
    return int.from_bytes(sha512(seed).digest()[:32], "little") & (2**254 - 8) | 2**254


def challenge(r: bytes, key: bytes, message: bytes) -> int:
    return int.from_bytes(sha512(r + key + message).digest(), "little") % L
