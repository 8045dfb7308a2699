"""A form that is begun, to and from what is kept of it on this computer. No Qt."""

from collections.abc import Iterable
from dataclasses import asdict, fields

from desktop_app.presentation.answer_form import AnswerForm
from desktop_app.storage.half_answers import HalfAnswer
from roadmap_core import cbor
from roadmap_core.assessment.answers import Answer, InvalidAnswer, answer_from_wire, answer_to_wire
from roadmap_core.entries.identifiers import OpId
from roadmap_core.instrument.model import Scale


def half_of(form: AnswerForm, answers: Iterable[Answer | None], seen: tuple[OpId, ...]) -> HalfAnswer:
    """What to keep of a form that was opened on these answers and operations."""
    typed = {name: str(value) for name, value in asdict(form).items() if value not in (None, "")}
    return HalfAnswer(typed, frozenset(cbor.encode(answer_to_wire(answer)) for answer in answers), seen)


def form_of_half(half: HalfAnswer) -> AnswerForm:
    """The form again; fields that a later program added are left out."""
    known = {field.name for field in fields(AnswerForm)} - {"option"}
    option = half.form.get("option", "")
    texts = {name: text for name, text in half.form.items() if name in known}
    return AnswerForm(option=int(option) if option.isdecimal() else None, **texts)


def answers_under(half: HalfAnswer, scale: Scale) -> frozenset[Answer | InvalidAnswer | None]:
    """The answers that stood when the form was opened."""
    return frozenset(answer_from_wire(cbor.decode(value), scale) for value in half.stood)
