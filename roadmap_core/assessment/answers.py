"""What a city can answer, and the form of an answer in an entry: integers, texts and arrays, nothing else.

    k                                        the option at place k of the question's scale
    [1, numerator, denominator, period]      a share
    [2, mantissa, exponent]                  a figure: mantissa * 10**exponent
    [3, days]                                last done, in days since 1970-01-01
    [10]                                     not yet known
    [11, reason]                             not applicable
    [12, body, law]                          not our competence
    null                                     cleared: no answer

Codes are never re-used, meanings never change. An answer of a wrong form is a value (`InvalidAnswer`), no exception.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from roadmap_core import cbor, limits
from roadmap_core.instrument.model import Scale, ScaleKind

EPOCH = date(1970, 1, 1)
LATEST_DAY = (date.max - EPOCH).days
LARGEST_COUNT = 10**12
"""Numerators and denominators; above every population and every budget in cents."""
LARGEST_MANTISSA = 10**15
EXPONENTS = range(-9, 10)
_LONGEST_EXPONENT = 1_000
"""Of a number as it is typed: 1e999999999 is short, and a billion digits long."""

_PERCENT, _FIGURE, _LAST_DONE, _UNKNOWN, _NOT_APPLICABLE, _NOT_OUR_COMPETENCE = 1, 2, 3, 10, 11, 12


class Flaw(StrEnum):
    """Why something is no answer to a question. The values are for logs; a screen has sentences of its own."""

    WRONG_FORM = "not the form of an answer"
    WRONG_SCALE = "not an answer on the scale of this question"
    NO_SUCH_OPTION = "the scale has no such option"
    DENOMINATOR = "the denominator must be above zero"
    NUMERATOR = "the numerator must lie between zero and the denominator"
    NUMBER_RANGE = "the number is out of range"
    DATE_RANGE = "the date is out of range"
    REASON_MISSING = "a reason is required"
    BODY_MISSING = "the responsible body is required"
    LAW_MISSING = "the law is required"
    TEXT_TOO_LONG = "a text is too long"
    TEXT_UNFIT = "a text holds control, direction or zero-width characters"


@dataclass(frozen=True, slots=True)
class InvalidAnswer:
    """No answer, and why."""

    reason: Flaw


@dataclass(frozen=True, slots=True)
class Choice:
    """The option at place `option` of the scale, from 0."""

    option: int

    def to_wire(self) -> cbor.Item:
        return self.option


@dataclass(frozen=True, slots=True)
class Percent:
    """`numerator` of `denominator` in `period` (free text, may be empty)."""

    numerator: int
    denominator: int
    period: str = ""

    @property
    def share(self) -> Fraction:
        """0 to 100."""
        return Fraction(100 * self.numerator, self.denominator)

    def to_wire(self) -> cbor.Item:
        return [_PERCENT, self.numerator, self.denominator, self.period]


@dataclass(frozen=True, slots=True)
class Figure:
    """mantissa * 10**exponent. Make it with `of`, so that equal numbers have equal bytes."""

    mantissa: int
    exponent: int = 0

    @classmethod
    def of(cls, number: Decimal | int) -> "Figure":
        """The one form of a number: whole numbers with exponent 0, others without trailing zeros. Raises ValueError."""
        sign, digits, exponent = Decimal(number).as_tuple()
        if not isinstance(exponent, int) or abs(exponent) > _LONGEST_EXPONENT:
            raise ValueError("not a number that anybody counts to")
        mantissa = int("".join(map(str, digits)) or "0") * (-1 if sign else 1)
        while exponent < 0 and mantissa % 10 == 0:
            mantissa, exponent = mantissa // 10, exponent + 1
        return cls(mantissa * 10**exponent, 0) if exponent > 0 else cls(mantissa, exponent)

    @property
    def value(self) -> Fraction:
        return self.mantissa * Fraction(10) ** self.exponent

    def to_wire(self) -> cbor.Item:
        return [_FIGURE, self.mantissa, self.exponent]


@dataclass(frozen=True, slots=True)
class LastDone:
    """The day of the last event."""

    day: date

    def to_wire(self) -> cbor.Item:
        return [_LAST_DONE, (self.day - EPOCH).days]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not yet known: zero points, listed as a gap in knowledge."""

    def to_wire(self) -> cbor.Item:
        return [_UNKNOWN]


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Leaves the denominator; the reason is required."""

    reason: str

    def to_wire(self) -> cbor.Item:
        return [_NOT_APPLICABLE, self.reason]


@dataclass(frozen=True, slots=True)
class NotOurCompetence:
    """Another tier of government holds the power; leaves the denominator. Body and law are required."""

    body: str
    law: str

    def to_wire(self) -> cbor.Item:
        return [_NOT_OUR_COMPETENCE, self.body, self.law]


Answer: TypeAlias = Choice | Percent | Figure | LastDone | Unknown | NotApplicable | NotOurCompetence
"""An answer; None beside it means cleared."""

LEAVING = frozenset({NotApplicable, NotOurCompetence})
"""The answers after which a question doesn't count at all: it leaves the denominator."""


