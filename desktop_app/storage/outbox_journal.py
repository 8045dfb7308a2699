"""A second file, append-only, of what isn't confirmed by the server yet: it outlives a destroyed database.

It holds a set of things, each as bytes. A record is a mark, a length, a CRC-32, and its payload; reading goes on after
a record that is damaged or cut. It is written by whoever calls `write`, beside the transaction, never inside it: what
is in the database counts, and what is here is at most as old as the last `write`.

Format, numbers big-endian: mark (4 bytes), bytes of the payload (4), CRC-32 of the payload (4), payload: a nonce (12)
and, under AES-256-GCM-SIV (RFC 8452) with a key derived from the database's, b"+" and the thing, or b"-" and the first
16 bytes of the thing's SHA-256. Records of earlier programs have another mark and no nonce, and are plain: a file that
holds one is written anew.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop_app.durable import sync_folder, write_whole
from desktop_app.errors import AppError

FILE = "outbox.journal"
MARK = b"WYJ2"
PLAIN_MARK = b"WYJ1"
_MARKS = re.compile(MARK + b"|" + PLAIN_MARK)
_NONCE_BYTES = 12
_INFO = b"waymark-outbox-journal-1"
LONGEST_BYTES = 4 * 1024 * 1024
_HEAD_BYTES = 12
_SEAL_BYTES = _NONCE_BYTES + 16
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
        cipher: of a key derived from the database's; None for a profile that has none, whose journal is only read.
        held: what it holds, by its name, in the order in which it came.
        is_plain: whether the file holds records that anybody can read.
    """

    path: Path
    cipher: AESGCMSIV | None
    held: dict[bytes, bytes] = field(default_factory=dict)
    is_plain: bool = False

    def difference(self, wanted: Iterable[bytes]) -> Difference:
        """Against the things that it should hold."""
        by_name = {_name(thing): thing for thing in wanted}
        added = {name: thing for name, thing in by_name.items() if name not in self.held}
        return Difference(added, frozenset(self.held.keys() - by_name.keys()))

    def write(self, difference: Difference) -> None:
        """Durable when this returns. Additions come first: cut anywhere, nothing that counts is missing.

        Raises:
            OSError: nothing is taken for written then, and the next difference holds it again.
            AppError: E-KEY without a key.
        """
        if not difference and not self.is_plain:
            return
        if self.cipher is None:
            raise AppError("E-KEY", path=str(self.path))
        added = b"".join(_record(self.cipher, b"+" + thing) for thing in difference.added.values())
        dropped = b"".join(_record(self.cipher, b"-" + name) for name in difference.dropped)
        held = {name: thing for name, thing in self.held.items() if name not in difference.dropped} | difference.added
        if self.is_plain or _size(self.path) + len(added) + len(dropped) > 2 * _bytes_of(held) + _SLACK_BYTES:
            write_whole(self.path, b"".join(_record(self.cipher, b"+" + thing) for thing in held.values()))
        else:
            _append(self.path, added + dropped)
        self.held, self.is_plain = held, False


def open_journal(path: Path, key: bytes | None) -> OutboxJournal:
    """The journal at `path`; an empty one if no file is there. Damaged parts are passed over. Raises OSError."""
    cipher = AESGCMSIV(HKDF(SHA256(), 32, salt=None, info=_INFO).derive(key)) if key else None
    journal = OutboxJournal(path, cipher)
    for mark, found in _records(path.read_bytes() if path.exists() else b""):
        payload = found if mark == PLAIN_MARK else _opened(cipher, found)
        journal.is_plain |= mark == PLAIN_MARK
        if payload[:1] == b"+":
            journal.held[_name(payload[1:])] = payload[1:]
        elif payload:
            journal.held.pop(payload[1:], None)
    return journal


def seal_journals(folder: Path, key: bytes) -> None:
    """What an earlier program left plain is encrypted: the journal, and its copies from restores. Raises OSError."""
    for path in folder.glob(f"{FILE}*"):
        if _has(path, PLAIN_MARK):
            open_journal(path, key).write(Difference({}, frozenset()))


def is_sealed(path: Path) -> bool:
    """Whether it holds a record that only its own key opens. Raises OSError."""
    return path.exists() and _has(path, MARK)


def _has(path: Path, wanted: bytes) -> bool:
    return any(mark == wanted for mark, _ in _records(path.read_bytes()))


def _opened(cipher: AESGCMSIV | None, sealed: bytes) -> bytes:
    """The payload; b"" if it was sealed with another key."""
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], MARK) if cipher else b""
    except (InvalidTag, ValueError):
        return b""


def _records(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Mark and payload of each record that is whole."""
    at = _next(data, 0)
    while at >= 0:
        length = int.from_bytes(data[at + 4 : at + 8])
        payload = data[at + _HEAD_BYTES : at + _HEAD_BYTES + length]
        is_whole = 0 < length <= LONGEST_BYTES and len(payload) == length
        if is_whole and crc32(payload) == int.from_bytes(data[at + 8 : at + _HEAD_BYTES]):
            yield data[at : at + 4], payload
            at = _next(data, at + _HEAD_BYTES + length)
        else:
            at = _next(data, at + 1)


def _next(data: bytes, start: int) -> int:
    found = _MARKS.search(data, start)
    return found.start() if found else -1


def _name(thing: bytes) -> bytes:
    return sha256(thing).digest()[:16]


def _record(cipher: AESGCMSIV, plain: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    payload = nonce + cipher.encrypt(nonce, plain, MARK)
    return MARK + len(payload).to_bytes(4) + crc32(payload).to_bytes(4) + payload


def _bytes_of(held: dict[bytes, bytes]) -> int:
    return sum(len(thing) + _HEAD_BYTES + _SEAL_BYTES + 1 for thing in held.values())


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
