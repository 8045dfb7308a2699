"""A second file, append-only, of what isn't confirmed by the server yet: it outlives a destroyed database.

It holds a set of things, each as bytes. A record is a mark, a length, a CRC-32, and its payload; reading goes on after
a record that is damaged or cut. It is written by whoever calls `write`, beside the transaction, never inside it: what
is in the database counts, and what is here is at most as old as the last `write`.

Format, numbers big-endian: mark (4 bytes), bytes of the payload (4), CRC-32 of the payload (4), payload: b"+" and the
thing, or b"-" and the first 16 bytes of the thing's SHA-256.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from desktop_app.durable import sync_folder, write_whole

FILE = "outbox.journal"
MARK = b"WYJ1"
LONGEST_BYTES = 4 * 1024 * 1024
_HEAD_BYTES = 12
_SLACK_BYTES = 256 * 1024
"""A file that holds this much more than twice what counts is written anew."""


class Difference(NamedTuple):
    """What has to be written so that the journal holds the wanted set."""

    added: dict[bytes, bytes]
    dropped: frozenset[bytes]

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped)


@dataclass(slots=True)
class OutboxJournal:
    """The journal in a file. One thread at a time.

    Attributes:
        held: what it holds, by its name, in the order in which it came.
    """

    path: Path
    held: dict[bytes, bytes] = field(default_factory=dict)

    def difference(self, wanted: Iterable[bytes]) -> Difference:
        """Against the things that it should hold."""
        by_name = {_name(thing): thing for thing in wanted}
        added = {name: thing for name, thing in by_name.items() if name not in self.held}
        return Difference(added, frozenset(self.held.keys() - by_name.keys()))

    def write(self, difference: Difference) -> None:
        """Durable when this returns. Additions come first: cut anywhere, nothing that counts is missing.

        Raises:
            OSError: nothing is taken for written then, and the next difference holds it again.
        """
        if not difference:
            return
        added = b"".join(_record(b"+" + thing) for thing in difference.added.values())
        dropped = b"".join(_record(b"-" + name) for name in difference.dropped)
        held = {name: thing for name, thing in self.held.items() if name not in difference.dropped} | difference.added
        if _size(self.path) + len(added) + len(dropped) > 2 * _bytes_of(held) + _SLACK_BYTES:
            _write_anew(self.path, held)
        else:
            _append(self.path, added + dropped)
        self.held = held


def open_journal(path: Path) -> OutboxJournal:
    """The journal at `path`; an empty one if no file is there. Damaged parts are passed over. Raises OSError."""
    journal = OutboxJournal(path)
    for payload in _payloads(path.read_bytes() if path.exists() else b""):
        if payload[:1] == b"+":
            journal.held[_name(payload[1:])] = payload[1:]
        else:
            journal.held.pop(payload[1:], None)
    return journal


def _payloads(data: bytes) -> Iterator[bytes]:
    at = data.find(MARK)
    while at >= 0:
        length = int.from_bytes(data[at + 4 : at + 8])
        payload = data[at + _HEAD_BYTES : at + _HEAD_BYTES + length]
        is_whole = 0 < length <= LONGEST_BYTES and len(payload) == length
        if is_whole and crc32(payload) == int.from_bytes(data[at + 8 : at + _HEAD_BYTES]):
            yield payload
            at = data.find(MARK, at + _HEAD_BYTES + length)
        else:
            at = data.find(MARK, at + 1)


def _name(thing: bytes) -> bytes:
    return sha256(thing).digest()[:16]


def _record(payload: bytes) -> bytes:
    return MARK + len(payload).to_bytes(4) + crc32(payload).to_bytes(4) + payload


def _bytes_of(held: dict[bytes, bytes]) -> int:
    return sum(len(thing) + _HEAD_BYTES + 1 for thing in held.values())


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _append(path: Path, records: bytes) -> None:
    is_new = not path.exists()
    with path.open("ab") as file:
        file.write(records)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(path.parent)


def _write_anew(path: Path, held: dict[bytes, bytes]) -> None:
    write_whole(path, b"".join(_record(b"+" + thing) for thing in held.values()))
