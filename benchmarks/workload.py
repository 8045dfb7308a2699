"""Workload W: one city, 3 devices, 5 assessments x 60 questions, 10,000 field edits, offline periods, then all send.

Three fields a question (answer, confidence, note; 40, 40, 20 %). Five rounds; device 2 is away for the first three.
After its edits each present device sends once; after the last round all send once more. Then a new device starts with
nothing. Each device walks through the questions as a person would: several edits to one, then a nearby one. Notes are
cut from English prose (Python's own documentation), so that compression isn't flattered by a tiny vocabulary.
"""

import pydoc_data.topics
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

EDITS, ROUNDS, ASSESSMENTS, QUESTIONS, SEED = 10_000, 5, 5, 60, 7
AWAY = {2: (0, 1, 2)}
Cell = tuple[int, int, str]


@dataclass(frozen=True)
class Edit:
    """One field set by one device; `at_ms` is when, for peers that record it."""

    device: int
    assessment: int
    question: int
    field: str
    value: int | str
    at_ms: int

    @property
    def cell(self) -> Cell:
        return self.assessment, self.question, self.field


@dataclass(frozen=True)
class Workload:
    """`rounds[k][d]` are the edits of device d in round k."""

    rounds: tuple[tuple[tuple[Edit, ...], ...], ...]

    def present(self, turn: int) -> Iterable[int]:
        return (device for device in range(3) if turn not in AWAY.get(device, ()))

    def rightful(self) -> dict[Cell, set[int | str]]:
        """Per cell the values that may stand at the end: those that no later writer had seen when writing."""
        return _causally_maximal(self, is_saved=lambda _standing, _value: True)

    def collapsed(self) -> "Workload":
        """The same with one edit a cell, device and round, the last: what a program that sends drafts has to say."""
        rounds = []
        for row in self.rounds:
            last = [{edit.cell: edit for edit in edits} for edits in row]
            rounds.append(tuple(tuple(edits.values()) for edits in last))
        return Workload(tuple(rounds))

    def changes(self) -> dict[Cell, set[int | str]]:
        """As `rightful`, where giving a cell the value that stands there already, alone, says nothing."""
        return _causally_maximal(self.collapsed(), is_saved=lambda standing, value: standing != {value})


def build() -> Workload:
    chance = random.Random(SEED)
    words = _prose()
    at_ms = 1_760_000_000_000
    share = [EDITS // 3 + (device < EDITS % 3) for device in range(3)]
    left, rounds = list(share), []
    for turn in range(ROUNDS):
        row = []
        for device in range(3):
            count = left[device] if turn == ROUNDS - 1 else share[device] // ROUNDS
            left[device] -= count
            row.append(tuple(_walk(chance, words, device, count, at_ms + device * 7)))
        rounds.append(tuple(row))
        at_ms += 3 * 86_400_000
    return Workload(tuple(rounds))


def _walk(chance: random.Random, words: list[str], device: int, count: int, at_ms: int) -> Iterable[Edit]:
    assessment, question = chance.randrange(ASSESSMENTS), chance.randrange(QUESTIONS)
    for _ in range(count):
        if chance.random() < 0.4:
            question += 1
            if question >= QUESTIONS or chance.random() < 0.05:
                assessment, question = chance.randrange(ASSESSMENTS), chance.randrange(QUESTIONS)
        at_ms += int(chance.expovariate(1 / 20_000)) + 1
        field, value = _value(chance, words)
        yield Edit(device, assessment, question, field, value, at_ms)


def _value(chance: random.Random, words: list[str]) -> tuple[str, int | str]:
    kind = chance.random()
    if kind < 0.2:
        start = chance.randrange(len(words) - 12)
        return "note", " ".join(words[start : start + chance.randint(3, 10)])
    return ("answer", chance.randrange(5)) if kind < 0.6 else ("confidence", chance.randint(0, 4))


def _prose() -> list[str]:
    text = " ".join(re.sub(r"[^A-Za-z0-9 ,.'-]+", " ", topic) for topic in pydoc_data.topics.topics.values())
    words = re.sub(r"\s+", " ", text).split(" ")
    return words[len(words) // 2 :]


def _causally_maximal(
    work: Workload, is_saved: Callable[[set[int | str], int | str], bool]
) -> dict[Cell, set[int | str]]:
    """Per cell the values of the writes that no later write had seen; `is_saved` says whether an edit is a write."""
    known = [[0, 0, 0] for _ in range(3)]
    server, made = [0, 0, 0], [0, 0, 0]
    writes: dict[Cell, list[Write]] = {}
    for turn, row in enumerate(work.rounds):
        for device, edits in enumerate(row):
            for edit in edits:
                known[device][device] = made[device]
                _write(writes, edit, known[device], made, is_saved)
        for device in work.present(turn):
            known[device][device] = made[device]
            for other in range(3):
                server[other] = known[device][other] = max(server[other], known[device][other])
    return {cell: {write.value for write in kept if not write.replaced} for cell, kept in writes.items()}


@dataclass
class Write:
    """One write: the `number`th of its device. `replaced` are the writes, as (device, number), that replaced it."""

    device: int
    number: int
    value: int | str
    replaced: set[tuple[int, int]] = field(default_factory=set)


def _write(
    writes: dict[Cell, list[Write]],
    edit: Edit,
    known: list[int],
    made: list[int],
    is_saved: Callable[[set[int | str], int | str], bool],
) -> None:
    """What a device knows is what it has made itself and what it got from the server; it replaces what it sees."""
    kept = writes.setdefault(edit.cell, [])
    seen = [w for w in kept if w.number < known[w.device]]
    standing = [w for w in seen if all(number >= known[device] for device, number in w.replaced)]
    if is_saved({w.value for w in standing}, edit.value):
        for write in standing:
            write.replaced.add((edit.device, made[edit.device]))
        kept.append(Write(edit.device, made[edit.device], edit.value))
    made[edit.device] += 1
