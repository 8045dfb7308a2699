"""What this computer, which holds the whole log, can say about the city's computers (faults.md, rows 26, 27, 30)."""

import cbor2
import pytest

from desktop_app.storage import city_log, entry_log
from desktop_app.storage.chain_queries import CLOCK_TOLERANCE_MS, Finding, findings
from desktop_app.storage.engine import driver_of, reading, transaction
from desktop_app.storage.entry_log import Standing
from roadmap_core import cbor
from roadmap_core.entries.entry import Entry, read_entry
from tests.unit.desktop.profiles import MORNING_MS
from tests.unit.desktop.profiles import Computer as Desktop
from tests.vectors.computers import CLAIMED_MS, Computer, answered

DAY_MS = 24 * 3600 * 1000


def found(desktop: Desktop) -> list[Finding]:
    with reading(desktop.workspace.engine) as connection:
        return list(findings(connection))


def made(maker: Computer, value: int, **changed: bytes) -> Entry:
    """An entry at the place that comes next in the maker's log, which stays where it is."""
    entry = read_entry(maker.with_ops([1, 1, [18], [1], [value], [[]]], **changed), maker.key)
    assert isinstance(entry, Entry)
    return entry


def confirm(desktop: Desktop, times: list[int]) -> None:
    """Gives everything that is here, in order of arrival, a position and the server's time of its head."""
    with transaction(desktop.workspace.engine) as connection:
        driver = driver_of(connection)
        for number, (position, time) in enumerate(enumerate(times, 1), 1):
            row = (position, time, number)
            driver.execute("UPDATE entry SET position = ?, confirmed_ms = ? WHERE number = ?", row)
        city_log.save(connection, head_epoch=5)


def test_logs_that_are_whole_give_no_findings(sato: Desktop) -> None:
    maker = Computer("second computer")
    sato.take([maker.genesis, *(maker.seal(answered(value)) for value in (1, 2, 3))])
    sato.entries()
    assert found(sato) == []


def test_row_26_two_entries_at_one_place_are_found_once_at_the_first_place(sato: Desktop) -> None:
    maker = Computer("second computer")
    others = [made(maker, value) for value in (2, 3)]
    entries = [maker.genesis, maker.seal(answered(1)), *others]
    later = [made(maker, value) for value in (2, 3)]
    sato.take([*entries, *later])
    assert found(sato) == [Finding("twice", maker.genesis.log, 1, 3)]


def test_row_26_an_entry_that_continues_none_of_those_before_it_is_found(sato: Desktop) -> None:
    """The other computer's own entry at place 1 never came: only its `prev` tells."""
    maker = Computer("second computer")
    one = maker.seal(answered(1))
    sato.take([maker.genesis, one, made(maker, 2, prev=cbor.encode(bytes(range(32))))])
    assert found(sato) == [Finding("twice", maker.genesis.log, 1, 2)]


def test_row_27_a_gap_is_found_until_the_missing_ones_come(sato: Desktop) -> None:
    maker = Computer("second computer")
    one, two, three, four = (maker.seal(answered(value)) for value in (1, 2, 3, 4))
    sato.take([maker.genesis, one, four])
    assert found(sato) == [Finding("gap", maker.genesis.log, 2, 2)]
    sato.take([three])
    assert found(sato) == [Finding("gap", maker.genesis.log, 2, 1)]
    sato.take([two])
    assert found(sato) == []


def test_row_27_what_only_a_newer_program_can_read_is_no_gap(sato: Desktop) -> None:
    maker = Computer("second computer")
    maker.seal(answered(1))
    two = maker.seal(answered(2))
    sato.take([maker.genesis, two])
    with transaction(sato.workspace.engine) as connection:
        city_log.keep_aside(connection, b"newer", 9, Standing.NEWER, "", MORNING_MS)
    assert found(sato) == []


@pytest.mark.parametrize("years", [10, 1])
def test_row_30_a_clock_that_is_ahead_is_found(sato: Desktop, years: int) -> None:
    maker = Computer("second computer")
    sato.take([maker.genesis, made(maker, 1, claimed_ms=cbor2.dumps(CLAIMED_MS + years * 365 * DAY_MS))])
    confirm(sato, [CLAIMED_MS, CLAIMED_MS])
    assert found(sato) == [Finding("clock", maker.genesis.log, 1, years * 365 * DAY_MS)]


def test_row_30_a_clock_that_is_behind_a_head_that_its_log_had_seen_is_found(sato: Desktop) -> None:
    maker = Computer("second computer")
    one, two = maker.seal(answered(1)), maker.seal(answered(2))
    head = cbor2.dumps([5, 3, bytes(16)])
    three = made(maker, 3, claimed_ms=cbor2.dumps(CLAIMED_MS - 3650 * DAY_MS), head=head)
    sato.take([maker.genesis, one, two, three])
    confirm(sato, [CLAIMED_MS, CLAIMED_MS, CLAIMED_MS + 1000, CLAIMED_MS + 2000])
    assert found(sato) == [Finding("clock", maker.genesis.log, 3, -3650 * DAY_MS)]


def test_row_30_work_that_was_long_offline_is_no_wrong_clock(sato: Desktop) -> None:
    """Nothing proves that an old entry wasn't written when it says."""
    maker = Computer("second computer")
    sato.take([maker.genesis, maker.seal(answered(1))])
    confirm(sato, [CLAIMED_MS + 700 * DAY_MS, CLAIMED_MS + 800 * DAY_MS])
    assert found(sato) == []


def test_row_30_a_clock_within_the_tolerance_and_one_that_was_mended_are_not_told(sato: Desktop) -> None:
    maker = Computer("second computer")
    wrong = made(maker, 1, claimed_ms=cbor2.dumps(CLAIMED_MS + 90 * DAY_MS))
    maker.seal(answered(1))
    mended = made(maker, 2, claimed_ms=cbor2.dumps(CLAIMED_MS + CLOCK_TOLERANCE_MS))
    sato.take([maker.genesis, wrong, mended])
    confirm(sato, [CLAIMED_MS] * 3)
    assert [finding for finding in found(sato) if finding.kind == "clock"] == []


def test_findings_change_nothing(sato: Desktop) -> None:
    maker = Computer("second computer")
    sato.take([maker.genesis, made(maker, 1), made(maker, 2)])
    before = sato.tables("entry", "register", "device")
    found(sato)
    assert sato.tables("entry", "register", "device") == before
    with reading(sato.workspace.engine) as connection:
        assert len(list(entry_log.all_items(connection))) == 3
