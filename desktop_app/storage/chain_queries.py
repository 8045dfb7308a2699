"""What the logs that lie here say about the city's computers: one that exists twice, one with a gap, one whose clock
is wrong (protocol.md, section 4; faults.md, rows 26, 27 and 30).

Findings are shown to people and decide nothing: every entry that they speak of is here and counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.entry_log import Standing
from roadmap_core.entries.identifiers import LogId

CLOCK_TOLERANCE_MS = 24 * 3600 * 1000
"""How far a clock may be off before anybody is told: a wrong time zone is no news."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about one log; at most one of each kind for a log.

    Attributes:
        kind: "twice": different entries continue the same one, so that this computer seems to exist twice;
            "gap": entries are missing in the middle; "clock": its newest confirmed entry claims a time that can't be;
            "announced": the alliance's registrar was asked to admit or remove it (`computer_findings` finds those).
        seq: where in the log: the first place with two entries, the first one missing, the entry with the time.
        detail: "twice": how many different entries are known of there, at least; "gap": how many are missing;
            "clock": milliseconds that the clock is off, at least: ahead above 0, behind below 0.
    """

    kind: Literal["twice", "gap", "clock", "announced"]
    log: LogId
    seq: int
    detail: int


def findings(connection: Connection) -> Sequence[Finding]:
    """All of them, by kind and log. Takes about 0.1 s where 36,000 entries lie: for a page that is opened."""
    return (*_twice(connection), *_gaps(connection), *_clocks(connection))


_SHARED_PLACES = """
SELECT log, min(seq), max(branches)
FROM (SELECT log, seq, count(*) AS branches FROM entry WHERE log <> x'' GROUP BY log, seq HAVING count(*) > 1)
GROUP BY log ORDER BY log"""
_STRAY = """
SELECT entry.log, min(entry.seq) FROM entry
WHERE entry.log <> x'' AND entry.seq > 0
AND EXISTS (SELECT 1 FROM entry AS b WHERE b.log = entry.log AND b.seq = entry.seq - 1)
AND NOT EXISTS (SELECT 1 FROM entry AS b WHERE b.log = entry.log AND b.seq = entry.seq - 1
                AND instr(substr(entry.data, 1, 96), b.hash) > 0)
GROUP BY entry.log ORDER BY entry.log"""
"""Entries whose `prev` is none of the entries before them; it lies within an entry's first 65 bytes."""


def _twice(connection: Connection) -> Iterable[Finding]:
    driver = driver_of(connection)
    found = {log: (seq, branches) for log, seq, branches in driver.execute(_SHARED_PLACES)}
    for log, seq in driver.execute(_STRAY):
        if log not in found or seq - 1 < found[log][0]:
            found[log] = (seq - 1, 2)
    return [Finding("twice", LogId(log), seq, branches) for log, (seq, branches) in sorted(found.items())]


_COUNTS = "SELECT log, max(seq) + 1, count(DISTINCT seq) FROM entry WHERE log <> x'' GROUP BY log ORDER BY log"
_FIRST_MISSING = """
SELECT coalesce(min(seq), -1) + 1 FROM entry AS here WHERE log = ?
AND NOT EXISTS (SELECT 1 FROM entry AS next WHERE next.log = here.log AND next.seq = here.seq + 1)"""


def _gaps(connection: Connection) -> Iterable[Finding]:
    """What this program can't read yet may be what is missing: so many entries are no gap."""
    driver = driver_of(connection)
    unread = driver.execute("SELECT count(*) FROM entry WHERE standing = ?", (Standing.NEWER,)).fetchone()[0]
    for log, length, count in driver.execute(_COUNTS).fetchall():
        if length - count > unread:
            yield Finding("gap", LogId(log), driver.execute(_FIRST_MISSING, (log,)).fetchone()[0], length - count)


_NEWEST = """
SELECT log, seq, claimed_ms, confirmed_ms, seen_epoch, seen_position FROM device JOIN entry USING (log)
WHERE confirmed_ms IS NOT NULL
AND seq = (SELECT max(seq) FROM entry AS e WHERE e.log = device.log AND e.confirmed_ms IS NOT NULL)
ORDER BY log, number"""
_TIME_BEFORE = """
SELECT earlier.confirmed_ms FROM entry AS earlier, entry AS seen
WHERE seen.position = :position AND earlier.position < :position AND earlier.confirmed_ms < seen.confirmed_ms
ORDER BY earlier.position DESC LIMIT 1"""
"""The server's time in the head before the one that the seen position stood under: the newest entry is younger."""


def _clocks(connection: Connection) -> Iterable[Finding]:
    """A claim after the head that confirmed it is ahead; one before a head that its log had seen is behind."""
    driver = driver_of(connection)
    state = driver.execute("SELECT head_epoch FROM sync_state").fetchone()
    found: dict[bytes, Finding] = {}
    for log, seq, claimed_ms, confirmed_ms, epoch, position in driver.execute(_NEWEST).fetchall():
        ahead = claimed_ms - confirmed_ms
        before = driver.execute(_TIME_BEFORE, {"position": position}).fetchone() if (epoch,) == state else None
        behind = claimed_ms - before[0] if before else 0
        off = ahead if ahead > CLOCK_TOLERANCE_MS else behind if behind < -CLOCK_TOLERANCE_MS else 0
        if off:
            found[log] = Finding("clock", LogId(log), seq, off)
    return found.values()
