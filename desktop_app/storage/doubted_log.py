"""Writes the write-ahead log's own bytes again where a disk may have failed to take them.

After a failed sync Linux calls the pages clean: the system goes on showing bytes that never reached the disk, the next
sync succeeds, and a text that was not saved is found as if it had been. The same bytes in the same places harm nothing
at any moment, and a sync of those says the truth.
"""

import os
from pathlib import Path

from desktop_app.durable import sync_folder

_CHUNK_BYTES = 1024 * 1024


def write_anew(database: Path) -> None:
    """Before a connection is opened: all that it will find in the log is on the disk when this returns.

    Not later: closing a connection folds its log into the file, and a sync of the log that says yes without having
    written anything would leave new pages in the file and old ones in the log. A clean end leaves no log, so mostly
    there is nothing to do; a log has 4 MB. Nobody writes meanwhile. Only the log is opened here: closing the database's
    own file would drop SQLite's locks on it.

    Raises:
        OSError: the disk still refuses.
    """
    log = database.with_name(f"{database.name}-wal")
    if not log.exists() or log.stat().st_size == 0:
        return
    with log.open("r+b", buffering=0) as file:
        while chunk := file.read(_CHUNK_BYTES):
            file.seek(-len(chunk), os.SEEK_CUR)
            _write(file.fileno(), chunk)
        os.fsync(file.fileno())
    sync_folder(database.parent)


def _write(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]