def answer_to_wire(answer: Answer | None) -> cbor.Item:
    return None if answer is None else answer.to_wire()


def answer_from_wire(wire: cbor.Item, scale: Scale) -> Answer | InvalidAnswer | None:
    """The answer to a question of this scale; None if it was cleared."""
    if wire is None:
        return None
    if type(wire) is int:
        return _choice(wire, scale)
    if type(wire) is not list or not wire or type(wire[0]) is not int or wire[0] not in _READERS:
        return InvalidAnswer(Flaw.WRONG_FORM)
    types, read = _READERS[wire[0]]
    if [type(field) for field in wire[1:]] != list(types):
        return InvalidAnswer(Flaw.WRONG_FORM)
    return read(wire[1:], scale)


def flaw_of(answer: Answer | None, scale: Scale) -> Flaw | None:
    """Why this answer can't be given on this scale, or None."""
    read = answer_from_wire(answer_to_wire(answer), scale)
    return read.reason if isinstance(read, InvalidAnswer) else None


def leaves_denominator(answer: Answer | None) -> bool:
    """Whether a question answered so doesn't count at all."""
    return type(answer) in LEAVING


_Fields: TypeAlias = Sequence[cbor.Item]


def _choice(option: int, scale: Scale) -> Answer | InvalidAnswer:
    if not scale.options:
        return InvalidAnswer(Flaw.WRONG_SCALE)
    return Choice(option) if 0 <= option < len(scale.options) else InvalidAnswer(Flaw.NO_SUCH_OPTION)


def _percent(fields: _Fields, scale: Scale) -> Answer | InvalidAnswer:
    numerator, denominator, period = fields
    if not scale.is_percent:
        return InvalidAnswer(Flaw.WRONG_SCALE)
    if denominator <= 0:
        return InvalidAnswer(Flaw.DENOMINATOR)
    if not 0 <= numerator <= denominator:
        return InvalidAnswer(Flaw.NUMERATOR)
    if denominator > LARGEST_COUNT:
        return InvalidAnswer(Flaw.NUMBER_RANGE)
    flaw = _text_flaw(period, limits.NAME_CHARACTERS)
    return InvalidAnswer(flaw) if flaw else Percent(numerator, denominator, period)


def _figure(fields: _Fields, scale: Scale) -> Answer | InvalidAnswer:
    mantissa, exponent = fields
    if scale.kind is not ScaleKind.NUMBER or scale.is_percent:
        return InvalidAnswer(Flaw.WRONG_SCALE)
    if not 0 <= mantissa <= LARGEST_MANTISSA or exponent not in EXPONENTS:
        return InvalidAnswer(Flaw.NUMBER_RANGE)
    return Figure(mantissa, exponent)


def _last_done(fields: _Fields, scale: Scale) -> Answer | InvalidAnswer:
    (days,) = fields
    if scale.kind is not ScaleKind.DATE:
        return InvalidAnswer(Flaw.WRONG_SCALE)
    if not 0 <= days <= LATEST_DAY:
        return InvalidAnswer(Flaw.DATE_RANGE)
    return LastDone(EPOCH + timedelta(days=days))


def _unknown(_fields: _Fields, _scale: Scale) -> Answer | InvalidAnswer:
    return Unknown()


def _not_applicable(fields: _Fields, _scale: Scale) -> Answer | InvalidAnswer:
    (reason,) = fields
    flaw = _required_text_flaw(reason, Flaw.REASON_MISSING)
    return InvalidAnswer(flaw) if flaw else NotApplicable(reason)


def _not_our_competence(fields: _Fields, _scale: Scale) -> Answer | InvalidAnswer:
    body, law = fields
    flaw = _required_text_flaw(body, Flaw.BODY_MISSING) or _required_text_flaw(law, Flaw.LAW_MISSING)
    return InvalidAnswer(flaw) if flaw else NotOurCompetence(body, law)


def _required_text_flaw(text: str, missing: Flaw) -> Flaw | None:
    return _text_flaw(text, limits.NOTE_CHARACTERS) if text.strip() else missing


def _text_flaw(text: str, longest: int) -> Flaw | None:
    if len(text) > longest:
        return Flaw.TEXT_TOO_LONG
    if text.isascii() and text.isprintable():
        return None
    try:
        cbor.decode(cbor.encode(text))
    except (cbor.MalformedError, UnicodeError):
        return Flaw.TEXT_UNFIT
    return None


_READERS: dict[int, tuple[tuple[type, ...], Callable[[_Fields, Scale], Answer | InvalidAnswer]]] = {
    _PERCENT: ((int, int, str), _percent),
    _FIGURE: ((int, int), _figure),
    _LAST_DONE: ((int,), _last_done),
    _UNKNOWN: ((), _unknown),
    _NOT_APPLICABLE: ((str,), _not_applicable),
    _NOT_OUR_COMPETENCE: ((str, str), _not_our_competence),
}
