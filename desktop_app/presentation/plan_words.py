"""The action plan in words: how far an action is, how much work, for what, and its line in a calendar."""

from datetime import date

from desktop_app.i18n import _, format_date
from desktop_app.presentation.answer_form import day_of
from desktop_app.presentation.wording import isolated, policy_name
from roadmap_core.assessment.actions import Action, Effort, Status
from roadmap_core.instrument.model import Instrument


def status_word(status: str) -> str:
    words = {Status.TO_DO: _("To do"), Status.UNDER_WAY: _("Under way"), Status.DONE: _("Done")}
    return next((word for key, word in words.items() if key == status), status)


def effort_word(effort: str) -> str:
    """How much work; the word of a later version as it stands."""
    words = {Effort.DAYS: _("Days"), Effort.WEEKS: _("Weeks"), Effort.MONTHS: _("Months")}
    return next((word for key, word in words.items() if key == effort), effort)


def standing_word(action: Action, today: date) -> str:
    """How far an action is, or that it is late."""
    return _("Late") if action.is_late(today) else status_word(action.status)


def when(action: Action) -> str:
    """Who does it, and from when until when."""
    start, due = day_of(action.start), day_of(action.due)
    owner = isolated(action.owner)
    if due is None:
        begins = _("From {date}").format(date=format_date(start)) if start else ""
        return " · ".join(filter(None, (owner if action.owner else "", begins)))
    if action.owner:
        words = _("{owner}, by {date}").format(owner=owner, date=format_date(due))
    else:
        words = _("By {date}").format(date=format_date(due))
    return _("{what} (from {date})").format(what=words, date=format_date(start)) if start else words


def details(action: Action) -> tuple[str, ...]:
    """What else is known of it, a line each."""
    return tuple(
        words.format(text=isolated(text))
        for words, text in (
            (_("Gap: {text}"), action.question),
            (_("Effort: {text}"), effort_word(action.effort)),
            (_("Proof: {text}"), action.proof),
        )
        if text
    )


def calendar_words(instrument: Instrument, policy_id: str, action: Action) -> tuple[str, str]:
    """Title and details of the event of an action in a calendar, without marks of direction around what was typed."""
    policy = policy_name(instrument.policy(policy_id))
    lines = (policy, when(action), *details(action), status_word(action.status))
    plain = "\n".join(filter(None, lines)).translate(dict.fromkeys((0x2066, 0x2067, 0x2068, 0x2069)))
    return action.text, plain
