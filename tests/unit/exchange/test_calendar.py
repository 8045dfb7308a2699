"""The calendar file, read back by the rules of RFC 5545."""

import random
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from roadmap_core.exchange.calendar import Appointment, Event, calendar, folded

MADE = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def events_in(data: bytes) -> list[dict[str, str]]:
    """Unfolds and unescapes; every line must end and be as long as sections 3.1 and 3.6.1 say."""
    assert data.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        line.decode()  # no character is cut in two
    found: list[dict[str, str]] = []
    for line in data.replace(b"\r\n ", b"").decode().split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and line != "END:VEVENT":
            found[-1][name] = unescaped(value)
    return found


def unescaped(value: str) -> str:
    text, signs = "", iter(value)
    for sign in signs:
        following = next(signs) if sign == "\\" else ""
        text += {"n": "\n"}.get(following, following) if sign == "\\" else sign
    return text


def test_an_event_stands_on_its_day_with_its_words() -> None:
    (event,) = events_in(calendar([Event("a@b", date(2026, 12, 31), "Adopt it; at last", "A, B\nC\\D")], MADE))
    assert event["DTSTART;VALUE=DATE"] == "20261231"
    assert event["DTEND;VALUE=DATE"] == "20270101"
    assert event["DTSTAMP"] == "20260301T093000Z"
    assert (event["UID"], event["SUMMARY"], event["DESCRIPTION"]) == ("a@b", "Adopt it; at last", "A, B\nC\\D")


def test_a_meeting_stands_at_its_moment_wherever_it_is_read() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    begins, ends = datetime(2026, 6, 8, 10, tzinfo=tokyo), datetime(2026, 6, 8, 11, 30, tzinfo=tokyo)
    (event,) = events_in(calendar([Appointment("a@b", begins, ends, "Japan", "Room 1, 2nd floor", "Fees")], MADE))
    assert (event["DTSTART"], event["DTEND"]) == ("20260608T010000Z", "20260608T023000Z")
    assert (event["SUMMARY"], event["LOCATION"], event["DESCRIPTION"]) == ("Japan", "Room 1, 2nd floor", "Fees")
    assert "TRANSP" not in event, "who is invited isn't free then"


def test_words_can_not_begin_another_line_or_event() -> None:
    evil = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\rATTACH:file\n\0\tSUMMARY:y"
    (event,) = events_in(calendar([Event("a", date(2026, 1, 1), evil)], MADE))
    assert event["SUMMARY"] == "x\nEND:VEVENT\nBEGIN:VEVENTATTACH:file\nSUMMARY:y"
    assert "ATTACH" not in event


def test_any_text_in_any_script_comes_back_out_of_its_folds() -> None:
    chance = random.Random(seed := random.randrange(2**32))
    for _ in range(60):
        text = "".join(chance.choice("aé語🙂ع;,\\\n ") for _ in range(chance.randrange(300)))
        (event,) = events_in(calendar([Event("u", date(2026, 1, 1), "t", text)], MADE))
        assert event.get("DESCRIPTION", "") == text, seed


def test_a_line_of_exactly_75_bytes_is_not_folded() -> None:
    assert folded("x" * 75) == b"x" * 75 + b"\r\n"
    assert folded("x" * 76) == b"x" * 75 + b"\r\n x\r\n"


def test_the_first_and_the_last_day_can_be_written() -> None:
    first, last = events_in(calendar([Event("a", date.min, ""), Event("b", date.max, "")], MADE))
    assert first["DTSTART;VALUE=DATE"] == "00010101"
    assert "DTEND;VALUE=DATE" not in last
