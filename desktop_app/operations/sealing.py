"""What was durable as drafts becomes signed entries: before sending, before an export, when the official changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from desktop_app.identity.device import Device
from desktop_app.operations import city_keys
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import city_log, drafts, entry_log, intake, own_log, private_parts
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, reading, transaction
from desktop_app.storage.own_log import OwnLog
from desktop_app.storage.written_again import write_again
from roadmap_core import cbor
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import HeadSeen, Reference, ShortHash
from roadmap_core.entries.operations import OpCode, Write
from roadmap_core.entries.sealing import Claims, LogTip, Private, seal, seal_with
from roadmap_core.entries.statements import Statement
from roadmap_core.keys.city_key import RANDOM_BYTES, CityKey
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
    """Seals inside a transaction that the caller has begun; a lead's computer gives the city's keys out before.

    What only the city may read stays a draft until this computer has a key of the city. What was signed with a former
    key, and turned out not to count, is written again.
    """
    gave = _give_keys(workspace, connection)
    write_again(connection)
    if not drafts.every(connection):
        return Changes(outbox=gave)
    signer, tip, _ = _own_log(workspace, connection)
    keys, saved_ms = city_keys.held(workspace, connection), drafts.saved_ms(connection)
    _part_reasons(connection)
    kept = [draft for draft in drafts.every(connection) if keys or not draft.is_private]
    for author, group in groupby(kept, key=lambda draft: draft.author):
        tip = _seal_group(workspace, connection, signer, tip, Batch(author, tuple(group)), keys[-1] if keys else None)
    drafts.drop(connection, kept)
    drafts.note_saved(connection, saved_ms)
    return Changes(outbox=gave or bool(kept))


def _part_reasons(connection: Connection) -> None:
    """Why somebody settled an answer is the city's alone: it becomes a draft of its own beside the public choice."""
    for draft in drafts.every(connection):
        if draft.reason is None or draft.is_private:
            continue
        register = draft.register._replace(facet=int(Facet.REASON))
        row = cbor.encode([draft.register.facet, draft.reason])
        drafts.save(connection, replace(draft, reason=None))
        drafts.save(connection, Draft(OpCode.ADD_ROW, register, row, (), draft.author, draft.changed_ms))


def waits_for_key(workspace: Workspace) -> bool:
    """Whether something that a person did stays a draft because this computer has no key of its city yet."""
    with reading(workspace.engine) as connection:
        waits = any(draft.is_private and draft.is_persons for draft in drafts.every(connection))
        return waits and not city_keys.held(workspace, connection)


def seal_what_waited(workspace: Workspace) -> bool:
    """Seals what had to wait for the city's key, if that has come; whether there is something new to send."""
    with transaction(workspace.engine) as connection:
        if not any(draft.is_private for draft in drafts.every(connection)):
            return False
        has_key = city_keys.held(workspace, connection) or city_keys.due(workspace, connection)
        return bool(has_key) and seal_in(workspace, connection).outbox


@dataclass(frozen=True, slots=True)
class Batch:
    """What one person did."""

    author: int
    drafts: tuple[Draft, ...]


def _seal_group(
    workspace: Workspace, connection: Connection, signer: Signer, tip: LogTip, batch: Batch, key: CityKey | None
) -> LogTip:
    named = {op.entry for draft in batch.drafts for op in draft.predecessors}
    known = entry_log.references(connection, named)
    public = [_write(draft, known) for draft in batch.drafts if not draft.is_private]
    hidden = [_write(draft, known) for draft in batch.drafts if draft.is_private]
    private = Private(hidden, key, lambda: workspace.random(RANDOM_BYTES)) if hidden and key else None
    claims = _claims(workspace, connection, batch.author)
    sealed = seal_with(tip, public, private, known, claims, signer)
    entry_log.note_referenced(connection, claims.newly_seen)
    _take(workspace, connection, [one.entry for one in sealed])
    private_parts.keep(connection, [one.body for one in sealed if one.body], is_wanted=True)
    intake.read_parts(connection, workspace.keys.secret())
    return LogTip(tip.log, sealed[-1].entry.seq, sealed[-1].entry.hash)


def _give_keys(workspace: Workspace, connection: Connection) -> bool:
    """Whether this computer, a lead's, had something to say of the city's keys."""
    rekeys = city_keys.due(workspace, connection)
    if rekeys:
        _sign(workspace, connection, rekeys)
    return bool(rekeys)


def sign_in(workspace: Workspace, connection: Connection, statements: Sequence[Statement]) -> None:
    """Signs what this computer says of who may write, in an entry of its own, inside the caller's transaction.

    What follows from it for the city's keys is signed behind it.
    """
    _sign(workspace, connection, statements)
    _give_keys(workspace, connection)


def _sign(workspace: Workspace, connection: Connection, statements: Sequence[Statement]) -> None:
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
