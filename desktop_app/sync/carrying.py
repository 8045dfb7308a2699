"""Brings other cities' updates to the server, and fetches their acknowledgements: a courier's part of a round.

No token is needed: what is carried is signed, and the courier may read nothing of those cities. One city that can't be
served keeps no other back. A cut anywhere is safe to repeat.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from desktop_app.errors import AppError
from desktop_app.storage import cargo, city_log
from desktop_app.storage.cargo import Item
from desktop_app.storage.city_log import CityLogState
from desktop_app.storage.engine import Connection, reading, transaction
from desktop_app.sync.profile import HERE, Database, Profile
from desktop_app.sync.proof import reply_in
from desktop_app.sync.server import Server
from desktop_app.sync.session import Session
from roadmap_core import limits
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.exchange.messages import STORED, Ack, AckCode, SyncRequest
from roadmap_core.exchange.receipts import QUESTIONS, ReceiptAnswer, ReceiptQuestion, read_signed_head, verify_receipts
from roadmap_core.ledger.heads import Head
from roadmap_core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one city's updates.

    Attributes:
        offered: how many waited.
        delivered: how many of them the server has acknowledged with a receipt that was verified.
        refused: how many it refused for good.
        problem: the stable code of what stood in the way, or "".
    """

    city: str
    offered: int
    delivered: int = 0
    refused: int = 0
    problem: str = ""


def carry(profile: Profile, session: Session, database: Database = HERE) -> tuple[Carried, ...]:
    """Offers what waits of other cities, but for what the server couldn't take lately; tells what became of each.

    Raises:
        AppError: E-NOT-JOINED without a server. What goes wrong with a city stands in its `Carried`.
    """
    held, loads = database.call(lambda: _waiting(profile, session))
    if held is None or not held.server:
        raise AppError("E-NOT-JOINED")
    server = session.server(held.server)
    return tuple(_Delivery(profile, session, database, held, server).run(city, load) for city, load in loads)


def _waiting(profile: Profile, session: Session) -> tuple[CityLogState | None, list[tuple[str, list[Item]]]]:
    with reading(profile.store.engine) as connection:
        cities = cargo.waiting_cities(connection)
        loads = [(city, cargo.waiting(connection, city)) for city in cities]
        resting = session.resting
        moving = [(city, load) for city, load in loads if any(item.hash not in resting for item in load)]
        return city_log.state(connection), moving


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One round's way to the server."""

    profile: Profile
    session: Session
    database: Database
    held: CityLogState
    server: Server

    def run(self, city: str, load: Sequence[Item]) -> Carried:
        """What was turned away is offered once more when something was taken: it may have been its admission."""
        found = Carried(city, len(load))
        left, before = list(load), -1
        try:
            while left and found.delivered > before:
                before, found = found.delivered, replace(found, problem="")
                left, found = self._deliver_all(left, found)
        except AppError as error:
            found = replace(found, problem=error.code)
            left = list(load)
        self.session.rest(item.hash for item in left)
        return found

    def _deliver_all(self, load: Sequence[Item], found: Carried) -> tuple[list[Item], Carried]:
        """One offer of everything; what the server can't take yet, and what came of the rest."""
        left: list[Item] = []
        for chunk in _chunks(load, self.session.pace.push_bytes):
            pushed = self._push(found.city, chunk)
            self._write(partial(_refuse, pushed.refused))
            delivered = sum(self._fetch_receipts(found.city, part) for part in _parts(pushed.taken))
            left += [item for item in chunk if item.hash in pushed.turned_away]
            unproven = "E-RECEIPT" if delivered < len(pushed.taken) else ""
            found = replace(
                found,
                delivered=found.delivered + delivered,
                refused=found.refused + len(pushed.refused),
                problem=found.problem or unproven or ("E-NOT-ADMITTED" if pushed.turned_away else ""),
            )
        return left, found

    def _push(self, city: str, chunk: Sequence[Item]) -> "_Pushed":
        items = tuple(part for item in chunk for part in (item.data, item.body) if part)
        answer = self.server.sync(SyncRequest(city, 0, 0, 0, items).to_bytes())
        if answer.status == 404:
            raise AppError("E-CITY-UNKNOWN", city=city)
        pairs = list(zip(chunk, reply_in(answer).acks, strict=False))
        return _Pushed(
            taken=[item.hash for item, ack in pairs if ack.code in STORED],
            refused=[(item.hash, ack.refusal) for item, ack in pairs if _is_final(ack)],
            turned_away={item.hash for item, ack in pairs if ack.code not in STORED and not _is_final(ack)},
        )

    def _fetch_receipts(self, city: str, entries: Sequence[EntryHash]) -> int:
        """Asks where they stand, in a log that goes on from what it proved before; how many are proven."""
        earlier = self._newest_head(city)
        question = ReceiptQuestion(city, tuple(entries), earlier.size if earlier else 0).to_bytes()
        answer = self.server.receipts(question)
        if not answer.is_taken:
            return 0
        proven = verify_receipts(question, answer.body, self.held.log_keys, earlier)
        if isinstance(proven, Refusal):
            return 0
        placed = [whole for whole, at in zip(entries, proven.positions, strict=True) if at is not None]
        self._write(partial(_deliver, city, placed, (question, answer.body)))
        return len(placed)

    def _newest_head(self, city: str) -> Head | None:
        """The head of the newest receipt that is carried home for a city."""

        def kept() -> list[tuple[bytes, bytes]]:
            with reading(self.profile.store.engine) as connection:
                return cargo.receipts(connection, city)

        signed = [ReceiptAnswer.from_bytes(answer).head for _, answer in self.database.call(kept)]
        read = [read_signed_head(data, self.held.log_keys) for data in signed]
        return max((one for one in read if isinstance(one, Head)), key=lambda one: one.server_ms, default=None)

    def _write(self, work: Callable[[Connection], object]) -> None:
        def kept() -> None:
            with transaction(self.profile.store.engine) as connection:
                work(connection)

        self.database.call(kept)


@dataclass(frozen=True, slots=True)
class _Pushed:
    """What the server says of one request: entries that it has, refuses for good, or can't take yet."""

    taken: list[EntryHash]
    refused: list[tuple[EntryHash, str]]
    turned_away: set[EntryHash]


def _is_final(ack: Ack) -> bool:
    return ack.code == AckCode.REFUSED and ack.refusal not in city_log.NOT_FINAL


def _deliver(city: str, placed: Sequence[EntryHash], receipt: tuple[bytes, bytes], connection: Connection) -> None:
    cargo.deliver(connection, city, placed, receipt)


def _refuse(refused: Iterable[tuple[EntryHash, str]], connection: Connection) -> None:
    for whole, code in refused:
        cargo.refuse(connection, [whole], code)


def _chunks(load: Iterable[Item], most_bytes: int) -> list[list[Item]]:
    """Requests of at most `most_bytes` and 200 entries; one entry alone may be larger."""
    found: list[list[Item]] = []
    size = 0
    for item in load:
        weight = len(item.data) + len(item.body)
        if not found or size + weight > most_bytes or len(found[-1]) == limits.PUSH_ENTRIES:
            found.append([])
            size = 0
        found[-1].append(item)
        size += weight
    return found


def _parts(entries: Sequence[EntryHash]) -> list[Sequence[EntryHash]]:
    """As many as one question for receipts may name."""
    return [entries[start : start + QUESTIONS] for start in range(0, len(entries), QUESTIONS)]
