"""Actions, an event a day long each, and meetings as an iCalendar file (RFC 5545). Writes, and reads nothing.

Events and not to-dos (VTODO): Outlook and Google take in nothing else. Nothing is invited, mailed or ringed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE_BYTES = 75
"""A longer line is folded (section 3.1), never within a character."""
_ESCAPED: dict[int, str | None] = {
    **dict.fromkeys((*range(10), *range(11, 32), 127)),
    ord("\\"): "\\\\",
    ord(";"): "\\;",
    ord(","): "\\,",
    ord("\n"): "\\n",
}
"""Section 3.3.11; control characters, the tab too, are no text."""


@dataclass(frozen=True, slots=True)
class Event:
    """`uid` is the same whenever it is written anew: a calendar then replaces the event instead of doubling it."""

    uid: str
    day: date
    title: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """From one moment to another: every calendar shows it in its own time. `begins`, `ends` have a time zone."""

    uid: str
    begins: datetime
    ends: datetime
    title: str
    place: str = ""
    details: str = ""


def calendar(events: Iterable[Event | Appointment], made: datetime) -> bytes:
    """The whole file; `made` is a moment with a time zone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Waymark//Action plan//EN", "CALSCALE:GREGORIAN"]
    for event in events:
        body = _day_of(event) if isinstance(event, Event) else _hours_of(event)
        lines += ["BEGIN:VEVENT", f"UID:{_text(event.uid)}", f"DTSTAMP:{_moment(made)}", *body, "END:VEVENT"]
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def folded(line: str) -> bytes:
    """One content line with its line ends: at most 75 bytes each, a space before what goes on."""
    pieces = [bytearray()]
    for sign in line:
        data = sign.encode()
        if len(pieces[-1]) + len(data) > LINE_BYTES:
            pieces.append(bytearray(b" "))
        pieces[-1] += data
    return b"".join(bytes(piece) + b"\r\n" for piece in pieces)


def _day_of(event: Event) -> list[str]:
    lines = [f"DTSTART;VALUE=DATE:{_day(event.day)}"]
    if event.day < date.max:
        lines.append(f"DTEND;VALUE=DATE:{_day(event.day + timedelta(days=1))}")
    return [*lines, *_words(event), "TRANSP:TRANSPARENT"]


def _hours_of(event: Appointment) -> list[str]:
    lines = [f"DTSTART:{_moment(event.begins)}", f"DTEND:{_moment(event.ends)}", *_words(event)]
    return [*lines, f"LOCATION:{_text(event.place)}"] if event.place else lines


def _words(event: Event | Appointment) -> list[str]:
    lines = [f"SUMMARY:{_text(event.title)}"]
    return [*lines, f"DESCRIPTION:{_text(event.details)}"] if event.details else lines


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").translate(_ESCAPED)
