"""The instrument and its answers in the reader's words: labels, answers as one sentence. It knows no screen."""

import re
from decimal import Decimal
from unicodedata import bidirectional

from desktop_app import i18n
from desktop_app.i18n import ContentText, _, format_date, format_number, format_percent
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
from roadmap_core.instrument.model import Instrument, Option, Policy, Question, Scale
from roadmap_core.instrument.stages import Stage

RLM = "\u200f"
_UNSPOKEN = dict.fromkeys((0x200E, 0x200F, *range(0x2066, 0x206A)))
_LONG_RUN, _BREAK = re.compile(r"\S{24}(?=\S)"), "\u200b"
FSI, PDI = "\u2068", "\u2069"
"""Unicode isolates round what people typed: it may run the other way than the sentence (UAX 9)."""


def isolated(text: str) -> str:
    return f"{FSI}{text}{PDI}"


def spoken(text: str) -> str:
    """The text for a screen reader: without marks of direction, some of which are read out."""
    return text.translate(_UNSPOKEN)


def breakable(text: str) -> str:
    """What people typed, with a place for a line break in each long run of letters, such as an address on the web."""
    return _LONG_RUN.sub(lambda run: run[0] + _BREAK, text)


def content(address: str, english: str) -> ContentText:
    """As `i18n.content`; a right-to-left text that begins with a Latin word keeps its direction."""
    found = i18n.content(address, english)
    if i18n.direction(found.language) != "rtl" or (found.text and bidirectional(found.text[0]) in ("R", "AL")):
        return found
    return ContentText(f"{RLM}{found.text}", found.language, found.state)


def question_text(question: Question) -> ContentText:
    return content(f"{question.id}/text", question.text)


def good_answer(question: Question) -> ContentText:
    return content(f"{question.id}/good_answer", question.good_answer)


def evidence(question: Question) -> tuple[str, ...]:
    return tuple(content(f"{question.id}/evidence/{at}", text).text for at, text in enumerate(question.evidence, 1))


def policy_name(policy: Policy) -> str:
    return content(f"policy/{policy.id}/name", policy.name).text


def principle_name(instrument: Instrument, principle_id: str) -> str:
    name = next(p.name for p in instrument.principles if p.id == principle_id)
    return content(f"principle/{principle_id}/name", name).text


def risk_name(instrument: Instrument, risk_id: str) -> str:
    name = next(r.name for r in instrument.risks if r.id == risk_id)
    return content(f"risk/{risk_id}/name", name).text


def stage_label(instrument: Instrument, stage: Stage) -> str:
    text = next(s for s in instrument.stages if s.stage is stage)
    return content(f"stage/{text.id}/label", text.label).text


def option_label(scale: Scale, option: Option) -> str:
    return content(f"scale/{scale.id}/{option.value}/label", option.label).text


def option_meaning(scale: Scale, option: Option) -> str:
    return content(f"scale/{scale.id}/{option.value}/meaning", option.meaning).text


def special_label(instrument: Instrument, special_id: str) -> str:
    label = next(s.label for s in instrument.special_answers if s.id == special_id)
    return content(f"special/{special_id}/label", label).text


def special_effect(instrument: Instrument, special_id: str) -> str:
    effect = next(s.effect for s in instrument.special_answers if s.id == special_id)
    return content(f"special/{special_id}/effect", effect).text


def grade_name(instrument: Instrument, grade_id: str) -> str:
    name = next(grade.name for grade in instrument.evidence_grades if grade.id == grade_id)
    return content(f"evidence_grade/{grade_id}/name", name).text


def grade_meaning(instrument: Instrument, grade_id: str) -> str:
    meaning = next(grade.meaning for grade in instrument.evidence_grades if grade.id == grade_id)
    return content(f"evidence_grade/{grade_id}/meaning", meaning).text


def reference_titles(instrument: Instrument, question: Question) -> tuple[str, ...]:
    titles_by_id = {reference.id: reference.title for reference in instrument.references}
    return tuple(titles_by_id[ref] for ref in question.refs if ref in titles_by_id)


def respondents(instrument: Instrument, question: Question) -> tuple[str, ...]:
    """The offices that usually know."""
    names_by_id = {role.id: role.name for role in instrument.roles}
    known = (role for role in question.respondents if role in names_by_id)
    return tuple(content(f"role/{role}/name", names_by_id[role]).text for role in known)


def answer_text(instrument: Instrument, scale: Scale, answer: Answer | None) -> str:
    """An answer as people read it; `No answer` where it was cleared."""
    if answer is None:
        return _("No answer")
    if isinstance(answer, Choice):
        return option_label(scale, scale.options[answer.option])
    if isinstance(answer, Percent):
        return _percent(answer)
    if isinstance(answer, Figure):
        return format_number(Decimal(answer.mantissa).scaleb(answer.exponent))
    if isinstance(answer, LastDone):
        return format_date(answer.day)
    return _special(instrument, answer)


def special_id(answer: Answer | None) -> str:
    """The id of a special answer; empty for any other."""
    if isinstance(answer, NotApplicable):
        return "not_applicable"
    if isinstance(answer, NotOurCompetence):
        return "not_competent"
    return "unknown" if isinstance(answer, Unknown) else ""


def _percent(answer: Percent) -> str:
    share = format_percent(Decimal(answer.numerator) / answer.denominator, decimals=1)
    holes = {
        "share": share,
        "numerator": format_number(answer.numerator),
        "denominator": format_number(answer.denominator),
        "period": isolated(answer.period),
    }
    if answer.period:
        return _("{share} ({numerator} of {denominator}, {period})").format(**holes)
    return _("{share} ({numerator} of {denominator})").format(**holes)


def _special(instrument: Instrument, answer: Answer) -> str:
    label = special_label(instrument, special_id(answer))
    if isinstance(answer, NotApplicable):
        return _("{answer}: {reason}").format(answer=label, reason=isolated(answer.reason))
    if isinstance(answer, NotOurCompetence):
        return _("{answer}: {body}, {law}").format(answer=label, body=isolated(answer.body), law=isolated(answer.law))
    return label
