"""What stands in registers with the drafts of this computer laid over what is sealed. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_app.storage.drafts import Draft
from desktop_app.storage.views import QuestionState
from roadmap_core import cbor
from roadmap_core.entries.identifiers import OpId
from roadmap_core.entries.operations import OpCode
from roadmap_core.merge.registers import EMPTY, RegisterState


@dataclass(frozen=True, slots=True)
class Standing:
    """One value that stands; `op` is None for a draft."""

    op: OpId | None
    value: bytes
    draft: Draft | None = None


def standing(state: RegisterState | None, drafts: Iterable[Draft]) -> tuple[Standing, ...]:
    """What stands in one register: what is live, less what drafts replace, and what drafts write, in that order."""
    written = list(drafts)
    replaced = {op for draft in written for op in draft.predecessors}
    live = [Standing(op, value) for op, value in (state or EMPTY).live if op not in replaced]
    live += [
        Standing(None, draft.value, draft)
        for draft in written
        if draft.value is not None and draft.code != OpCode.REMOVE_ROWS
    ]
    return tuple(live)


def is_contested(values: Iterable[Standing]) -> bool:
    """Whether different values stand side by side. Not for lists."""
    return len({value.value for value in values}) > 1


def question_state(answers: Sequence[Standing], notes: Sequence[Standing]) -> QuestionState:
    """The mark of a question in lists."""
    if is_contested(answers) or is_contested(notes):
        return QuestionState.TWO_ANSWERS
    return QuestionState.ANSWERED if any(s.value != cbor.NULL for s in answers) else QuestionState.EMPTY
