"""One read of the assessment: what stands in its registers, drafts laid over, in the words of the instrument."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from desktop_app.storage import drafts, overlay
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.overlay import Standing
from desktop_app.storage.store import Store
from roadmap_core import cbor
from roadmap_core.assessment.answers import EPOCH, Answer, InvalidAnswer, answer_from_wire
from roadmap_core.assessment.standing import lowest
from roadmap_core.entries.facets import DIRECTORY, Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.merge.registers import RegisterState


class CityFacts(NamedTuple):
    """The `city` row."""

    city_id: str
    city_name: str
    country: str
    official: str
    official_number: int
    computer: str
    assessment: int


_CITY = """
SELECT city_id, city_name, country, official, official_number, computer, assessment FROM city"""
_ITEM = "SELECT item, facet, state FROM register WHERE assessment = ? AND item = ?"
_WHOLE = "SELECT item, facet, state FROM register WHERE assessment = ?"


def city_facts(connection: Connection) -> CityFacts | None:
    row = driver_of(connection).execute(_CITY).fetchone()
    return CityFacts(*row) if row else None


@dataclass(slots=True)
class Snapshot:
    """What one query works on. Registers are there for the items that were loaded, as they are stored.

    Each is read when it is asked for: most queries want answers and notes, and five years of evidence are large.
    """

    store: Store
    connection: Connection
    assessment: int
    registers: dict[Register, bytes]
    drafts: dict[Register, list[Draft]]
    names: dict[Register, str] = field(default_factory=dict)

    @classmethod
    def take(cls, store: Store, connection: Connection, items: Iterable[int] | None = None) -> "Snapshot":
        """Loads the current assessment, or only `items` of it (and item 0, the assessment itself)."""
        facts = city_facts(connection)
        snapshot = cls(store, connection, facts.assessment if facts else 1, {}, defaultdict(list))
        for draft in drafts.every(connection):
            snapshot.drafts[draft.register].append(draft)
        driver = driver_of(connection)
        for item in [None] if items is None else [0, *items]:
            key = (snapshot.assessment,) if item is None else (snapshot.assessment, item)
            snapshot._keep(snapshot.assessment, driver.execute(_WHOLE if item is None else _ITEM, key))
        return snapshot

    def _keep(self, assessment: int, rows: Iterable[tuple[int, int, bytes]]) -> None:
        for item, facet, state in rows:
            self.registers[Register(assessment, item, facet)] = state

    def register(self, item: int, facet: Facet) -> Register:
        return Register(self.assessment, item, int(facet))

    def standing(self, register: Register) -> tuple[Standing, ...]:
        """What stands there, drafts included."""
        stored = self.registers.get(register)
        state = RegisterState.from_bytes(stored) if stored is not None else None
        return overlay.standing(state, self.drafts.get(register, ()))

    def answer(self, item_id: str, value: bytes) -> Answer | None:
        """An answer as it stands in a register; None if it was cleared, or is of a form that isn't known here."""
        read = answer_from_wire(cbor.decode(value), self.store.instrument.scale_of(item_id))
        return None if isinstance(read, InvalidAnswer) else read

    def counting_answer(self, item_id: str, standing: Sequence[Standing]) -> Answer | None:
        """What counts of what stands: the one value, or the lowest of several."""
        if not standing:
            return None
        answers = [self.answer(item_id, value) for value in dict.fromkeys(s.value for s in standing)]
        if len(answers) == 1:
            return answers[0]
        question = next((q for q in self.store.instrument.questions if q.id == item_id), None)
        return lowest(question, answers, self.reference_date()) if question else answers[0]

    def reference_date(self) -> date:
        """The day that the assessment speaks of; the earliest of several."""
        days = [cbor.decode(s.value) for s in self.standing(self.register(0, Facet.REFERENCE_DATE))]
        known = [day for day in days if type(day) is int and 0 <= day < (date.max - EPOCH).days]
        return EPOCH + timedelta(days=min(known, default=0))

    def is_sample(self) -> bool:
        return any(s.value == b"\x01" for s in self.standing(self.register(0, Facet.IS_SAMPLE)))

    def name(self, register: Register) -> str:
        """A name out of the city's directory; "" if there is none yet."""
        if register not in self.names:
            self._keep(DIRECTORY, driver_of(self.connection).execute(_ITEM, register[:2]))
            texts = [cbor.decode(s.value) for s in self.standing(register)]
            self.names[register] = next((text for text in reversed(texts) if type(text) is str), "")
        return self.names[register]
