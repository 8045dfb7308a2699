"""The status line, and the page about what leaves and what came: nothing but what is provable."""

from collections.abc import Iterable

from desktop_app.storage import city_keys, drafts, overlay, private_parts
from desktop_app.storage.authors import computer_name, note_text, official_name
from desktop_app.storage.city_log import IS_WAITING, NOT_FINAL
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, driver_of, reading
from desktop_app.storage.entry_log import IS_OUR_KEY, Standing
from desktop_app.storage.membership import membership
from desktop_app.storage.people import count_asking
from desktop_app.storage.snapshot import Snapshot, city_facts
from desktop_app.storage.store import Store
from desktop_app.storage.together_query import tie_text
from desktop_app.storage.views import (
    Colleague,
    Receipt,
    RefusedItem,
    SendingView,
    StatusView,
    WaitingItem,
)
from desktop_app.storage.views import Connection as Contact
from roadmap_core import cbor
from roadmap_core.entries.facets import BESIDE_FACETS, CITY_FACETS, LIST_FACETS, Facet
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.statements import Role
from roadmap_core.keys.codes import device_code
from roadmap_core.merge.members import Membership

_STATE = "SELECT server, connection, sent_ms, last_contact_ms, problem FROM sync_state"
_NO_STATE = ("", Contact.NONE.value, None, None, "")
_IS_OURS = f"{IS_WAITING} AND standing <> {Standing.PENDING.value}"
"""What waits and is shown: what a computer wrote that nobody admitted travels along, but is no change of the city."""
_WAITING_CHANGES = f"SELECT coalesce(sum(changes), 0) FROM entry WHERE {_IS_OURS}"  # noqa: S608
_WAITING_BYTES = f"""
SELECT coalesce(sum(length(entry.data) + 3 + ifnull(length(private_part.data) + 3, 0)), 0)
FROM entry LEFT JOIN private_part USING (short) WHERE {_IS_OURS}"""  # noqa: S608
_WAITING = f"""
SELECT item, facet, value, author, claimed_ms FROM entry JOIN operation USING (short)
WHERE {_IS_OURS} AND (assessment > 0 AND item > 0 AND facet NOT IN {tuple(map(int, BESIDE_FACETS))}
OR facet IN {tuple(map(int, CITY_FACETS))})
ORDER BY number, place"""  # noqa: S608
_CONTESTED = "SELECT DISTINCT item FROM register WHERE contested = 1 AND assessment = ?"
_RECEIPTS = f"""
SELECT seq, position, claimed_ms, coalesce(confirmed_ms, 0), changes FROM entry JOIN device USING (log)
WHERE {IS_OUR_KEY} AND position IS NOT NULL ORDER BY is_own DESC, seq DESC LIMIT 200"""  # noqa: S608
_REFUSED = f"""
SELECT seq, refusal FROM entry JOIN device USING (log)
WHERE position IS NULL AND {IS_OUR_KEY} AND refusal NOT IN {("", *NOT_FINAL)} ORDER BY is_own, seq"""  # noqa: S608
"""What has a position was not refused; so only what waits is read, and not all entries after each save."""
_COLLEAGUES = f"""
SELECT log, sum(changes), max(claimed_ms),
       (SELECT author FROM entry AS newest WHERE newest.log = device.log ORDER BY seq DESC LIMIT 1)
FROM device JOIN entry USING (log) WHERE NOT coalesce({IS_OUR_KEY}, 0) AND standing = 0 GROUP BY log ORDER BY 3 DESC"""  # noqa: S608
_OWN = "SELECT log, genesis FROM device WHERE is_own = 1"
_REQUEST_BYTES, _ENTRY_BYTES, _OPERATION_BYTES = 60, 150, 10
"""About what a request, an entry and an operation weigh beside the values in them."""


def status(store: Store) -> StatusView:
    """The status line."""
    with reading(store.engine) as connection:
        driver = driver_of(connection)
        kept = drafts.every(connection)
        _, contact, sent_ms, last_contact_ms, problem = driver.execute(_STATE).fetchone() or _NO_STATE
        sealed = driver.execute(_WAITING_CHANGES).fetchone()[0]
        return StatusView(
            saved_ms=drafts.saved_ms(connection),
            waiting_changes=sum(draft.is_persons for draft in kept) + sealed,
            sent_ms=sent_ms,
            last_contact_ms=last_contact_ms,
            connection=Contact(contact),
            contested=len(_contested(store, connection)),
            problem=problem,
            refused=len(driver.execute(_REFUSED).fetchall()),
            asking=count_asking(connection),
        )


