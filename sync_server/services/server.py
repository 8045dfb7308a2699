"""One server as its services see it: database, key, identity, questionnaire, clock."""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from roadmap_core import limits
from roadmap_core.exchange.messages import Ack
from roadmap_core.keys.ed25519 import SoftwareSigner
from roadmap_core.ledger.alliance import AllianceDocument
from sync_server.errors import BusyError, OperatorError
from sync_server.services.alliance import document_in_force
from sync_server.services.list_cities import list_pioneer_cities
from sync_server.services.log_key import make_log_key, public_key_of, read_log_key
from sync_server.services.questionnaire import Questionnaire, questionnaire
from sync_server.settings import DEFAULT_ALLIANCE, Settings
from sync_server.storage import identity
from sync_server.storage.database import Database, open_database
from sync_server.storage.identity import ServerIdentity
from sync_server.storage.migrate import upgrade

Clock = Callable[[], float]
"""Seconds since 1970."""
_LARGEST_EPOCH = 2**31 - 1
_SWEEP_NONCES = 1_000


class UsedNonces:
    """Remembers nonces as long as they would be good; each process its own."""

    def __init__(self) -> None:
        self._until: dict[bytes, int] = {}
        self._lock = threading.Lock()

    def use(self, nonce: bytes, now_s: int) -> bool:
        """Whether the nonce had not been used."""
        with self._lock:
            if len(self._until) > _SWEEP_NONCES:
                self._until = {one: until for one, until in self._until.items() if until > now_s}
            is_new = nonce not in self._until
            self._until[nonce] = now_s + 2 * limits.NONCE_SECONDS
        return is_new


@dataclass(slots=True)
class Server:
    """What every service gets.

    Attributes:
        seed: the private key of the log; None while its file is missing: nothing is answered then.
        document: the alliance document in force; before one was taken, one that names no registrar.
        blobs: the folder of the files that cities attach.
        took: is told what became of entries, after they were committed (restored.py).
        used_nonces: those that somebody has signed for a token already.
    """

    database: Database
    seed: bytes | None
    alliance: str
    epoch: int
    log_key: bytes
    questionnaire: Questionnaire
    document: AllianceDocument
    blobs: Path
    clock: Clock = time.time
    took: Callable[[Sequence[Ack]], None] = lambda _acks: None
    used_nonces: UsedNonces = field(default_factory=UsedNonces)

    @property
    def signer(self) -> SoftwareSigner:
        """The key of the log. Raises BusyError without one: no answer goes out unsigned."""
        return _signer(self._held_seed())

    def secret(self, purpose: bytes) -> bytes:
        """A secret for one purpose, the same in every process that has the key of the log. Raises BusyError."""
        return hmac.digest(self._held_seed(), b"waymark-server " + purpose, hashlib.sha256)

    def _held_seed(self) -> bytes:
        if self.seed is None:
            raise BusyError("the key of the log is missing")
        return self.seed

    def now_ms(self) -> int:
        return int(self.clock() * 1000)

    def now_s(self) -> int:
        return int(self.clock())

    def close(self) -> None:
        self.database.close()


@lru_cache(maxsize=8)
def _signer(seed: bytes) -> SoftwareSigner:
    """Making the public half takes as long as signing."""
    return SoftwareSigner(seed)


def set_up(settings: Settings, alliance: str = DEFAULT_ALLIANCE) -> bool:
    """Makes folder, key, tables and the list of cities. Returns whether anything was new.

    Raises:
        OperatorError: if the folder or the database can't be written, or holds a log whose key is missing.
    """
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError("E-DATA", "The folder can't be made. Check its path and its rights.") from error
    database = open_database(settings.database_url)
    try:
        upgrade(database)
        return _set_up_identity(settings, database, alliance)
    finally:
        database.close()


def _set_up_identity(settings: Settings, database: Database, alliance: str) -> bool:
    with database.writing() as connection:
        if identity.identity(connection) is not None:
            return False
        if read_log_key(settings.log_key_path) is None:
            make_log_key(settings.log_key_path)
        seed = read_log_key(settings.log_key_path) or b""
        own = ServerIdentity(alliance, new_epoch(), public_key_of(seed))
        identity.set_up(connection, own)
        list_pioneer_cities(connection)
    return True


def new_epoch() -> int:
    """A random number from 1: 0 stands for none on the wire."""
    return 1 + secrets.randbelow(_LARGEST_EPOCH)


def open_server(settings: Settings) -> Server:
    """A server that was set up. Brings its tables up to date.

    Raises:
        OperatorError: if nothing was set up there, or it can't be opened.
    """
    if settings.database is None and not settings.folder.is_dir():
        raise _not_set_up()
    database = open_database(settings.database_url)
    upgrade(database)
    with database.reading() as connection:
        own = identity.identity(connection)
        document = document_in_force(connection, own.alliance, own.log_key) if own else None
    if own is None or document is None:
        database.close()
        raise _not_set_up()
    seed = read_log_key(settings.log_key_path)
    if seed is not None and public_key_of(seed) != own.log_key:
        database.close()
        raise OperatorError(
            "E-LOG-KEY", "The key of the log in the folder is not the one that this database belongs to."
        )
    return Server(database, seed, own.alliance, own.epoch, own.log_key, questionnaire(), document, settings.blobs_path)


def _not_set_up() -> OperatorError:
    return OperatorError("E-DATA", "There is no server here yet. Run: waymark-server init")
