"""The alliance documents that this computer holds: they name the registrars and the keys that sign heads.

The root key is pinned at the first contact, by a server or a trust file; from then on only what follows is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import insert

from desktop_app.errors import AppError
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.tables import ALLIANCE
from roadmap_core.ledger.alliance import AllianceDocument, claimed_root_key, read_chain
from roadmap_core.refusals import Refusal

_NO_KEY = bytes(32)


@dataclass(frozen=True, slots=True)
class Trust:
    """What is held of the alliance.

    Attributes:
        chain: its documents, oldest first.
        root_key: the pinned one; b"" before the first contact.
        log_key: the key of heads that a program before these documents pinned, or b"".
        document: the one in force. Before there is one: version 0, which names no registrar: nobody is admitted.
    """

    chain: tuple[bytes, ...]
    root_key: bytes
    log_key: bytes
    document: AllianceDocument

    @property
    def is_begun(self) -> bool:
        return bool(self.chain)

    def is_old(self, now_ms: int) -> bool:
        """Whether the next document is overdue by this computer's clock. Work goes on; a person is told."""
        return self.is_begun and self.document.until_ms < now_ms


def held(connection: Connection, alliance: str) -> Trust:
    """What is held of the alliance with that id."""
    driver = driver_of(connection)
    root_key, log_key = driver.execute("SELECT root_key, log_key FROM sync_state").fetchone() or (b"", b"")
    chain = tuple(row[0] for row in driver.execute("SELECT data FROM alliance ORDER BY version"))
    return Trust(chain, root_key, log_key, _in_force(chain, root_key, log_key, alliance))


@lru_cache(maxsize=8)
def _in_force(chain: tuple[bytes, ...], root_key: bytes, log_key: bytes, alliance: str) -> AllianceDocument:
    if not chain:
        return AllianceDocument(alliance, 0, None, _NO_KEY, {}, (log_key or _NO_KEY,), 0)
    found = read_chain(chain, root_key)
    if isinstance(found, Refusal):
        raise AppError("E-ALLIANCE-DOC")
    return found


def following(trust: Trust, chain: Sequence[bytes]) -> Trust:
    """`trust` after a chain of documents was shown, whole and from the first on; a shorter one changes nothing.

    Raises:
        AppError: E-ALLIANCE for another alliance, E-SERVER-CHANGED for another root key (or, at the first contact, for
            documents that don't name the log key known so far), E-ALLIANCE-DOC for what doesn't follow what is held.
    """
    pinned = claimed_root_key(chain[0]) if chain else None
    found = read_chain(chain, pinned or _NO_KEY)
    if isinstance(found, Refusal) or pinned is None:
        raise AppError("E-ALLIANCE-DOC")
    if found.alliance != trust.document.alliance:
        raise AppError("E-ALLIANCE")
    if trust.root_key not in (b"", pinned) or (trust.log_key and trust.log_key not in found.log_keys):
        raise AppError("E-SERVER-CHANGED")
    common = min(len(chain), len(trust.chain))
    if tuple(chain[:common]) != trust.chain[:common]:
        raise AppError("E-ALLIANCE-DOC")
    return trust if len(chain) <= len(trust.chain) else Trust(tuple(chain), pinned, trust.log_key, found)


def keep_chain(connection: Connection, trust: Trust) -> None:
    """Stores the documents that are new. The caller keeps the root key, and judges all entries anew (`intake`)."""
    driver = driver_of(connection)
    (count,) = driver.execute("SELECT count(*) FROM alliance").fetchone()
    rows = [{"version": version, "data": data} for version, data in enumerate(trust.chain, 1) if version > count]
    if rows:
        connection.execute(insert(ALLIANCE), rows)
