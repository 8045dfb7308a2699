"""The one way to the database: its connections, and transactions that are on the disk when they end.

SQLCipher's driver is the only one in this program: a second SQLite in the same process would drop the first one's locks
when it closes the file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from desktop_app.errors import AppError
from desktop_app.storage import clean_end, doubted_log
from desktop_app.storage.cipher import raw_key

__all__ = [
    "Connection",
    "Driver",
    "Engine",
    "SqlError",
    "bare",
    "code_of",
    "connect",
    "driver_of",
    "has_sound_log",
    "look",
    "open_engine",
    "reading",
    "settings",
    "transaction",
    "trial",
]

Driver = dbapi2.Connection
SqlError = dbapi2.Error
SQLITE_VERSION = dbapi2.sqlite_version_info
_BUSY_MS = 10_000
_WITHOUT_LOG = ("journal_mode=DELETE", "synchronous=EXTRA")
_WITH_LOG = ("journal_mode=WAL", "synchronous=FULL")
_GUARDED = ("cipher_log_level=NONE", "trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY")
"""For every connection: nothing said on the console, nothing run that a file asks for, no text in a passing file."""
_CODES_BY_SQLITE = {
    dbapi2.SQLITE_FULL: "E-DISK",
    dbapi2.SQLITE_IOERR: "E-IO",
    dbapi2.SQLITE_BUSY: "E-LOCKED",
    dbapi2.SQLITE_LOCKED: "E-LOCKED",
    dbapi2.SQLITE_READONLY: "E-LOCKED",
    dbapi2.SQLITE_PERM: "E-LOCKED",
    dbapi2.SQLITE_CANTOPEN: "E-LOCKED",
    dbapi2.SQLITE_CORRUPT: "E-DAMAGED",
    dbapi2.SQLITE_NOTADB: "E-DAMAGED",
}


_GIVING_UP = frozenset({"E-IO", "E-DAMAGED"})
"""After these, what a connection holds of the file is not what is on the disk: it is read anew."""


def open_engine(path: Path, key: bytes) -> Engine:
    """An engine on the file at `path`, which exists and has been judged (`migrate`)."""
    opener = _Opener(path, key)
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=opener.open,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=1,
        pool_reset_on_return=None,
    )
    event.listen(engine, "invalidate", opener.doubt)
    event.listen(engine, "engine_disposed", _close_idle)
    _IDLE[engine] = []
    return engine


_IDLE: WeakKeyDictionary[Engine, list[Connection]] = WeakKeyDictionary()
"""Of each engine the connection that was used last, ready for the next: asking the pool costs as much as five reads."""


def _close_idle(engine: Engine) -> None:
    """The file may be moved afterwards."""
    while idle := _IDLE[engine]:
        connection = idle.pop()
        connection.detach()
        connection.close()


def _taken(engine: Engine) -> Connection:
    """A connection that nobody else has; threads take turns."""
    try:
        return _IDLE[engine].pop()
    except (KeyError, IndexError):
        return engine.connect()


def _given_back(engine: Engine, connection: Connection) -> None:
    idle = _IDLE.get(engine)
    if idle or idle is None or connection.invalidated:
        connection.close()
        return
    if connection.in_transaction():  # SQLAlchemy's own idea of one, of which the driver knows nothing
        connection.rollback()
    idle.append(connection)


class _Opener:
    """Makes an engine's connections. What a disk may have failed to write is written again before anybody reads it."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._is_doubtful = True

    def open(self) -> Driver:
        if self._is_doubtful:
            try:
                doubted_log.write_anew(self._path)
            except OSError as error:
                code = "E-LOCKED" if isinstance(error, PermissionError) else "E-IO"
                raise AppError(code, path=str(self._path)) from error
            self._is_doubtful = False
        return connect(self._path, self._key)

    def doubt(self, *_invalidated: object) -> None:
        self._is_doubtful = True
        clean_end.distrust(self._path)


