"""Entries as a file (.cborseq): written for others, and judged entry by entry when one is handed in."""

import os
from pathlib import Path

from desktop_app.errors import AppError
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.verification import Verification, verify
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import entry_log
from desktop_app.storage.engine import reading
from roadmap_core.exchange.stream import to_sequence

LARGEST_FILE_BYTES = 128 * 1024 * 1024


def export_entries(workspace: Workspace, file: Path) -> int:
    """Seals, then writes all entries that are here, in the city log's order; returns how many. Whole or not at all.

    Raises:
        AppError: E-EXPORT if the file can't be written.
    """
    seal_drafts(workspace)
    with reading(workspace.engine) as connection:
        entries = list(entry_log.all_data(connection))
    unfinished = file.with_name(file.name + ".new")
    try:
        with unfinished.open("wb") as out:
            out.write(to_sequence(entries))
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(file)
    except OSError as error:
        raise AppError("E-EXPORT", path=str(file)) from error
    return len(entries)


def verify_entries(file: Path, alliance: str) -> Verification:
    """Judges a file, trusting nothing but the rules: no profile, no server. It needs the genesis entries in the file.

    Raises:
        AppError: E-FILE for a file that can't be read or is larger than 128 MiB.
    """
    try:
        if file.stat().st_size > LARGEST_FILE_BYTES:
            raise AppError("E-FILE", path=str(file))
        data = file.read_bytes()
    except OSError as error:
        raise AppError("E-FILE", path=str(file)) from error
    return verify(data, alliance)
