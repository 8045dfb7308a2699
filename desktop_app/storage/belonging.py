"""Whether keys that come from somewhere else are those of a database."""

from pathlib import Path

from desktop_app.storage import entry_log
from desktop_app.storage.engine import open_engine, reading
from desktop_app.storage.own_log import Keys


def belongs(database: Path, keys: Keys) -> bool:
    """Whether the database was written with these keys; also if nothing is there, or nothing was signed in it yet.

    Raises:
        AppError: E-LOCKED, E-IO, E-DAMAGED.
    """
    if not database.exists():
        return True
    engine = open_engine(database)
    try:
        with reading(engine) as connection:
            found = entry_log.own_log(connection)
            return found is None or entry_log.public_key(connection, found[0].log) == keys.signer().public_key
    finally:
        engine.dispose()