def has_sound_log(version: tuple[int, ...]) -> bool:
    """Whether this SQLite may be trusted with a write-ahead log.

    From 3.7.0 to 3.51.2 two connections that write and reset the log at one moment could damage the file (the WAL-reset
    bug); mended in 3.51.3, and in 3.44.6 and 3.50.7 of the older lines.
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def settings(version: tuple[int, ...] = SQLITE_VERSION) -> tuple[str, ...]:
    """What every writing connection is told, in order.

    WAL with synchronous=FULL syncs the log at each COMMIT; without a sound log a journal that is deleted does, with the
    folder synced too (EXTRA), at 2.7 times the cost. fullfsync makes macOS reach the disk itself. What is deleted is
    overwritten where that costs no more writing (FAST).
    """
    mode = _WITH_LOG if has_sound_log(version) else _WITHOUT_LOG
    synced = ("fullfsync=1", "checkpoint_fullfsync=1")
    return (*_GUARDED, f"busy_timeout={_BUSY_MS}", *mode, *synced, "secure_delete=FAST", "foreign_keys=ON")


def connect(path: Path, key: bytes) -> Driver:
    """A connection of the driver in autocommit: transactions are the ones that we begin, nothing else.

    Raises:
        AppError: E-LOCKED where another program holds the file, E-IO, E-DAMAGED; a wrong key is E-DAMAGED here, and
            told before by whoever judges the file (`migrate`).
    """
    try:
        connection = dbapi2.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    except SqlError as error:
        raise AppError(code_of(error) or "E-IO", path=str(path)) from error
    try:
        connection.set_key(raw_key(key))  # not as a PRAGMA: statements are traced and kept
        for setting in settings():
            connection.execute(f"PRAGMA {setting}")
    except SqlError as error:
        connection.close()
        raise AppError(code_of(error) or "E-IO", path=str(path)) from error
    return connection


def look(path: Path, key: bytes | None, *, is_alone: bool = True) -> Driver:
    """A connection that only reads, whatever lies there; `key` None for a file that isn't encrypted.

    `is_alone`: nothing lies beside the file and nobody writes it, so that no byte of the folder is touched.
    """
    address = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if is_alone else ''}"
    return _guarded(dbapi2.connect(address, timeout=_BUSY_MS / 1000, uri=True, isolation_level=None), key)


def bare(path: Path, key: bytes | None) -> Driver:
    """A connection to a file that is made or mended before it counts; it waits for no disk."""
    return _guarded(dbapi2.connect(path, isolation_level=None), key)


def _guarded(connection: Driver, key: bytes | None) -> Driver:
    try:
        if key is not None:
            connection.set_key(raw_key(key))  # not as a PRAGMA: statements are traced and kept
        for setting in _GUARDED:
            connection.execute(f"PRAGMA {setting}")
        connection.execute("PRAGMA synchronous=OFF")
    except SqlError:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One writing transaction: all of it is durable when this ends, or nothing of it after an exception.

    Raises:
        AppError: for what the disk or another program did: E-DISK, E-IO, E-LOCKED, E-DAMAGED.
    """
    with _begun(engine, "BEGIN IMMEDIATE") as connection:
        yield connection
        driver_of(connection).execute("COMMIT")


@contextmanager
def trial(engine: Engine) -> Iterator[Connection]:
    """A transaction that is never kept: what would come of it can be asked inside. Raises AppError as the other."""
    with _begun(engine, "BEGIN IMMEDIATE") as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One snapshot for several reads. Nothing is written. Raises AppError as `transaction` does."""
    with _begun(engine, "BEGIN") as connection:
        yield connection


@contextmanager
def _begun(engine: Engine, begin: str) -> Iterator[Connection]:
    """What was not committed inside is undone at the end, however it ends; the first error is the one that is told."""
    code, connection = None, _taken(engine)
    driver = driver_of(connection)
    try:
        driver.execute(begin)
        yield connection
    except BaseException as error:
        code = code_of(error)
        if code is None:
            raise
        raise AppError(code, path=_file_of(driver)) from error
    finally:
        if code in _GIVING_UP or not _undone(driver):
            connection.invalidate()
        _given_back(engine, connection)


def _undone(driver: Driver) -> bool:
    """Whether nothing of a transaction is left; False where the disk refuses that too."""
    try:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
    except SqlError:
        return False
    return True


def driver_of(connection: Connection) -> Driver:
    """The driver's own connection, for statements that are counted in microseconds."""
    found = connection.connection.driver_connection
    if not isinstance(found, Driver):
        raise TypeError("not a connection of SQLite")
    return found


def code_of(error: BaseException) -> str | None:
    """The code for what SQLite says; None for what is no state of the disk or of another program."""
    cause = getattr(error, "orig", error)
    number = getattr(cause, "sqlite_errorcode", None)
    return None if number is None else _CODES_BY_SQLITE.get(number & 0xFF)


def _file_of(driver: Driver) -> str:
    try:
        return str(driver.execute("PRAGMA database_list").fetchone()[2])
    except SqlError:
        return ""
