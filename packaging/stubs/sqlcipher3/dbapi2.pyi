# The driver brings no types of its own. It is Python's, with a key.
import sqlite3
from pathlib import Path
from sqlite3 import SQLITE_BUSY as SQLITE_BUSY
from sqlite3 import SQLITE_CANTOPEN as SQLITE_CANTOPEN
from sqlite3 import SQLITE_CORRUPT as SQLITE_CORRUPT
from sqlite3 import SQLITE_FULL as SQLITE_FULL
from sqlite3 import SQLITE_IOERR as SQLITE_IOERR
from sqlite3 import SQLITE_LOCKED as SQLITE_LOCKED
from sqlite3 import SQLITE_NOTADB as SQLITE_NOTADB
from sqlite3 import SQLITE_PERM as SQLITE_PERM
from sqlite3 import SQLITE_READONLY as SQLITE_READONLY
from sqlite3 import Cursor as Cursor
from sqlite3 import Error as Error
from sqlite3 import OperationalError as OperationalError
from sqlite3 import sqlite_version_info as sqlite_version_info

class Connection(sqlite3.Connection):
    def set_key(self, key: str) -> None: ...

def connect(
    database: Path | str,
    timeout: float = ...,
    *,
    isolation_level: str | None = ...,
    check_same_thread: bool = ...,
    cached_statements: int = ...,
    factory: type[Connection] = ...,
    uri: bool = ...,
) -> Connection: ...
