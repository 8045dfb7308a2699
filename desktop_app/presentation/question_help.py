"""What stands beside a question: what good looks like, evidence, references, risks, history. Texts only, no Qt."""

from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app.i18n import _, format_datetime_relative
from desktop_app.presentation import wording
from desktop_app.storage.views import Alternative, QuestionView
from roadmap_core.instrument.model import Instrument, Question


@dataclass(frozen=True, slots=True)
class HelpPart:
    """A heading and its lines; `is_list` for lines that are things of a kind."""

    heading: str
    lines: tuple[str, ...]
    is_list: bool = False


def help_parts(instrument: Instrument, question: Question, good_answer: str) -> tuple[HelpPart, ...]:
    """The parts that have something to say."""
    policy = instrument.policy_of(question.id)
    risks = tuple(wording.risk_name(instrument, risk) for risk in policy.risks)
    parts = (
        HelpPart(_("What good looks like"), (good_answer,)),
        HelpPart(_("Accepted evidence"), wording.evidence(question), is_list=True),
        HelpPart(_("References"), wording.reference_titles(instrument, question), is_list=True),
        HelpPart(_("Why it matters"), (_("This policy lowers the risk of:"), *risks)),
        HelpPart(_("Who usually knows"), wording.respondents(instrument, question), is_list=True),
    )
    return tuple(part for part in parts if any(part.lines))


def history(instrument: Instrument, question: Question, view: QuestionView, now: datetime) -> HelpPart:
    """Who answered what and when, newest first."""
    lines = tuple(_line(instrument, question, entry, now) for entry in view.history)
    return HelpPart(_("History"), lines or (_("Nobody has answered this question yet."),))


def _line(instrument: Instrument, question: Question, entry: Alternative, now: datetime) -> str:
    said = _said(instrument, question, entry)
    if entry.claimed_ms is None:
        return _("{author}: {answer}").format(author=wording.isolated(entry.author), answer=said)
    when = format_datetime_relative(datetime.fromtimestamp(entry.claimed_ms / 1000, UTC), now)
    return _("{when}, {author}: {answer}").format(when=when, author=wording.isolated(entry.author), answer=said)


def _said(instrument: Instrument, question: Question, entry: Alternative) -> str:
    if entry.is_note:
        return _("note: {note}").format(note=wording.isolated(entry.note)) if entry.note else _("note taken away")
    return wording.isolated(wording.answer_text(instrument, question.scale, entry.answer))
