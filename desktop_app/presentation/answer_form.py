"""What the fields of one question hold while somebody works on them, and the answer that this makes. No Qt."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop_app.i18n import _, format_number, parse_number, to_ascii_digits
from desktop_app.presentation.wording import special_id
from roadmap_core.assessment.answers import (
    Answer,
    Choice,
    Figure,
    Flaw,
    LastDone,
    NotApplicable,
    NotOurCompetence,
    Percent,
    Unknown,
    flaw_of,
)
from roadmap_core.entries.wording import as_signed
from roadmap_core.instrument.model import Scale, ScaleKind


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """Texts as they were typed; `option` and `special` as they were picked, at most one of the two."""

    option: int | None = None
    special: str = ""
    numerator: str = ""
    denominator: str = ""
    period: str = ""
    figure: str = ""
    day: str = ""
    reason: str = ""
    body: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """No answer yet. `field` is the one to look at, `sentence` what it needs; both empty if nothing was begun."""

    field: str = ""
    sentence: str = ""


def form_of(answer: Answer | None) -> AnswerForm:
    """The form that shows an answer."""
    if isinstance(answer, Choice):
        return AnswerForm(option=answer.option)
    if isinstance(answer, Percent):
        numerator, denominator = format_number(answer.numerator), format_number(answer.denominator)
        return AnswerForm(numerator=numerator, denominator=denominator, period=answer.period)
    if isinstance(answer, Figure):
        return AnswerForm(figure=format_number(Decimal(answer.mantissa).scaleb(answer.exponent)))
    if isinstance(answer, LastDone):
        return AnswerForm(day=answer.day.isoformat())
    if isinstance(answer, NotApplicable):
        return AnswerForm(special=special_id(answer), reason=answer.reason)
    if isinstance(answer, NotOurCompetence):
        return AnswerForm(special=special_id(answer), body=answer.body, law=answer.law)
    return AnswerForm(special=special_id(answer))


def answer_of(form: AnswerForm, scale: Scale) -> Answer | Unfinished:
    """The answer that a form makes, or what it still needs."""
    read = _special(form) if form.special else _on_scale(form, scale)
    if isinstance(read, Unfinished):
        return read
    flaw = flaw_of(read, scale)
    return Unfinished(*_sentence(flaw)) if flaw is not None else read


def _special(form: AnswerForm) -> Answer:
    if form.special == "not_applicable":
        return NotApplicable(_fit(form.reason))
    if form.special == "not_competent":
        return NotOurCompetence(_fit(form.body), _fit(form.law))
    return Unknown()


def _fit(text: str) -> str:
    """As the operation will save it."""
    return as_signed(text).strip()


def _on_scale(form: AnswerForm, scale: Scale) -> Answer | Unfinished:
    if form.option is not None:
        return Choice(form.option)
    if scale.is_percent:
        return _percent(form)
    if scale.kind is ScaleKind.NUMBER:
        return _figure(form)
    if scale.kind is ScaleKind.DATE:
        return _last_done(form)
    return Unfinished()


def _percent(form: AnswerForm) -> Answer | Unfinished:
    if not (form.numerator.strip() or form.denominator.strip()):
        return Unfinished()
    counts = []
    for field, text in (("numerator", form.numerator), ("denominator", form.denominator)):
        number = parse_number(text) if text.strip() else None
        if number is None or number != int(number):
            return Unfinished(field, _("Give a whole number here."))
        counts.append(int(number))
    return Percent(counts[0], counts[1], _fit(form.period))


def _figure(form: AnswerForm) -> Answer | Unfinished:
    if not form.figure.strip():
        return Unfinished()
    number = parse_number(form.figure)
    return Figure.of(number) if number is not None else Unfinished("figure", _("Give a number here."))


def _last_done(form: AnswerForm) -> Answer | Unfinished:
    if not form.day.strip():
        return Unfinished()
    day = day_of(form.day)
    return LastDone(day) if day else Unfinished("day", _("Write the day as year-month-day, such as 2026-03-31."))


def day_of(text: str) -> date | None:
    """A day in ISO 8601 form in the digits of any script; None for anything else."""
    try:
        return date.fromisoformat(to_ascii_digits(text).strip().replace("/", "-").replace(".", "-"))
    except ValueError:
        return None


def _sentence(flaw: Flaw) -> tuple[str, str]:
    """The field to look at and what to do there."""
    sentences = {
        Flaw.DENOMINATOR: ("denominator", _("The whole must be more than zero.")),
        Flaw.NUMERATOR: ("numerator", _("The part can't be more than the whole.")),
        Flaw.NUMBER_RANGE: ("figure", _("This number is out of range.")),
        Flaw.DATE_RANGE: ("day", _("This day is out of range.")),
        Flaw.REASON_MISSING: ("reason", _("Say why this does not apply to your city.")),
        Flaw.BODY_MISSING: ("body", _("Name the body that is responsible.")),
        Flaw.LAW_MISSING: ("law", _("Name the law that says so.")),
        Flaw.TEXT_TOO_LONG: ("", _("This text is too long.")),
        Flaw.TEXT_UNFIT: ("", _("This text holds characters that can't be shown.")),
    }
    return sentences.get(flaw, ("", _("This can't be an answer to this question.")))
