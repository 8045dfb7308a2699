"""The minutes of a meeting in words: as lines for the screen, as plain text, and as a page to be saved or printed.

It knows no screen. What people typed is escaped in the page, and plain text everywhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path

from desktop_app.i18n import _, direction, format_date, format_datetime, format_number, interface_language
from desktop_app.presentation import wording
from desktop_app.presentation.names import directed, person
from desktop_app.presentation.wording import isolated
from desktop_app.storage.meeting_query import MeetingView, Said
from roadmap_core.assessment.meetings import Outcome
from roadmap_core.instrument.model import Instrument

SUFFIX = ".html"
_STYLE = (
    "body{font-family:sans-serif;max-width:48em;margin:2em auto;padding:0 1em}h3{margin-bottom:.2em}p{margin:.2em 0}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands below it: paragraphs, and questions with their own paragraphs."""

    title: str
    lines: tuple[str, ...]
    questions: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Minutes:
    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]


def minutes(instrument: Instrument, meeting: MeetingView, city: str) -> Minutes:
    """The minutes of a meeting in the reader's language; `city` is the name of the city."""
    policy = instrument.policy(meeting.policy_id)
    lines = (
        _("City: {name}").format(name=isolated(city)),
        _("Day: {day}").format(day=format_date(date.fromisoformat(meeting.day))),
        _("Minutes by: {name}").format(name=person(meeting.author)),
    )
    decided = [one for one in policy.question_ids if one in meeting.decided]
    open_ones = [one for one in policy.question_ids if one not in meeting.decided]
    parts = (
        Part(_("Present"), tuple(directed(isolated(name)) for name in meeting.present)),
        Part(
            _("What was decided"),
            () if decided else (_("Nothing was decided."),),
            tuple(_question(instrument, meeting, one) for one in decided),
        ),
        Part(
            _("What stays open"),
            () if open_ones else (_("Nothing stays open."),),
            tuple(_question(instrument, meeting, one) for one in open_ones),
        ),
    )
    return Minutes(_("Minutes: {policy}").format(policy=wording.policy_name(policy)), lines, parts)


def outcome_words(said: Sequence[Said]) -> str:
    """What a meeting said of a question, in a word or two."""
    if not said:
        return _("Not spoken of yet")
    is_decided = any(one.point.outcome is Outcome.DECIDED for one in said)
    return _("Decided") if is_decided else _("To come back to")


def meeting_name(instrument: Instrument, meeting: MeetingView) -> str:
    """The policy and the day."""
    policy = wording.policy_name(instrument.policy(meeting.policy_id))
    return _("{policy}, {day}").format(policy=policy, day=format_date(date.fromisoformat(meeting.day)))


def progress(instrument: Instrument, meeting: MeetingView) -> str:
    """How far a meeting has come, and how many are there."""
    total = len(instrument.policy(meeting.policy_id).question_ids)
    waiting = len(meeting.spoken_of - meeting.decided)
    words = _("{decided} of {total} decided · {waiting} to come back to · {present} present")
    numbers = {"decided": len(meeting.decided), "total": total, "waiting": waiting, "present": len(meeting.present)}
    return words.format(**{name: format_number(number) for name, number in numbers.items()})


def written(said: Iterable[Said]) -> str:
    """What each of several wrote of one question, a line each."""
    lines = (
        _("{name}: {text}").format(name=person(one.author), text=isolated(one.point.remark or outcome_words((one,))))
        for one in said
    )
    return "\n".join(directed(line) for line in lines)


def file_name(meeting: MeetingView) -> str:
    return f"waymark-minutes-{meeting.policy_id}-{meeting.day}{SUFFIX}"


def suffixed(file: Path) -> Path:
    """The file as a page, if no kind of file was chosen."""
    return file if file.suffix else file.with_name(file.name + SUFFIX)


def as_text(found: Minutes) -> str:
    """Plain text, a line for each thing."""
    lines = [found.title, *found.lines]
    for part in found.parts:
        lines += ["", part.title, *part.lines]
        for title, below in part.questions:
            lines += [title, *(f"    {line}" for text in below for line in text.splitlines())]
    return "\n".join(lines)


def as_page(found: Minutes) -> str:
    """A page that every browser and word processor opens, with nothing in it that is fetched from elsewhere."""
    tag = interface_language()
    head = f'<meta charset="utf-8"><title>{escape(found.title)}</title><style>{_STYLE}</style>'
    body = "".join((f"<h1>{escape(found.title)}</h1>", _paragraphs(found.lines), *map(_part, found.parts)))
    html = f'<html lang="{escape(tag)}" dir="{direction(tag)}">'
    return f"<!DOCTYPE html>\n{html}<head>{head}</head><body>{body}</body></html>\n"


def _part(part: Part) -> str:
    questions = "".join(f"<h3>{escape(title)}</h3>{_paragraphs(lines)}" for title, lines in part.questions)
    return f"<h2>{escape(part.title)}</h2>{_paragraphs(part.lines)}{questions}"


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line).replace(chr(10), '<br>')}</p>" for line in lines)


def _question(instrument: Instrument, meeting: MeetingView, question_id: str) -> tuple[str, tuple[str, ...]]:
    question = instrument.question(question_id)
    number = format_number(instrument.policy(meeting.policy_id).question_ids.index(question_id) + 1)
    title = _("{number}. {question}").format(number=number, question=wording.question_text(question).text)
    said = meeting.of(question_id)
    lines = [line for one in said for line in _said(instrument, one)]
    return title, tuple(lines) if said else (outcome_words(said),)


def _said(instrument: Instrument, one: Said) -> Iterable[str]:
    """Answer, text, who didn't agree, who wrote it down."""
    point = one.point
    if point.outcome is Outcome.LATER:
        yield outcome_words((one,))
    elif one.answer is not None:
        answer = wording.answer_text(instrument, instrument.scale_of(point.question), one.answer)
        yield _("Answer: {answer}").format(answer=isolated(answer))
    if point.remark:
        yield "\n".join(isolated(line) for line in point.remark.splitlines())
    if point.dissent:
        yield _("Didn't agree: {names}").format(names=isolated(point.dissent))
    when = format_datetime(datetime.fromtimestamp(one.claimed_ms / 1000, UTC))
    yield _("Written down by {name}, {time}").format(name=person(one.author), time=isolated(when))
