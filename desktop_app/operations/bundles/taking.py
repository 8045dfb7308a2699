"""Takes a file's updates in, or shows what would come of it: the same work, kept or not.

Own city: the way of a server's page (`storage.intake`). Another city's: cargo, which is carried on and never folded.
Everything of a file is in one transaction; what was refused changes nothing, and hides nothing that is good.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.errors import AppError
from desktop_app.operations.bundles import counting, heads
from desktop_app.operations.bundles.arrival import Arrival, CityArrival
from desktop_app.operations.bundles.attached import brought_files, keep_files
from desktop_app.operations.bundles.files import read_bundle
from desktop_app.operations.bundles.judging import Judged, Watch, by_city, judge, unwatched
from desktop_app.operations.bundles.receipts import confirm, proven_by_heads, verified
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import alliance, cargo, city_log, intake, own_log, private_parts, queries, taken_files
from desktop_app.storage.alliance import Trust
from desktop_app.storage.cargo import Item, State
from desktop_app.storage.engine import Connection, transaction, trial
from desktop_app.storage.membership import membership
from desktop_app.storage.own_log import Keys, KeysOnTrial
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, Register, entry_hash
from roadmap_core.exchange.bundle import Bundle, ForeignHead, belongs
from roadmap_core.merge.members import Membership


def preview(workspace: Workspace, file: Path) -> Arrival:
    """What the file would bring. Nothing is changed.

    Args:
        workspace: whose profile it is.
        file: a bundle, or a sequence of entries (`.cborseq`).

    Raises:
        AppError: what `read_bundle` and `look_into` raise.
    """
    return look_into(workspace, read_bundle(file), file.name)


def take_bundle(workspace: Workspace, file: Path) -> Arrival:
    """Takes in what the file holds; what is here already stays as it is. Arguments and errors: as `preview`."""
    return take(workspace, read_bundle(file), file.name)


def look_into(workspace: Workspace, bundle: Bundle, name: str, watch: Watch = unwatched) -> Arrival:
    """What would come of it; nothing is changed.

    Args:
        workspace: whose profile it is.
        bundle: what was read, of a file or of a postcard.
        name: of the file, for the list of those that were taken in.
        watch: is called for each entry, 0.1 ms each.

    Raises:
        AppError: E-BUNDLE-KEY, E-BUNDLE-SIZE, E-ALLIANCE, E-ALLIANCE-DOC; E-KEY where a twin of this computer has
            written on, and the key to begin a new log is missing.
    """
    with trial(workspace.engine) as connection:
        return _take_in(_Here(workspace, KeysOnTrial(workspace.keys), connection, watch), bundle, name)


def take(workspace: Workspace, bundle: Bundle, name: str, watch: Watch = unwatched) -> Arrival:
    """Takes it in, exactly what was looked into. Arguments and errors: as `look_into`."""
    with transaction(workspace.engine) as connection:
        found = _take_in(_Here(workspace, workspace.keys, connection, watch), bundle, name)
        files = brought_files(workspace, connection, bundle.blobs) if found.files else ()
    return replace(found, files=keep_files(workspace, files))


@dataclass(frozen=True, slots=True)
class _Here:
    """Where a file is taken in, and what is called for each of its entries."""

    workspace: Workspace
    keys: Keys
    connection: Connection
    watch: Watch


@dataclass
class _Brought:
    """What a file has brought so far: to the log or the cargo for the first time, or again; and what changed."""

    fresh: set[EntryHash] = field(default_factory=set)
    again: set[EntryHash] = field(default_factory=set)
    registers: frozenset[Register] = frozenset()

    def note(self, entries: Sequence[EntryHash], fresh: Sequence[EntryHash]) -> None:
        self.fresh |= set(fresh)
        self.again |= set(entries) - self.fresh


def _take_in(here: _Here, bundle: Bundle, name: str) -> Arrival:
    workspace, connection = here.workspace, here.connection
    city = workspace.city(connection).city_id
    held = alliance.held(connection, _alliance(connection))
    trust = _following(connection, bundle)
    begins_trust = trust.is_begun and not held.is_begun
    brought = _Brought()
    if trust != held:
        _keep_documents(connection, trust, brought)
    judged = _parts(here, bundle, city)
    arrived = {one.city: _take(here, one, brought) for one in judged}
    log_keys = trust.document.log_keys if trust.is_begun else ()
    good, bad = verified(bundle, log_keys)
    entries = [entry for one in judged if one.city == city for entry in one.entries]
    said = heads.told_by(connection, bundle, good, entries, log_keys)
    split = heads.contradicting(connection, said, workspace.clock())
    good = [one for one in good if one.head.city != city or heads.fits(one.head, split)]
    told, confirmed = confirm(connection, good, city, workspace.clock())
    for head, positions in proven_by_heads(bundle, city, log_keys):
        if heads.fits(head, split):
            confirmed += city_log.acknowledge(connection, head, positions, workspace.clock())
    for one, count in told.items():
        arrived[one] = replace(arrived.get(one, CityArrival(one, is_own=one == city)), acknowledged=count)
    found = Arrival(
        maker=bundle.maker,
        cities=tuple(sorted(arrived.values(), key=lambda one: (not one.is_own, one.city))),
        changes=_changes(workspace, brought.registers),
        confirmed=confirmed,
        begins_trust=begins_trust,
        root_key=trust.root_key.hex() if begins_trust else "",
        bad_receipts=bad,
        contradictions=len(split),
        files=len(brought_files(workspace, connection, bundle.blobs)),
    )
    if not brought.fresh and not begins_trust:
        return found
    hashes = brought.fresh | taken_files.brought_before(connection, brought.again)
    now = workspace.clock()
    number = taken_files.note(connection, name, found.maker, hashes, now, begins_trust=begins_trust)
    return replace(found, number=number)


def _alliance(connection: Connection) -> str:
    held = city_log.state(connection)
    return held.alliance if held else ""


def _following(connection: Connection, bundle: Bundle) -> Trust:
    """What is held of the alliance, with the file's documents. Raises AppError for a file that isn't its own."""
    trust = alliance.held(connection, _alliance(connection))
    if bundle.alliance not in ("", trust.document.alliance):
        raise AppError("E-ALLIANCE")
    if bundle.documents:
        try:
            trust = alliance.following(trust, bundle.documents)
        except AppError as error:
            raise AppError("E-ALLIANCE-DOC" if error.code == "E-SERVER-CHANGED" else error.code) from error
    refusal = belongs(bundle, bundle.alliance, trust.document.log_keys if trust.is_begun else ())
    if isinstance(refusal, ForeignHead):
        day = datetime.fromtimestamp(refusal.server_ms / 1000, UTC).date().isoformat()
        raise AppError("E-BUNDLE-KEY", city=refusal.city, date=day)
    return trust


def _keep_documents(connection: Connection, trust: Trust, brought: _Brought) -> None:
    city_log.save(connection, root_key=trust.root_key)
    alliance.keep_chain(connection, trust)
    brought.registers |= intake.judge_anew(connection)


def _parts(here: _Here, bundle: Bundle, city: str) -> list[Judged]:
    parts, connection, watch = bundle.cities, here.connection, here.watch
    own = membership(connection)
    if not bundle.alliance:
        items = [item for part in parts for item in part.items]
        parts = tuple(by_city(items, city, own.genesis_by_log))
    found = []
    for part in parts:
        if part.city == city:
            found.append(judge(part, own, watch=watch))
        else:
            others = Membership(part.city, own.document, lambda _whole: None)
            found.append(judge(part, others, cargo.bytes_of(connection, part.city), watch))
    return found


def _take(here: _Here, judged: Judged, brought: _Brought) -> CityArrival:
    workspace, connection = here.workspace, here.connection
    newer = [Item(entry_hash(data), data) for data in judged.newer]
    is_own = judged.city == workspace.city(connection).city_id
    load = newer if is_own else [*(Item(e.hash, e.data, judged.body_of(e)) for e in judged.entries), *newer]
    known = cargo.known(connection, [item.hash for item in load])
    fresh = [item for item in load if item.hash not in known]
    cargo.keep(connection, judged.city, fresh)
    brought.note([item.hash for item in load], [item.hash for item in fresh])
    if not is_own:
        new = {item.hash for item in fresh}
        return counting.of_other_city(judged, [entry for entry in judged.entries if entry.hash in new])
    added = _fold(here.keys, connection, judged, brought, workspace.clock())
    return counting.of_own_city(workspace.store, connection, judged, added)


def _fold(keys: Keys, connection: Connection, judged: Judged, brought: _Brought, now: int) -> list[Entry]:
    """The own city's entries go where those of a page go; what had been set aside is back."""
    entries = sorted(judged.entries, key=lambda entry: entry.genesis is None)
    taken = own_log.take_arrived(connection, keys, entries, now)
    if intake.is_overfull(connection, {entry.log for entry in taken.fresh}):
        raise AppError("E-BUNDLE-SIZE")
    fresh = [entry.hash for entry in taken.fresh]
    private_parts.keep(connection, [*judged.bodies.values(), *cargo.set_aside_bodies(connection, fresh)])
    cargo.drop(connection, fresh, [State.SET_ASIDE])
    brought.registers |= taken.registers | intake.read_parts(connection, keys.secret())
    brought.note([entry.hash for entry in judged.entries], fresh)
    return taken.fresh


def _changes(workspace: Workspace, registers: frozenset[Register]) -> Changes:
    questions, policies, is_city = queries.changed_items(workspace.store, registers)
    return Changes(
        questions=questions,
        policies=policies,
        city=is_city,
        contested=bool(questions),
        outbox=True,
        connection=True,
        origin="remote",
    )
