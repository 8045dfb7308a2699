"""Answers as they are typed on a command line, and as they are printed."""

import argparse
from datetime import date
from decimal import Decimal, InvalidOperation

from desktop_app.errors import AppError
from roadmap_core.assessment.answers import (
    Answer,
    Choice,
    Figure,
    LastDone,
    NotApplicable,
    NotOurCompetence,
    Percent,
    Unknown,
)
from roadmap_core.instrument.model import Scale, ScaleKind


def typed_answer(asked: argparse.Namespace, scale: Scale) -> Answer | None:
    """The answer that the options say; None if they say none.

    Raises:
        AppError: E-ANSWER with a hint of what the question takes.
    """
    try:
        return _special(asked) or _typed(asked, scale)
    except (ValueError, ArithmeticError, InvalidOperation) as error:
        raise AppError("E-ANSWER", question=asked.question, hint=takes(asked.question, scale)) from error


def takes(question_id: str, scale: Scale) -> str:
    """What a question takes, in a sentence."""
    if scale.is_percent:
        return f"{question_id} takes a share, like 12/30 --period 2026."
    if scale.kind is ScaleKind.NUMBER:
        return f"{question_id} takes a number."
    options = ", ".join(option.value for option in scale.options)
    if scale.kind is ScaleKind.DATE:
        return f"{question_id} takes a day, like 2026-05-31{' or: ' + options if options else ''}."
    return f"{question_id} takes one of: {options}."


def _special(asked: argparse.Namespace) -> Answer | None:
    if asked.unknown:
        return Unknown()
    if asked.not_applicable is not None:
        return NotApplicable(asked.not_applicable)
    if asked.not_our_competence is not None:
        return NotOurCompetence(*asked.not_our_competence)
    return None


def _typed(asked: argparse.Namespace, scale: Scale) -> Answer | None:
    if asked.percent is not None:
        return _percent(asked.percent, asked.period)
    if asked.date is not None:
        return LastDone(date.fromisoformat(asked.date))
    if asked.number is not None:
        return Figure.of(Decimal(asked.number))
    return None if asked.value is None else _by_scale(asked.value, asked.period, scale)


def _by_scale(value: str, period: str, scale: Scale) -> Answer:
    place = scale.option_index(value)
    if place is not None:
        return Choice(place)
    if scale.is_percent:
        return _percent(value, period)
    if scale.kind is ScaleKind.NUMBER:
        return Figure.of(Decimal(value))
    if scale.kind is ScaleKind.DATE:
        return LastDone(date.fromisoformat(value))
    return Choice(int(value) - 1)


def _percent(text: str, period: str) -> Percent:
    numerator, denominator = text.split("/")
    return Percent(int(numerator), int(denominator), period)


def printed(answer: Answer | None, scale: Scale) -> str:
    """An answer in a few words; "-" for none."""
    if isinstance(answer, Choice):
        known = answer.option < len(scale.options)
        return scale.options[answer.option].value if known else f"option {answer.option}"
    return "-" if answer is None else _printed(answer)


def _printed(answer: Percent | Figure | LastDone | Unknown | NotApplicable | NotOurCompetence) -> str:
    match answer:
        case Percent():
            return f"{answer.numerator}/{answer.denominator}" + (f" ({answer.period})" if answer.period else "")
        case Figure():
            return str(Decimal(answer.mantissa).scaleb(answer.exponent))
        case LastDone(day):
            return day.isoformat()
        case Unknown():
            return "not yet known"
        case NotApplicable(reason):
            return f"not applicable: {reason}"
        case NotOurCompetence(body, law):
            return f"not our competence: {body}, {law}"
