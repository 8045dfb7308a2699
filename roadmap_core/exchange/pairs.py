"""An entry travels behind its private part without that part's hash and size, which the reader works out (decision 15).

    travelling = (entry | part, entry without [sha256, size] of the part | part, empty byte string) ...

Only what travels is shorter: what was signed, stored, and put into files is whole. A part that isn't the one that was
signed gives an entry whose signature doesn't fit.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from roadmap_core import cbor
from roadmap_core.keys.city_key import OPENING

_SIGNATURE_BYTES = 2 + 64
"""An entry ends with its signature, and before it with the name of its private part (RFC 9052; protocol.md, 2)."""


def is_body(item: bytes) -> bool:
    """Whether an item of a stream is a private part; all others are judged as entries."""
    return item.startswith(OPENING)


def shortened(items: Sequence[bytes]) -> list[bytes]:
    """Entries and private parts, in any order, as they travel: 37 bytes less for each entry with its part."""
    alone = Counter(item for item in items if is_body(item))
    parts = {_name(part): part for part in alone}
    lengths = {len(name) for name in parts}
    travelling: list[bytes] = []
    for entry in items:
        named, signature = entry[:-_SIGNATURE_BYTES], entry[-_SIGNATURE_BYTES:]
        name = next((named[-length:] for length in lengths if named[-length:] in parts), None)
        if name is not None:
            travelling += (parts[name], named.removesuffix(name) + signature)
            alone.subtract([parts.pop(name)])
        elif not is_body(entry):
            travelling.append(entry)
    return travelling + [item for part in alone.elements() for item in (part, b"")]


class Restoring:
    """Gives the items of a travelling stream back whole, each entry before its private part."""

    def __init__(self) -> None:
        self._part = b""

    @property
    def is_waiting(self) -> bool:
        """Whether a private part came, and what has to follow it didn't yet."""
        return bool(self._part)

    def restored(self, item: bytes) -> list[bytes]:
        """What is complete with the item that came next."""
        part, self._part = self._part, b""
        if is_body(item):
            self._part, item = item, b""
        elif part and item:
            item = item[:-_SIGNATURE_BYTES] + _name(part) + item[-_SIGNATURE_BYTES:]
        elif not part:
            return [item]
        return [whole for whole in (item, part) if whole]


def _name(part: bytes) -> bytes:
    return cbor.encode([sha256(part).digest(), len(part)])
