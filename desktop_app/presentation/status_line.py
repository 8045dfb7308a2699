"""The sentences of the status line. They say only what the status proves, and nothing is made up here."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from desktop_app.errors import describe
from desktop_app.i18n import _, format_datetime_relative, format_number, ngettext
from desktop_app.storage.views import Connection, StatusView
from desktop_app.sync.outcome import CONTRADICTED


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence; `tone` None shows no mark."""

    text: str
    tone: Literal["neutral", "info", "good", "warn", "bad"] | None = None


_ORDINARY = frozenset({"", "E-OFFLINE", "E-NOT-JOINED", "E-NOT-ADMITTED"})
"""What the other facts say already; being without a line is a state, not a problem."""


def facts(status: StatusView, now: datetime) -> tuple[Fact, ...]:
    """What is saved, what waits or was sent, when the server was last heard. `now` must be aware."""
    return (*_saved(status, now), *_sent(status, now), *_trouble(status), *_contact(status, now))


def moment(milliseconds: int, now: datetime) -> str:
    """A time of day, or a day, from milliseconds since 1970 UTC."""
    return format_datetime_relative(datetime.fromtimestamp(milliseconds / 1000, UTC), now)


def _saved(status: StatusView, now: datetime) -> tuple[Fact, ...]:
    if status.saved_ms is None:
        return (Fact(_("Nothing to save yet"), "neutral"),)
    return (Fact(_("Saved on this computer {time}").format(time=moment(status.saved_ms, now)), "good"),)


def _sent(status: StatusView, now: datetime) -> tuple[Fact, ...]:
    waiting = status.waiting_changes
    if waiting:
        text = ngettext("{number} change waits to be sent", "{number} changes wait to be sent", waiting)
        return (Fact(text.format(number=format_number(waiting)), "warn"),)
    if status.refused:
        text = ngettext("{number} update was refused", "{number} updates were refused", status.refused)
        return (Fact(text.format(number=format_number(status.refused)), "bad"),)
    if status.sent_ms is None or status.problem in CONTRADICTED:
        return ()
    return (Fact(_("Sent to the alliance {time}").format(time=moment(status.sent_ms, now)), "good"),)


def _trouble(status: StatusView) -> tuple[Fact, ...]:
    if status.problem in _ORDINARY:
        return ()
    if status.problem not in CONTRADICTED:
        return (Fact(describe(status.problem).title, "warn"),)
    if status.problem == "E-SERVER-CHANGED":
        text = _("This is another server than before. See “{page}”.")
    else:
        text = _("The server's answer does not fit what was sent. See “{page}”.")
    return (Fact(text.format(page=_("Sending and receiving")), "bad"),)


def _contact(status: StatusView, now: datetime) -> tuple[Fact, ...]:
    if status.connection in (Connection.NOT_ADMITTED, Connection.PENDING):
        return (Fact(_("This computer waits to be admitted")),)
    if status.last_contact_ms is None:
        return (Fact(_("Works without a connection")),)
    return (Fact(_("Last contact {time}").format(time=moment(status.last_contact_ms, now))),)
