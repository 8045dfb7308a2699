"""A file beside a citation: attached, taken off, asked for, saved under a name. The program never opens one."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.citations import amend
from desktop_app.operations.file_kinds import media_type_of
from desktop_app.operations.file_labels import label_of
from desktop_app.operations.outside_files import write_whole
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import attachments
from desktop_app.storage.attachments import Named, State
from desktop_app.storage.engine import reading, transaction
from roadmap_core.assessment.attached import AttachedFile
from roadmap_core.assessment.citations import Citation
from roadmap_core.keys.sealed_file import LARGEST_FILE_BYTES, SECRET_BYTES, open_file, seal_file


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a citation names, and where it is.

    Attributes:
        here_bytes: how much of it is on this computer, of `named.file.size`.
    """

    named: Named
    here_bytes: int

    @property
    def is_here(self) -> bool:
        return self.here_bytes == self.named.file.size

    @property
    def is_waiting(self) -> bool:
        """Whether this computer is to send it, unless it is held back."""
        return self.is_here and not self.named.state.is_sent

    @property
    def left_bytes(self) -> int:
        """What is still to be sent; the rest the server says it has."""
        return max(self.named.file.size - self.named.state.sent_bytes, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """How much of a file is on this computer, and what became of it on the line."""

    here_bytes: int
    is_here: bool
    state: State

    @property
    def is_to_travel(self) -> bool:
        return self.state.is_wanted if not self.is_here else not (self.state.is_sent or self.state.is_held)


def places(workspace: Workspace, files: Iterable[AttachedFile]) -> Mapping[bytes, Place]:
    """Where these files are, by address."""
    with reading(workspace.engine) as connection:
        known = attachments.states(connection)
    found = {}
    for file in files:
        here = _here_bytes(workspace, file)
        found[file.address] = Place(here, here == file.size, known.get(file.address, State()))
    return found


def attach(workspace: Workspace, citation: Citation, path: Path) -> Changes:
    """Copies the file into the profile, sealed, and names it in the citation, wherever that stands.

    The copy is on the disk whole before the citation names it. A file that was attached before is taken off.

    Raises:
        AppError: E-FILE, E-ATTACH-SIZE, E-ATTACH-TYPE, E-ATTACH-CHANGED.
        OSError: this computer's disk says no; nothing is attached then.
    """
    content = _read(path)
    media_type = media_type_of(path.name, content)
    if media_type is None:
        raise AppError("E-ATTACH-TYPE", path=str(path))
    secret = workspace.random(SECRET_BYTES)
    sealed = seal_file(content, secret)
    address = workspace.files.put(sealed)
    file = AttachedFile(address, len(sealed), secret, media_type, label_of(path.name))
    return amend(workspace, citation, replace(citation, file=file))


def detach(workspace: Workspace, citation: Citation) -> Changes:
    """The citation names no file any more. Raises AppError (E-ATTACH-NONE).

    The copy stays in the profile: this can be undone, and the server keeps what it was sent.
    """
    _file_of(citation)
    return amend(workspace, citation, replace(citation, file=None))


def ask_for(workspace: Workspace, citation: Citation) -> Changes:
    """If the file is not here, the next rounds with the server bring it. Raises AppError (E-ATTACH-NONE)."""
    file = _file_of(citation)
    is_here = workspace.files.read(file.address) is not None
    with transaction(workspace.engine) as connection:
        attachments.want(connection, file.address, is_wanted=not is_here)
    return Changes(outbox=True)


def hold_back(workspace: Workspace, file: AttachedFile, *, is_held: bool) -> Changes:
    """Whether the file stays on this computer for now; what the server has of it already it keeps."""
    with transaction(workspace.engine) as connection:
        attachments.hold(connection, file.address, is_held=is_held)
    return Changes(outbox=True)


def save_copy(workspace: Workspace, citation: Citation, path: Path) -> None:
    """The file as it was attached, under a name that a person chose. What is there already is never replaced.

    Raises:
        AppError: E-ATTACH-NONE, E-ATTACH-AWAY, E-ATTACH-TYPE, E-EXPORT.
        AppError: E-ATTACH-WRONG if the citation's secret doesn't open it.
    """
    file = _file_of(citation)
    sealed = workspace.files.read(file.address)
    if sealed is None:
        raise AppError("E-ATTACH-AWAY")
    content = open_file(sealed, file.secret)
    if content is None:
        raise AppError("E-ATTACH-WRONG")
    # As when it was attached: a colleague's program may let through what this one doesn't.
    if media_type_of(file.label, content) is None:
        raise AppError("E-ATTACH-TYPE", path=file.label)
    if path.exists():
        raise AppError("E-EXPORT", path=str(path))
    write_whole(path, content, "E-EXPORT")


def every(workspace: Workspace) -> tuple[Attachment, ...]:
    """The files that citations name, by title of the citation."""
    with reading(workspace.engine) as connection:
        found = attachments.named(workspace.store, connection)
    return tuple(Attachment(one, _here_bytes(workspace, one.file)) for one in found)


def waiting(workspace: Workspace) -> tuple[Attachment, ...]:
    """The files that this computer has and that the server doesn't, as far as is known; also those held back."""
    if workspace.files.is_empty():
        return ()
    return tuple(one for one in every(workspace) if one.is_waiting)


def _here_bytes(workspace: Workspace, file: AttachedFile) -> int:
    shelf = workspace.files
    return file.size if shelf.has(file.address) else min(shelf.part_size(file.address), file.size - 1)


def _file_of(citation: Citation) -> AttachedFile:
    if citation.file is None:
        raise AppError("E-ATTACH-NONE")
    return citation.file


def _read(path: Path) -> bytes:
    """The file as it was at one moment; what changes its length or its time meanwhile is noticed."""
    if not path.is_file():  # a pipe would be waited for
        raise AppError("E-FILE", path=str(path))
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > LARGEST_FILE_BYTES:
                raise AppError("E-ATTACH-SIZE", largest=LARGEST_FILE_BYTES)
            content = file.read(LARGEST_FILE_BYTES + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise AppError("E-FILE", path=str(path)) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(content) != after.st_size:
        raise AppError("E-ATTACH-CHANGED", path=str(path))
    return content
