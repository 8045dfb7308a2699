"""The plan's days for anybody's calendar: an iCalendar file (RFC 5545) with one whole-day event for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from desktop_app.operations.outside_files import write_whole


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One action that has a day.

    Attributes:
        key: the same as long as it is the same action, whatever its day: a calendar that takes the file in again
            moves the event then.
        about: what the calendar shows below the title.
    """

    key: str
    title: str
    about: str
    day: date


def write_plan_calendar(file: Path, days: Sequence[PlannedDay], now_ms: int) -> None:
    """Writes the file, whole or not at all.

    Events rather than to-dos: most calendars leave out a to-do when they take in a file. They make nobody busy.

    `now_ms`, milliseconds since 1970, is when the file is made.

    Raises:
        AppError: E-EXPORT.
    """
    from icalendar import Calendar, Event  # 90 ms, when somebody wants it

    made = datetime.fromtimestamp(now_ms / 1000, UTC).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("prodid", "-//Waymark//Action plan//EN")
    calendar.add("version", "2.0")
    for one in days:
        event = Event()
        event.add("uid", str(uuid5(NAMESPACE_URL, f"waymark:{one.key}")))
        event.add("dtstamp", made)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", one.title)
        event.add("description", one.about)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    write_whole(file, calendar.to_ical(), "E-EXPORT")
