"""From process start to the first page of a profile of 100,000 entries, 5,000 of them unsent (faults.md, row 52).

The profile is made by the real sealing and taking in, each entry one answer that replaces the one before it, which
takes some minutes; it is kept in build/bench for the next time. Beside it: the same after an
end that was not clean, when every page is looked at; an empty profile; and what a bare read of
every page of the same file through the cipher takes.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.first_window import run, window
from benchmarks.timing import RESULTS, report
from desktop_app import paths
from desktop_app.operations.outbox import level_now
from desktop_app.operations.profile_keys import data_key
from desktop_app.operations.sealing import ensure_device
from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import Workspace, open_workspace
from desktop_app.storage import entry_log, intake
from desktop_app.storage.engine import look, transaction
from roadmap_core import cbor
from roadmap_core.assessment.answers import Choice, answer_to_wire
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Reference, Register
from roadmap_core.entries.operations import OpCode, Write
from roadmap_core.entries.sealing import Claims, LogTip, Reserved, seal

ENTRIES, UNSENT, BATCH, ROUNDS, TARGET_SECONDS = 100_000, 5_000, 2_000, 7, 2.0


def main() -> None:
    large = profile(RESULTS / "large-profile", ENTRIES, UNSENT)
    database = paths.database_file(large)
    with tempfile.TemporaryDirectory() as scratch:
        small = profile(Path(scratch) / "small", 0, 0)
        taken: dict[str, list[float]] = {"large": [], "unclean": [], "small": [], "read": []}
        for _ in range(ROUNDS):
            for name, folder in (("large", large), ("unclean", large), ("small", small)):
                if name != "unclean":  # what is measured ends in the middle
                    open_workspace(folder).close()
                started = time.time()
                taken[name].append(run(window(folder))["page_at"] - started)
            taken["read"].append(_every_page(database, data_key(large)))
    seconds = {name: round(statistics.median(each), 3) for name, each in taken.items()}
    report(
        "start_large",
        {
            "entries": ENTRIES,
            "unsent": UNSENT,
            "megabytes": round(database.stat().st_size / 1e6, 1),
            "rounds": ROUNDS,
            "first_page_seconds": seconds["large"],
            "first_page_seconds_after_an_unclean_end": seconds["unclean"],
            "first_page_seconds_small": seconds["small"],
            "every_page_seconds": seconds["read"],
            "target_seconds": TARGET_SECONDS,
        },
    )


def profile(folder: Path, entries: int, unsent: int) -> Path:
    """A profile with that many answers in it, the last of them unsent; made anew unless it is there whole."""
    done = folder.with_name(f"{folder.name}.made")
    if done.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    workspace = open_workspace(folder)
    begin(workspace, CityChoice("kaga-jp", "Kaga", "JP"), "M. Sato")
    ensure_device(workspace)
    for _ in _answers(workspace, entries, unsent):
        print(".", end="", file=sys.stderr, flush=True)
    level_now(workspace)
    workspace.close()
    done.touch()
    return folder


def _answers(workspace: Workspace, entries: int, unsent: int) -> Iterator[None]:
    items = [workspace.catalogue.number(question.id) for question in workspace.instrument.questions]
    standing: dict[Register, Reference] = {}
    signer = workspace.keys.signer()
    assert signer is not None
    for start in range(0, entries, BATCH):
        with transaction(workspace.engine) as connection:
            found = entry_log.own_log(connection)
            assert found is not None
            tip, batch = found[0], []
            for number in range(start, min(start + BATCH, entries)):
                register = Register(1, items[number % len(items)], int(Facet.ANSWER))
                before = standing.get(register)
                named = (OpId(before.entry, 0),) if before else ()
                write = Write(OpCode.SET, register, cbor.encode(answer_to_wire(Choice(number % 3))), named)
                known = {before.entry: before} if before else {}
                (entry,) = seal(tip, [write], known, Claims(workspace.clock(), number + 2, 1), signer)
                standing[register] = Reference(entry.log, entry.seq, entry.short)
                tip = LogTip(entry.log, entry.seq, entry.hash)
                batch.append(entry)
            workspace.keys.reserve(Reserved(tip.log, tip.seq, 0))
            positions = [n if n < entries - unsent else None for n in range(start, start + len(batch))]
            intake.take(connection, batch, workspace.clock(), positions)
        yield


def _every_page(path: Path, key: bytes | None) -> float:
    started = time.perf_counter()
    with closing(look(path, key)) as connection:
        connection.execute("PRAGMA quick_check(1)").fetchall()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
