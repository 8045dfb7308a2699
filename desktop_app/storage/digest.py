"""A hash of whole tables, by which two databases, or one before and after, are found equal or not. It only reads.

Rows are added up, so their order, which an index may change, counts nothing; SHA-256 of each is a number of 256 bits.
"""

from collections.abc import Mapping
from hashlib import sha256

from desktop_app.storage.engine import Driver

Columns = Mapping[str, tuple[str, ...]]
"""Names of columns by the name of their table."""
_NUMBERS = ("user_version", "application_id")
_BITS = 256


def of_everything(connection: Driver) -> bytes:
    """Schema, version, and every row of every table, in the caller's snapshot."""
    schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    numbers = [connection.execute(f"PRAGMA {name}").fetchone() for name in _NUMBERS]
    whole = sha256(repr((schema, numbers)).encode())
    for one in of_tables(connection, columns_of(connection)).values():
        whole.update(one)
    return whole.digest()


def columns_of(connection: Driver) -> dict[str, tuple[str, ...]]:
    """All tables, by name, those of SQLite that count its numbers too."""
    names = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    return {name: tuple(row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')) for name in names}


def of_tables(connection: Driver, columns: Columns) -> dict[str, bytes]:
    """A digest of these columns of all rows, by table."""
    return {name: _of_table(connection, name, wanted) for name, wanted in columns.items()}


def _of_table(connection: Driver, name: str, columns: tuple[str, ...]) -> bytes:
    total, count = 0, 0
    wanted = ", ".join(f'"{column}"' for column in columns)
    for row in connection.execute(f'SELECT {wanted} FROM "{name}"'):  # noqa: S608
        total += int.from_bytes(sha256(repr(row).encode()).digest())
        count += 1
    return sha256(repr((name, columns, count, total % 2**_BITS)).encode()).digest()