def _contested(store: Store, connection: Connection) -> list[str]:
    """Ids of contested questions; reads only what can be one."""
    facts = city_facts(connection)
    rows = driver_of(connection).execute(_CONTESTED, (facts.assessment if facts else 1,)).fetchall()
    items = {row[0] for row in rows} | {draft.register.item for draft in drafts.every(connection)}
    snapshot = Snapshot.take(store, connection, items=sorted(items))
    asked = [(item, store.catalogue.id(item)) for item in sorted(items) if item]
    return [item_id for item, item_id in asked if item_id and _is_contested(snapshot, item)]


def _is_contested(snapshot: Snapshot, item: int) -> bool:
    facets = (Facet.ANSWER, Facet.NOTE)
    return any(overlay.is_contested(snapshot.standing(snapshot.register(item, facet))) for facet in facets)


def sending(store: Store) -> SendingView:
    """The page about what leaves and what came."""
    with reading(store.engine) as connection:
        driver = driver_of(connection)
        server, contact, _, last_contact_ms, problem = driver.execute(_STATE).fetchone() or _NO_STATE
        own = driver.execute(_OWN).fetchone()
        snapshot = Snapshot.take(store, connection, items=())
        members = membership(connection)
        kept = drafts.every(connection)
        return SendingView(
            connection=Contact(contact),
            server=server,
            computer_code=device_code(own[1]) if own and contact != Contact.ADMITTED else "",
            is_lead=own is not None and contact == Contact.ADMITTED and members.role(LogId(own[0])) == Role.LEAD,
            waiting=tuple(_waiting(snapshot, kept)),
            waiting_bytes=_waiting_bytes(connection, kept),
            receipts=tuple(Receipt(*row) for row in driver.execute(_RECEIPTS)),
            refused=tuple(RefusedItem(*row) for row in driver.execute(_REFUSED)),
            colleagues=tuple(_colleagues(snapshot, members)),
            contested=tuple(_contested(store, connection)),
            last_contact_ms=last_contact_ms,
            problem=problem,
            waits_for_key=any(draft.is_private and draft.is_persons for draft in kept)
            and not city_keys.has_any(connection),
            erased=private_parts.count_erased(connection),
        )


def _waiting(snapshot: Snapshot, kept: Iterable[Draft]) -> Iterable[WaitingItem]:
    """The newest last; what a person did, not the directory."""
    for item, facet, value, author, claimed_ms in driver_of(snapshot.connection).execute(_WAITING).fetchall():
        yield _item(snapshot, (item, facet, value, author, claimed_ms), is_sealed=True)
    for draft in kept:
        if draft.is_persons:
            register = draft.register
            row = (register.item, register.facet, draft.value, draft.author, draft.changed_ms)
            yield _item(snapshot, row, is_sealed=False)


def _item(snapshot: Snapshot, row: tuple[int, int, bytes | None, int, int], *, is_sealed: bool) -> WaitingItem:
    number, facet, value, author, changed_ms = row
    item_id = snapshot.store.catalogue.id(number) or ""
    is_answer = facet == Facet.ANSWER and value is not None and item_id
    return WaitingItem(
        question_id=item_id,
        facet=facet,
        answer=snapshot.answer(item_id, value) if is_answer and value else None,
        note=_text(facet, value),
        author=official_name(snapshot, author),
        is_sealed=is_sealed,
        changed_ms=changed_ms,
        mark=_mark(facet, value),
    )


def _mark(facet: int, value: bytes | None) -> int:
    """How sure, or whether flagged; 0 where that was taken back."""
    mark = cbor.decode(value) if value is not None and facet in (Facet.CONFIDENCE, Facet.FLAG) else None
    return mark if type(mark) is int else 0


def _text(facet: int, value: bytes | None) -> str:
    """A note, or the text of a plan action; "" where a row is removed."""
    if value is None or facet not in (Facet.NOTE, *LIST_FACETS):
        return ""
    if facet in CITY_FACETS:
        return tie_text(Facet(facet), cbor.decode(value))
    if facet == Facet.NOTE:
        return note_text(Facet.NOTE, value)
    row = cbor.decode(value)
    return row[0] if type(row) is list and row and type(row[0]) is str else ""


def _waiting_bytes(connection: Connection, kept: list[Draft]) -> int:
    sealed = driver_of(connection).execute(_WAITING_BYTES).fetchone()[0]
    open_bytes = sum(len(draft.value or b"") + _OPERATION_BYTES for draft in kept)
    total = int(sealed) + (open_bytes + _ENTRY_BYTES if kept else 0)
    return total + _REQUEST_BYTES if total else 0


def _colleagues(snapshot: Snapshot, members: Membership) -> Iterable[Colleague]:
    """Computers of the city; a registrar is none."""
    for log, changes, last_ms, author in driver_of(snapshot.connection).execute(_COLLEAGUES).fetchall():
        if members.role(log) == Role.REGISTRAR:
            continue
        yield Colleague(official_name(snapshot, author), computer_name(snapshot, log), changes, last_ms)
