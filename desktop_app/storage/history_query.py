"""What was answered and noted when: of one question, as it stood on a day, and what differs between two days.

Days are those of the authors' own clocks, in UTC, at their end: a claim, as everywhere. Drafts of this computer count
from the moment at which they were written.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from desktop_app.storage import drafts, entry_log, overlay
from desktop_app.storage.authors import alternative, of_operation
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, driver_of, reading
from desktop_app.storage.overlay import Standing
from desktop_app.storage.snapshot import Snapshot
from desktop_app.storage.store import Store
from desktop_app.storage.views import Alternative
from roadmap_core.assessment.answers import Answer
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Register, ShortHash
from roadmap_core.entries.operations import OpCode, Write
from roadmap_core.merge.registers import Alternative as Live
from roadmap_core.merge.registers import RegisterState

_OF_ITEM = """
SELECT operation.short, place, value, facet, code, reason FROM operation JOIN entry USING (short)
WHERE assessment = ? AND item = ? AND facet IN (1, 2) AND value IS NOT NULL
ORDER BY lamport DESC, claimed_ms DESC, operation.short, place DESC"""
_OF_ANSWERS = """
SELECT item, operation.short, place, value FROM operation JOIN entry USING (short)
WHERE assessment = ? AND facet = 1 AND value IS NOT NULL AND claimed_ms < ?"""


@dataclass(frozen=True, slots=True)
class Written:
    """One value that was written at some time.

    Attributes:
        replaced: what it took the place of; empty for the first, or for one written beside another.
        stands: whether it stands now.
        is_choice: whether it settled two answers; `reason` says why, if anybody said so and it isn't signed yet.
    """

    one: Alternative
    replaced: tuple[Alternative, ...]
    stands: bool
    is_choice: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One question whose answer differs between two days."""

    question_id: str
    before: Answer | None
    after: Answer | None


class _Entries:
    """What operations name as predecessors; each entry is read once, since its signature is checked with it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[ShortHash, Entry | None] = {}

    def predecessors(self, op: OpId) -> Iterable[OpId]:
        if op.entry not in self._read:
            self._read[op.entry] = entry_log.entry(self._connection, op.entry)
        entry = self._read[op.entry]
        operation = entry.operations[op.place] if entry is not None else None
        return operation.predecessors if isinstance(operation, Write) else ()


def history(store: Store, question_id: str) -> tuple[Written, ...]:
    """Everything that was written on a question, newest first. Raises KeyError for an unknown id."""
    item = store.catalogue.number(question_id)
    with reading(store.engine) as connection:
        snapshot = Snapshot.take(store, connection, items=(item,))
        rows = driver_of(connection).execute(_OF_ITEM, (snapshot.assessment, item)).fetchall()
        known, said, named, entries = {}, [], {}, _Entries(connection)
        for short, place, value, facet, code, reason in rows:
            op = OpId(ShortHash(short), place)
            known[op] = of_operation(snapshot, question_id, Facet(facet), op, value)
            named[op] = entries.predecessors(op)
            said.append((op, code == OpCode.SETTLE, reason or ""))
        shown = {facet: snapshot.standing(snapshot.register(item, facet)) for facet in (Facet.ANSWER, Facet.NOTE)}
        standing = {one.op for facet in shown for one in shown[facet]}
        found = [
            _of_draft(snapshot, question_id, facet, one, known)
            for facet in shown
            for one in shown[facet]
            if one.op is None
        ]
        for op, is_choice, reason in said:
            replaced = tuple(known[other] for other in named[op] if other in known)
            found.append(Written(known[op], replaced, op in standing, is_choice, reason))
        return tuple(found)


def _of_draft(
    snapshot: Snapshot, question_id: str, facet: Facet, one: Standing, known: Mapping[OpId, Alternative]
) -> Written:
    draft = one.draft
    replaced = tuple(known[op] for op in draft.predecessors if op in known) if draft else ()
    is_choice = draft is not None and draft.code == OpCode.SETTLE
    return Written(
        alternative(snapshot, question_id, facet, one),
        replaced,
        stands=True,
        is_choice=is_choice,
        reason=(draft and draft.reason) or "",
    )


def answers_on(store: Store, day: date) -> dict[str, Answer]:
    """The answers that counted at the end of a day, by question; what wasn't answered is left out."""
    with reading(store.engine) as connection:
        return _answers_on(Snapshot.take(store, connection, items=()), _Entries(connection), day)


def answers_on_both(store: Store, first: date, last: date) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """The same of two days, out of one snapshot."""
    with reading(store.engine) as connection:
        snapshot, entries = Snapshot.take(store, connection, items=()), _Entries(connection)
        return _answers_on(snapshot, entries, first), _answers_on(snapshot, entries, last)


def differences(store: Store, first: date, last: date) -> tuple[Difference, ...]:
    """The questions whose answer at the end of `last` isn't that of the end of `first`, in file order."""
    before, after = answers_on_both(store, first, last)
    pairs = (Difference(q.id, before.get(q.id), after.get(q.id)) for q in store.instrument.questions)
    return tuple(pair for pair in pairs if pair.before != pair.after)


def _answers_on(snapshot: Snapshot, entries: _Entries, day: date) -> dict[str, Answer]:
    end_ms = end_of(day)
    rows = driver_of(snapshot.connection).execute(_OF_ANSWERS, (snapshot.assessment, end_ms)).fetchall()
    written: dict[int, dict[OpId, bytes]] = defaultdict(dict)
    for item, short, place, value in rows:
        written[item][OpId(ShortHash(short), place)] = value
    pending = {draft.register: draft for draft in drafts.every(snapshot.connection) if draft.changed_ms < end_ms}
    found = {}
    for question in snapshot.store.instrument.questions:
        item = snapshot.store.catalogue.number(question.id)
        draft = pending.get(Register(snapshot.assessment, item, int(Facet.ANSWER)))
        answer = snapshot.counting_answer(question.id, _stood(entries, written[item], draft))
        if answer is not None:
            found[question.id] = answer
    return found


def _stood(entries: _Entries, written: Mapping[OpId, bytes], draft: Draft | None) -> tuple[Standing, ...]:
    """One operation alone stands whatever it names, so nothing is read for it: most questions have one."""
    named = {other for op in written for other in entries.predecessors(op)} if len(written) > 1 else set()
    live = tuple(Live(op, value) for op, value in sorted(written.items()) if op not in named)
    return overlay.standing(RegisterState(live), [draft] if draft else [])


def end_of(day: date) -> int:
    """The first millisecond after a day, in UTC."""
    midnight = datetime.combine(day, time(), UTC)
    return int((midnight + timedelta(days=1)).timestamp() * 1000) if day < date.max else 1 << 62
