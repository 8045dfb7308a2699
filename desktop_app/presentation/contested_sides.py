"""What each computer has written on a question on which two answers or two notes stand: one side for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop_app.storage.views import Alternative, QuestionView


@dataclass(frozen=True, slots=True)
class Side:
    """One computer's answer, its note, or both.

    Attributes:
        key: stays the same while a draft of this computer is signed, so that a card on the screen stays too.
        written: the one of the two that says who wrote it and where.
    """

    key: str
    written: Alternative
    answer: Alternative | None = None
    note: Alternative | None = None

    @property
    def is_own(self) -> bool:
        return self.written.is_this_computer


def answers_differ(view: QuestionView) -> bool:
    return len({alternative.answer for alternative in view.alternatives}) > 1


def notes_differ(view: QuestionView) -> bool:
    return len({alternative.note for alternative in view.note_alternatives}) > 1


def sides_of(view: QuestionView) -> tuple[Side, ...]:
    """This computer's side first, then the others as they stand. Nothing that stands is left out."""
    sides = [Side(key, one, answer=one) for key, one in _keyed("answer", view.alternatives)]
    for key, note in _keyed("note", view.note_alternatives):
        at = next((at for at, side in enumerate(sides) if _is_same_hand(side, note)), None)
        if at is None:
            sides.append(Side(key, note, note=note))
        else:
            sides[at] = replace(sides[at], note=note)
    return tuple(sorted(sides, key=lambda side: not side.is_own))


def joined_notes(notes: Iterable[Alternative]) -> str:
    """One note that says what all of them say, each once, in the order in which they are shown."""
    return "\n\n".join(dict.fromkeys(note.note for note in notes if note.note))


def _keyed(kind: str, alternatives: Sequence[Alternative]) -> Iterable[tuple[str, Alternative]]:
    own = 0
    for one in alternatives:
        if one.is_this_computer:
            own += 1
            yield f"{kind} here {own}", one
        else:
            yield f"{kind} {one.op}", one


def _is_same_hand(side: Side, note: Alternative) -> bool:
    written = side.written
    return side.note is None and (written.is_this_computer, written.computer, written.author) == (
        note.is_this_computer,
        note.computer,
        note.author,
    )
