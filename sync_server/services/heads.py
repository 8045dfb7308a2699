"""Signed heads of city logs, and the one digest over all of them that the community's figures name."""

from hashlib import sha256
from zlib import crc32

from roadmap_core.ledger.heads import Head
from roadmap_core.ledger.tree import Frontier
from sync_server.services.server import Server
from sync_server.storage import totals
from sync_server.storage.database import Connection

_PARTS = 16


def signed_head(server: Server, city: str, frontier: Frontier) -> bytes:
    """The server's word on a city's log. Raises BusyError without the key."""
    head = Head(city, server.epoch, frontier.size, frontier.root(), server.now_ms())
    return head.signed(server.signer)


def replace_head(connection: Connection, city: str, old: bytes, new: bytes) -> None:
    """Keeps the sum over all heads: it loses the old one, if there was one, and gains the new one."""
    change = _term(new) - (_term(old) if old else 0)
    totals.add_to_head_sum(connection, crc32(city.encode()) % _PARTS, change)


def heads_digest(connection: Connection) -> str:
    """Hex SHA-256 over the sum, modulo 2**256, of the SHA-256 of every city's newest signed head."""
    total = sum(totals.head_sums(connection)) % (1 << 256)
    return sha256(total.to_bytes(32)).hexdigest()


def _term(head: bytes) -> int:
    return int.from_bytes(sha256(head).digest())
