"""Evidence against the server as a file: written from what is kept, and explained to whoever is handed one."""

from pathlib import Path

from desktop_app.errors import AppError
from desktop_app.operations.entries_file import document_in
from desktop_app.operations.outside_files import read_whole, write_whole
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import evidence_query
from desktop_app.storage.engine import reading
from roadmap_core.exchange.evidence import Evidence, Judged, is_evidence, judge, read_evidence
from roadmap_core.refusals import Refusal


def export_evidence(workspace: Workspace, file: Path) -> int:
    """Writes what is kept against the server; returns how many signed words. 0: there is nothing, and no file.

    Raises:
        AppError: E-EXPORT if the file can't be written.
    """
    with reading(workspace.engine) as connection:
        found = evidence_query.evidence(connection)
    if found is None:
        return 0
    write_whole(file, found.to_bytes(), "E-EXPORT")
    return len(found.kept)


def judge_evidence(file: Path, documents: Path | None = None) -> tuple[Evidence, Judged] | None:
    """What a file of evidence proves; None if it is another file. No profile, no server.

    The log keys of a trust file in `documents` are believed, instead of those that the file brings itself.

    Raises:
        AppError: E-FILE, E-ALLIANCE-DOC; the code of what makes the file unreadable.
    """
    data = read_whole(file)
    if not is_evidence(data):
        return None
    found = read_evidence(data)
    if isinstance(found, Refusal):
        raise AppError(found.code.value)
    return found, judge(found, document_in(documents) if documents else None)
