"""Other texts that are begun: a plan's action, the reason of a choice, a citation. They never leave this computer.

They lie in the table of half answers, under numbers that no question has: 0 for the plan, for the reason of a choice
the question's own number below zero, for a citation as far below `_CITED`, and those of `_PLACES`.
"""

from collections.abc import Mapping

from desktop_app.storage import half_answers
from desktop_app.storage.engine import Connection, reading
from desktop_app.storage.half_answers import HalfAnswer
from desktop_app.storage.snapshot import city_facts
from desktop_app.storage.store import Store

PLAN = ""
"""The form for a new action; the id of a question is the place of the reason of a choice."""
JOINING, ADMITTING = "joining", "admitting"
"""Address and invitation; the code of another computer."""
MEETING = "meeting"
"""What is typed for meetings: the form of the next one, and texts on questions."""
TOGETHER = "together"
"""What is typed for other cities: the call of a meeting, an offer."""
_PLACES = {JOINING: -(1 << 33), ADMITTING: -(1 << 33) - 1, MEETING: -(1 << 33) - 2, TOGETHER: -(1 << 33) - 3}
_CITING = "cited "
_CITED = -(1 << 32)


def citing(question_id: str) -> str:
    """The place of the citation that is begun at a question; "" for the one in the register."""
    return _CITING + question_id


def keep(store: Store, connection: Connection, assessment: int, place: str, texts: Mapping[str, str]) -> None:
    """Keeps the fields that hold something in place of earlier ones; none: they are forgotten.

    Raises KeyError for a place that is no question.
    """
    number = _number(store, place)
    if texts:
        half_answers.keep(connection, assessment, number, HalfAnswer(texts))
    else:
        half_answers.forget(connection, assessment, number)


def kept(store: Store, place: str) -> Mapping[str, str]:
    """What was begun there, by field. Raises KeyError for a place that is no question."""
    number = _number(store, place)
    with reading(store.engine) as connection:
        facts = city_facts(connection)
        half = half_answers.kept_at(connection, facts.assessment if facts else 1, number)
    return half.form if half is not None else {}


def _number(store: Store, place: str) -> int:
    if place in _PLACES:
        return _PLACES[place]
    question_id = place.removeprefix(_CITING)
    number = -store.catalogue.number(question_id) if question_id else 0
    return number + _CITED if place.startswith(_CITING) else number
