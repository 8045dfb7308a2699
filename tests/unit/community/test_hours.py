"""Who is awake at which hour: half-hour zones, days on which clocks change, the best hours, a month later."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from roadmap_core.community.hours import Wakefulness, a_month_later, best, hours_of, wakefulness

ASLEEP, AWAKE, WORKING = Wakefulness
TOKYO, KOLKATA, LONDON = ZoneInfo("Asia/Tokyo"), ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/London")
MELBOURNE, BOGOTA, MEXICO = ZoneInfo("Australia/Melbourne"), ZoneInfo("America/Bogota"), ZoneInfo("America/Mexico_City")


def test_a_day_is_counted_where_the_city_is() -> None:
    hours = hours_of(date(2026, 6, 3), TOKYO, [TOKYO, KOLKATA])
    assert len(hours) == 24
    assert hours[0].begins == datetime(2026, 6, 2, 15, tzinfo=UTC)
    assert hours[9].states == (WORKING, ASLEEP), "05:30 in India"
    assert hours[11].states == (WORKING, AWAKE), "07:30"
    assert hours[12].states == (WORKING, AWAKE), "half of it is before 09:00"
    assert hours[13].states == (WORKING, WORKING)
    assert hours[16].states == (WORKING, WORKING)
    assert hours[17].states == (AWAKE, WORKING)
    assert hours[22].states == (ASLEEP, AWAKE)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 3, 30), 24)])
def test_a_day_on_which_clocks_change_has_the_hours_that_it_has(day: date, hours: int) -> None:
    found = hours_of(day, LONDON, [LONDON])
    assert len(found) == hours
    assert found[-1].begins + timedelta(hours=1) == hours_of(day + timedelta(days=1), LONDON, [LONDON])[0].begins


def test_the_same_hour_is_another_one_elsewhere_after_the_clocks_changed_there() -> None:
    before = datetime(2026, 4, 3, 21, tzinfo=UTC)  # Friday; Melbourne goes back on Sunday 5 April
    assert wakefulness(before, 60, MELBOURNE) == AWAKE, "Saturday 08:00"
    assert wakefulness(before + timedelta(days=3), 60, MELBOURNE) == AWAKE, "Tuesday 07:00"
    assert wakefulness(before + timedelta(days=3, hours=1), 60, MELBOURNE) == AWAKE, "08:00; it would be 09:00"
    assert wakefulness(before + timedelta(days=3, hours=2), 60, MELBOURNE) == WORKING


def test_a_meeting_that_runs_into_the_night_finds_people_asleep() -> None:
    evening = datetime(2026, 6, 3, 12, tzinfo=UTC)  # 21:00 in Tokyo
    assert [wakefulness(evening, minutes, TOKYO) for minutes in (30, 60, 61, 480)] == [AWAKE, AWAKE, ASLEEP, ASLEEP]


def test_nobody_works_at_the_week_end() -> None:
    assert wakefulness(datetime(2026, 6, 6, 3, tzinfo=UTC), 60, TOKYO) == AWAKE


def test_the_best_hours_leave_the_fewest_asleep_then_find_the_most_at_work() -> None:
    hours = hours_of(date(2026, 6, 3), BOGOTA, [BOGOTA, MEXICO, TOKYO])
    found = best(hours, (2, 1, 1))
    assert [hours[at].begins.astimezone(BOGOTA).hour for at in found] == [17, 19, 20], "nobody sleeps, and one works"
    assert best(hours_of(date(2026, 6, 3), BOGOTA, [BOGOTA]), (1,)) == (9, 10, 11)
    assert best(hours_of(date(2026, 6, 3), BOGOTA, [BOGOTA], 480), (1,), most=20) == (9, 7, 8, 10, 11, 12, 13, 14)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 6, 16), date(2026, 7, 21)),
        (date(2026, 12, 1), date(2027, 1, 5)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 6, 29), date(2026, 7, 27)),
    ],
)
def test_a_month_later_is_the_same_weekday_counted_the_same_way(day: date, later: date) -> None:
    assert a_month_later(day) == later
    assert later.weekday() == day.weekday()
