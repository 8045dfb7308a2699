"""Who is awake: the hours of a day in several time zones, and those at which the fewest must be asleep. Pure.

Hours are moments, so that a day on which clocks change has 23 or 25 of them; what a clock shows then is the zone's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import IntEnum

AWAKE_FROM, AWAKE_UNTIL = 7, 22
WORK_FROM, WORK_UNTIL = 9, 17
_WORKDAYS = 5
_HOUR = timedelta(hours=1)


class Wakefulness(IntEnum):
    """Of several the least counts."""

    ASLEEP = 0
    AWAKE = 1
    WORKING = 2


@dataclass(frozen=True, slots=True)
class Hour:
    """One slot: when it begins, and by zone, in their order, how awake people are from its begin to its end."""

    begins: datetime
    states: tuple[Wakefulness, ...]


def hours_of(day: date, own: tzinfo, zones: Sequence[tzinfo], minutes: int = 60) -> tuple[Hour, ...]:
    """The hours of `day` where `own` is, one after the other, for meetings of this length."""
    begin = datetime.combine(day, time(), own).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), own).astimezone(UTC)
    moments = [begin + _HOUR * at for at in range(-(-(end - begin) // _HOUR))]
    return tuple(Hour(at, tuple(wakefulness(at, minutes, zone) for zone in zones)) for at in moments)


def wakefulness(begins: datetime, minutes: int, zone: tzinfo) -> Wakefulness:
    """How awake people in a zone are during a meeting: asleep if they are so at any time of it."""
    last = begins + timedelta(minutes=max(1, minutes) - 1)
    steps = [begins + _HOUR * at for at in range((last - begins) // _HOUR + 1)]
    return min(_at(moment.astimezone(zone)) for moment in (*steps, last))


def best(hours: Sequence[Hour], weights: Sequence[int], most: int = 3) -> tuple[int, ...]:
    """Places of the best hours: the fewest cities asleep, then the most at work, then the earliest.

    `weights` are cities by zone. None of them is one at which everybody is asleep.
    """

    def rank(at: int) -> tuple[int, int, int]:
        asleep = sum(w for w, s in zip(weights, hours[at].states, strict=True) if s == Wakefulness.ASLEEP)
        working = sum(w for w, s in zip(weights, hours[at].states, strict=True) if s == Wakefulness.WORKING)
        return asleep, -working, at

    fit = [at for at, hour in enumerate(hours) if any(hour.states)]
    return tuple(sorted(fit, key=rank)[:most])


def a_month_later(day: date) -> date:
    """The same weekday of the next month, counted the same way: the third Tuesday; of a fifth that isn't, the last."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    found = first + timedelta(days=(day.weekday() - first.weekday()) % 7 + (day.day - 1) // 7 * 7)
    return found if found.month == first.month else found - timedelta(days=7)


def _at(local: datetime) -> Wakefulness:
    if local.weekday() < _WORKDAYS and WORK_FROM <= local.hour < WORK_UNTIL:
        return Wakefulness.WORKING
    return Wakefulness.AWAKE if AWAKE_FROM <= local.hour < AWAKE_UNTIL else Wakefulness.ASLEEP
