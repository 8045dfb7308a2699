"""Attached files in a file for a stick: what travels along behind the updates, and what is taken from one.

A file is taken only where a citation of the own city names it and its secret opens every piece.
"""

from collections.abc import Iterable

from desktop_app import log
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import attachments
from desktop_app.storage.engine import Connection, transaction
from roadmap_core.keys.sealed_file import address_of, open_file

ROOM_BYTES = 24 * 1024 * 1024
"""For attached files, of the 32 MiB that a file with updates may have."""


def travelling_files(workspace: Workspace, connection: Connection, *, is_whole: bool) -> tuple[tuple[bytes, ...], int]:
    """The sealed files that go along, small ones first, and how many are left behind for want of room.

    All that are here if `is_whole`, else those that the server hasn't got; none that is held back.
    """
    shelf = workspace.files
    if shelf.is_empty():
        return (), 0
    named = attachments.named(workspace.store, connection)
    wanted = [one for one in named if one.is_sealed and not one.state.is_held and (is_whole or not one.state.is_sent)]
    taken, left, room = list[bytes](), 0, ROOM_BYTES
    for file in sorted((one.file for one in wanted), key=lambda file: (file.size, file.address)):
        if file.size > room:
            left += shelf.has(file.address)
        elif (sealed := shelf.read(file.address)) is not None:
            taken.append(sealed)
            room -= file.size
    return tuple(taken), left


def brought_files(workspace: Workspace, connection: Connection, sealed: Iterable[bytes]) -> tuple[bytes, ...]:
    """Those of these files that citations name, that are what they should be, and that aren't here yet."""
    by_address = {address_of(one): one for one in sealed}
    if not by_address:
        return ()
    missing = {
        one.file.address: one.file.secret
        for one in attachments.named(workspace.store, connection)
        if one.file.address in by_address and not workspace.files.has(one.file.address)
    }
    return tuple(by_address[key] for key, secret in missing.items() if open_file(by_address[key], secret) is not None)


def keep_files(workspace: Workspace, sealed: Iterable[bytes]) -> int:
    """Puts them where attached files are; how many found room. The updates that came along stand already."""
    kept = 0
    for one in sealed:
        try:
            address = workspace.files.put(one)
        except OSError as error:  # the citation goes on saying that it isn't here; the file can be taken in again
            log.event("files", problem=type(error).__name__)
            break
        kept += 1
        with transaction(workspace.engine) as connection:
            attachments.want(connection, address, is_wanted=False)
    return kept
