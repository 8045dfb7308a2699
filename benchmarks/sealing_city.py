"""A city's only computer, which seals valid entries without a database: what a benchmark pushes to a server."""

import random
from datetime import date

from desktop_app.paths import instrument_text
from roadmap_core import cbor
from roadmap_core.assessment.answers import Answer, Choice, Figure, LastDone, Percent, answer_to_wire, flaw_of
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Reference, Register, ShortHash
from roadmap_core.entries.operations import Genesis, OpCode, Write
from roadmap_core.entries.sealing import Claims, LogTip, seal, seal_genesis
from roadmap_core.instrument.catalogue import Catalogue
from roadmap_core.instrument.loading import load_instrument
from roadmap_core.instrument.model import Question
from roadmap_core.keys.ed25519 import SoftwareSigner

ALLIANCE = "gsca-roadmap"
BEGAN_MS = 1_790_000_000_000
INSTRUMENT = load_instrument(*instrument_text())
CATALOGUE = Catalogue.of(INSTRUMENT)


class SealingCity:
    """Walks through the questionnaire again and again; an answer names the one that it replaces."""

    def __init__(self, city: str, seed: int) -> None:
        self._chance = random.Random(seed)
        self.city = city
        self._signer = SoftwareSigner(self._chance.randbytes(32))
        genesis = Genesis(self._signer.public_key, b"", ALLIANCE, city, 1, b"", b"")
        self.genesis = seal_genesis(genesis, Claims(BEGAN_MS, 0, 7), self._signer)
        self._tip = LogTip(self.genesis.log, 0, self.genesis.hash)
        self._last_by_item: dict[int, OpId] = {}
        self._references: dict[ShortHash, Reference] = {}
        self._next = 0

    def opening(self) -> bytes:
        """The entry that begins the assessment: from here on the community counts the city."""
        facts: dict[Facet, bytes | int] = {Facet.CATALOGUE: CATALOGUE.digest, Facet.REFERENCE_DATE: 20_000}
        return self._sealed([Write(OpCode.SET, Register(1, 0, f), cbor.encode(v), ()) for f, v in facts.items()])

    def entry(self, answers: int) -> bytes:
        """An entry with the answers to the next questions."""
        questions = [INSTRUMENT.questions[(self._next + step) % len(INSTRUMENT.questions)] for step in range(answers)]
        self._next += answers
        return self._sealed([self._write(question) for question in questions])

    def _write(self, question: Question) -> Write:
        item = CATALOGUE.number(question.id)
        before = self._last_by_item.get(item)
        value = cbor.encode(answer_to_wire(self._answer(question)))
        return Write(OpCode.SET, Register(1, item, Facet.ANSWER), value, (before,) if before else ())

    def _answer(self, question: Question) -> Answer:
        part = self._chance.randrange(1, 100)
        day = date(2025, 1, 1 + part % 28)
        fitting = (Choice(self._chance.randrange(2)), Percent(part, 100), Figure.of(part), LastDone(day))
        return next(answer for answer in fitting if flaw_of(answer, question.scale) is None)

    def _sealed(self, writes: list[Write]) -> bytes:
        claims = Claims(BEGAN_MS + 1000 * self._tip.seq, self._tip.seq, 7)
        (entry,) = seal(self._tip, writes, self._references, claims, self._signer)
        self._tip = LogTip(self._tip.log, entry.seq, entry.hash)
        self._references[entry.short] = Reference(entry.log, entry.seq, entry.short)
        for place, operation in enumerate(entry.operations):
            if isinstance(operation, Write):
                self._last_by_item[operation.register.item] = OpId(entry.short, place)
        return entry.data
