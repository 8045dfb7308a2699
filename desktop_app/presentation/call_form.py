"""The form that calls a meeting: on which day, how long, at which hour, with who is awake then. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

from desktop_app.i18n import _
from desktop_app.presentation.answer_form import day_of
from desktop_app.presentation.seats import SameClock, Seat, same_clocks
from roadmap_core.community.hours import Hour, a_month_later, best, hours_of
from roadmap_core.community.ties import Gathering, minutes_of

DAY, LENGTH, START, TOPIC, PLACE = "day", "minutes", "start", "topic", "place"
FIELDS = (DAY, LENGTH, START, TOPIC, PLACE)
LENGTHS = (30, 60, 90, 120)
_LENGTH = 60


@dataclass
class Begun:
    """What is typed on the page and isn't said yet, by field; what stands there unasked is left out."""

    texts: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, text: str, proposed: str = "") -> None:
        if text == proposed:
            self.texts.pop(name, None)
        else:
            self.texts[name] = text

    def without(self, names: Sequence[str]) -> Mapping[str, str]:
        return {name: text for name, text in self.texts.items() if name not in names}

    def take_up(self, kept: Mapping[str, str]) -> None:
        """What was kept in an earlier run; what is typed already stays."""
        self.texts = {**kept, **self.texts}


class CallForm:
    """Of one community at a time.

    Attributes:
        clocks: the members by what their clocks show, from west to east.
        hours: the hours of the day where the own city is; none while the day is none.
        best: places of the best hours, the best first.
        flaw: what it needs before a meeting can be called, or "".
    """

    def __init__(self, begun: Begun) -> None:
        self._begun = begun
        self.clocks: tuple[SameClock, ...] = ()
        self.hours: tuple[Hour, ...] = ()
        self.best: tuple[int, ...] = ()
        self.flaw = ""
        self._seats: tuple[Seat, ...] = ()
        self._own: tzinfo = UTC
        self._proposed_day = ""

    def show(self, seats: Sequence[Seat], own: tzinfo, last: datetime | None, now: datetime) -> None:
        """Another community, or other members; the day after `last` is a month later, else a week from `now`."""
        self._seats, self._own = tuple(seats), own
        today = now.astimezone(own).date()
        later = a_month_later(last.astimezone(own).date()) if last else None
        self._proposed_day = str(later if later and later > today else today + timedelta(days=7))
        self._find()

    def text(self, name: str) -> str:
        """As typed, or as it is proposed."""
        return self._begun.texts.get(name, self._proposed(name))

    def type(self, name: str, text: str) -> None:
        self._begun.put(name, text, self._proposed(name))
        if name in (DAY, LENGTH):
            self._begun.texts.pop(START, None)
            self._find()

    def pick(self, at: int) -> None:
        """The hour at this place is to be the meeting's."""
        self._begun.put(START, str(minutes_of(self.hours[at].begins)))

    @property
    def day(self) -> date | None:
        return day_of(self.text(DAY))

    @property
    def minutes(self) -> int:
        text = self.text(LENGTH)
        return int(text) if text in map(str, LENGTHS) else _LENGTH

    @property
    def chosen(self) -> int | None:
        """The place of the hour that is picked, else the best one; None where there is none."""
        starts = [str(minutes_of(hour.begins)) for hour in self.hours]
        picked = self._begun.texts.get(START, "")
        return starts.index(picked) if picked in starts else next(iter(self.best), None)

    @property
    def weights(self) -> tuple[int, ...]:
        return tuple(len(clock.names) for clock in self.clocks)

    def gathering(self, community: str, now: datetime) -> Gathering | None:
        """What is to be called; None if something is missing, and `flaw` says what."""
        self.flaw = ""
        at = self.chosen
        if self.day is None:
            self.flaw = _("Write the day as year-month-day, such as 2026-03-31.")
        elif at is None:
            self.flaw = _("Choose an hour.")
        elif self.hours[at].begins <= now:
            self.flaw = _("Choose an hour that is still to come.")
        if self.flaw or at is None:
            return None
        start, topic, place = minutes_of(self.hours[at].begins), self.text(TOPIC).strip(), self.text(PLACE).strip()
        return Gathering(b"", community, start, self.minutes, topic, place)

    def _find(self) -> None:
        day, self.hours, self.clocks, self.best = self.day, (), (), ()
        if day is None or not date(1970, 1, 2) < day < date(9000, 1, 1):
            return
        noon = datetime.combine(day, datetime.min.time(), self._own)
        self.clocks = same_clocks(self._seats, [noon, noon + timedelta(days=1)])
        self.hours = hours_of(day, self._own, [clock.zone for clock in self.clocks], self.minutes)
        self.best = best(self.hours, self.weights)

    def _proposed(self, name: str) -> str:
        return {DAY: self._proposed_day, LENGTH: str(_LENGTH)}.get(name, "")
