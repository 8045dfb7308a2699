"""Hostile bytes by the thousand, from a seed that hypothesis draws: to draw each of them takes 20 ms."""

import random
from collections.abc import Iterator
from typing import Any

import cbor2

from tests.vectors.entry_vectors import taken
from tests.vectors.exchange_vectors import exchange
from tests.vectors.ledger_vectors import heads

_TRAVELLING = ("requests", "replies", "token_requests", "joins")
SAMPLES = [
    *(entry.data for _, _, entry in taken() if len(entry.data) < 600),
    *(bytes.fromhex(case["bytes"]) for part in _TRAVELLING for case in exchange()[part]),
    *(bytes.fromhex(case["bytes"]) for case in heads()["heads"]),
]
_INTEGERS = (0, 1, 2, 9, 11, 15, 23, 24, 255, 256, 2**16, 2**31, 2**32, 2**53, 2**63 - 1, -1, -24, -25, -(2**63))
_ALLOWED = (None, b"", bytes(8), bytes(16), bytes(32), b"\xff" * 64, "", "text", "é\n加", [], *_INTEGERS)
_FORBIDDEN = (
    True, False, 0.0, 1.5, float("nan"), 2**63, 2**64, -(2**64), -(2**63) - 1, {}, {1: 2}, "\x00", "\u202e",
    cbor2.undefined, cbor2.CBORTag(1, 5), cbor2.CBORTag(35, "("), cbor2.CBORSimpleValue(99), "x" * 5_000,
)  # fmt: skip


def item(chance: random.Random, *, depth: int = 4, forbidden: float = 0.1) -> Any:
    """A value, mostly of allowed parts."""
    if depth and chance.random() < 0.5:
        length = chance.choice((0, 1, 1, 2, 2, 3, 4, 8, 11))
        return [item(chance, depth=depth - 1, forbidden=forbidden) for _ in range(length)]
    return chance.choice(_FORBIDDEN if chance.random() < forbidden else _ALLOWED)


def damaged(chance: random.Random) -> bytes:
    """A sample with some bytes changed, cut, doubled, or put in."""
    data = bytearray(chance.choice(SAMPLES))
    for _ in range(chance.randint(0, 4)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice((0, 0, 1, 1, 1, 2, 9, 70)))
        fresh = chance.randbytes(chance.choice((0, 1, 1, 1, 2, 9)))
        data[start:end] = data[start:end] * 2 if chance.random() < 0.3 else fresh
    return bytes(data)


def anything(seed: int, count: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(count):
        kind = chance.random()
        if kind < 0.6:
            yield damaged(chance)
        elif kind < 0.8:
            yield cbor2.dumps(item(chance))
        else:
            yield chance.randbytes(chance.randint(0, 80))
