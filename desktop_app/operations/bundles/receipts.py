"""Acknowledgements that come by file: verified, kept for the cities that they belong to, and believed for our own."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from desktop_app.storage import cargo, city_log
from desktop_app.storage.engine import Connection
from roadmap_core.entries.identifiers import EntryHash, entry_hash
from roadmap_core.exchange.bundle import Bundle
from roadmap_core.exchange.receipts import ReceiptQuestion, read_signed_head, verify_receipts
from roadmap_core.exchange.stream import parted
from roadmap_core.ledger.heads import Head
from roadmap_core.ledger.tree import Frontier
from roadmap_core.refusals import Refusal


class Proven(NamedTuple):
    """A question and its answer as bytes, and what they prove."""

    question: bytes
    answer: bytes
    head: Head
    positions: Mapping[EntryHash, int]


def verified(bundle: Bundle, log_keys: Sequence[bytes]) -> tuple[list[Proven], int]:
    """The receipts of a file that prove something under one of the alliance's keys, and how many prove nothing."""
    found = [_proven(question, answer, log_keys) for question, answer in bundle.receipts]
    good = [one for one in found if one is not None]
    return good, len(found) - len(good)


def _proven(question: bytes, answer: bytes, log_keys: Sequence[bytes]) -> Proven | None:
    outcome = verify_receipts(question, answer, log_keys)
    if isinstance(outcome, Refusal):
        return None
    asked = ReceiptQuestion.from_bytes(question).entries
    positions = {whole: at for whole, at in zip(asked, outcome.positions, strict=True) if at is not None}
    return Proven(question, answer, outcome.head, positions)


def proven_by_heads(bundle: Bundle, city: str, log_keys: Sequence[bytes]) -> list[tuple[Head, dict[EntryHash, int]]]:
    """Where a file holds a city's log from its beginning, in its order: a head proves the place of each entry."""
    data = [one for part in bundle.cities if part.city == city for one in parted(part.items)[0]]
    found = []
    for signed in bundle.heads:
        head = read_signed_head(signed, log_keys)
        if isinstance(head, Refusal) or head.city != city or not 0 < head.size <= len(data):
            continue
        hashes = [entry_hash(one) for one in data[: head.size]]
        if Frontier().extended(hashes).root() == head.root:
            found.append((head, {whole: place for place, whole in enumerate(hashes, 1)}))
    return found


def confirm(connection: Connection, proven: Iterable[Proven], city: str, now: int) -> tuple[dict[str, int], int]:
    """Keeps what they prove: entries by city that are acknowledged and weren't before, and how many are our city's."""
    told: dict[str, int] = {}
    for one in sorted(proven, key=lambda one: one.head.server_ms):
        if one.head.city == city:
            count = city_log.acknowledge(connection, one.head, one.positions, now)
        else:
            count = cargo.deliver(connection, one.head.city, one.positions, (one.question, one.answer))
        if count:
            told[one.head.city] = told.get(one.head.city, 0) + count
    return told, told.get(city, 0)
