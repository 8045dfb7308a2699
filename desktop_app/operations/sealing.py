"""What was durable as drafts becomes signed entries: before sending, before an export, when the official changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop_app.identity.device import Device
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import city_log, drafts, entry_log, own_log
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, transaction
from desktop_app.storage.own_log import OwnLog
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import HeadSeen, Reference, ShortHash
from roadmap_core.entries.operations import Write
from roadmap_core.entries.sealing import Claims, LogTip, seal
from roadmap_core.entries.statements import Statement
from roadmap_core.keys.ed25519 import Signer


def seal_drafts(workspace: Workspace) -> Changes:
    """Seals all drafts, into one entry or as many as their size needs. Starts the log if it has none yet."""
    with transaction(workspace.engine) as connection:
        workspace.city(connection)
        return seal_in(workspace, connection)


def seal_for_sending(workspace: Workspace) -> Changes:
    """The same, if there is a server to send to; drafts of a computer that isn't connected stay drafts."""
    with transaction(workspace.engine) as connection:
        held = city_log.state(connection)
        return seal_in(workspace, connection) if held is not None and held.server else Changes()


def ensure_device(workspace: Workspace) -> Device:
    """This computer's log; made, with its keys and its genesis, if it isn't there yet."""
    with transaction(workspace.engine) as connection:
        workspace.city(connection)
        signer, tip, genesis = _own_log(workspace, connection)
        return Device(tip.log, genesis, signer)


def seal_in(workspace: Workspace, connection: Connection) -> Changes:
    """Seals inside a transaction that the caller has begun."""
    if not drafts.every(connection):
        return Changes()
    signer, tip, _ = _own_log(workspace, connection)
    kept = drafts.every(connection)
    for author, group in groupby(kept, key=lambda draft: draft.author):
        tip = _seal_group(workspace, connection, signer, tip, Batch(author, tuple(group)))
    drafts.drop(connection, kept)
    return Changes(outbox=True)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one person did."""

    author: int
    drafts: tuple[Draft, ...]


def _seal_group(workspace: Workspace, connection: Connection, signer: Signer, tip: LogTip, batch: Batch) -> LogTip:
    named = {op.entry for draft in batch.drafts for op in draft.predecessors}
    known = entry_log.references(connection, named)
    operations = [_write(draft, known) for draft in batch.drafts]
    claims = _claims(workspace, connection, batch.author)
    entries = seal(tip, operations, known, claims, signer)
    entry_log.note_referenced(connection, claims.newly_seen)
    _take(workspace, connection, entries)
    return LogTip(tip.log, entries[-1].seq, entries[-1].hash)


def sign_in(workspace: Workspace, connection: Connection, statements: Sequence[Statement]) -> None:
    """Signs what this computer says of who may write, in an entry of its own, inside the caller's transaction."""
    signer, tip, _ = _own_log(workspace, connection)
    claims = _claims(workspace, connection, workspace.city(connection).official_number)
    entries = seal(tip, statements, {}, claims, signer)
    entry_log.note_referenced(connection, claims.newly_seen)
    _take(workspace, connection, entries)


def _write(draft: Draft, known: Mapping[ShortHash, Reference]) -> Write:
    """A draft as an operation. What it replaced and isn't here any more can't be named; nothing is lost by that."""
    predecessors = tuple(op for op in draft.predecessors if op.entry in known)
    return Write(draft.code, draft.register, draft.value, predecessors, draft.reason)


def _claims(workspace: Workspace, connection: Connection, author: int) -> Claims:
    held = city_log.state(connection)
    has_head = held is not None and held.head_size > 0
    return Claims(
        claimed_ms=workspace.clock(),
        lamport=entry_log.highest_lamport(connection) + 1,
        author=author,
        head=HeadSeen(held.head_epoch, held.head_size, held.head_root[:16]) if held and has_head else None,
        newly_seen=entry_log.newly_seen(connection),
    )


def _take(workspace: Workspace, connection: Connection, entries: Sequence[Entry]) -> None:
    own_log.take_sealed(connection, workspace.keys, entries, workspace.clock())


def _own_log(workspace: Workspace, connection: Connection) -> OwnLog:
    """Where this computer's log goes on. It begins here, with its key, if it hasn't yet. Raises AppError (E-KEY)."""
    keys, now_ms = workspace.keys, workspace.clock()
    found = own_log.go_on(connection, keys, now_ms)
    return found or own_log.begin(connection, keys, keys.signer(), now_ms)
