"""Saving an answer, from the operation's call to COMMIT, as a multiple of one bare transaction of the driver.

The bare one writes one row, in a file beside the profile's, with the same cipher and the same settings. The two take
turns, because a disk has moods: a commit took 0.2 ms in one minute and 3.5 ms in the next. The same row through
SQLModel stands beside. Each writes first until its log is used again from the start: a log that still grows makes a
commit half as dear again, and the bare one's grows six times as long, which flattered the figure until 2026-11.
"""

import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine
from sqlcipher3 import dbapi2
from sqlmodel import Field, Session, SQLModel

from benchmarks.timing import RESULTS, Timed, interleaved, report
from desktop_app.operations.answers import give_answer
from desktop_app.operations.outbox import journal_of, level, unconfirmed_rows
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import Workspace, open_workspace
from desktop_app.presentation.keeper import GATHER_SECONDS
from desktop_app.storage import queries
from desktop_app.storage.engine import Driver, connect
from roadmap_core.assessment.answers import Choice
from roadmap_core.instrument.model import ScaleKind

ROUNDS = 500
TARGET = 2.0
KEY = bytes(range(32))
_UNTIL_THE_LOG_TURNS = 1100
"""Commits of one page; SQLite begins its log anew after 1,000."""
_PAGES_OF_AN_ANSWER = 5


class BareRow(SQLModel, table=True):
    """The same row for the ORM."""

    id: int | None = Field(default=None, primary_key=True)
    item: int
    value: bytes


def main() -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=RESULTS) as scratch:
        folder = Path(scratch)
        workspace = open_workspace(folder / "profile")
        begin(workspace, CityChoice("kaga-jp", "Kaga", "JP"), "M. Sato")
        cases = {"answer": _saver(workspace), "bare": _bare(folder / "bare.db"), "orm": _orm(folder / "orm.db")}
        for case in (cases["bare"], cases["orm"]):
            for _ in range(_UNTIL_THE_LOG_TURNS):
                case()
        first = interleaved(cases, ROUNDS, warm=_UNTIL_THE_LOG_TURNS // _PAGES_OF_AN_ANSWER)
        seal_drafts(workspace)  # from here on an answer replaces one that is sealed
        later = interleaved({**cases, "answer": _saver(workspace)}, ROUNDS)
        with _journal_beside(workspace) as in_order:
            kept = interleaved({**cases, "answer": in_order(_saver(workspace))}, ROUNDS)
        workspace.close()
    figures = {"new_answer": _compared(first), "replaced_answer": _compared(later), "with_journal": _compared(kept)}
    report("save", {"rounds": ROUNDS, **figures})


@contextmanager
def _journal_beside(workspace: Workspace) -> Iterator[Callable[[Callable[[], None]], Callable[[], None]]]:
    """The outbox journal, levelled as the running program does it: by another thread, half a second after a change.

    Reading for it is the database thread's, as saving is: gives what makes a save wait for a read that is running.
    """
    journal, stopping, database_thread = journal_of(workspace.profile), threading.Event(), threading.Lock()

    def keep() -> None:
        while not stopping.wait(GATHER_SECONDS):
            with database_thread:
                rows = unconfirmed_rows(workspace)
            level(journal, rows)

    def in_order(save: Callable[[], None]) -> Callable[[], None]:
        def waiting() -> None:
            with database_thread:
                save()

        return waiting

    thread = threading.Thread(target=keep)
    thread.start()
    try:
        yield in_order
    finally:
        stopping.set()
        thread.join()


def _compared(timed: Mapping[str, Timed]) -> dict[str, float]:
    bare = timed["bare"]
    figures = {f"{name}_ms": case.ms for name, case in timed.items()}
    figures |= {f"{name}_cpu_ms": case.cpu_ms for name, case in timed.items()}
    ratio = round(timed["answer"].ms / bare.ms, 2)
    return {**figures, "ratio": ratio, "orm_ratio": round(timed["orm"].ms / bare.ms, 2), "target": TARGET}


def _saver(workspace: Workspace) -> Callable[[], None]:
    """Walks through the questions again and again, with another answer than the last time."""
    choices = [q.id for q in workspace.instrument.questions if q.scale.kind is ScaleKind.ORDINAL]
    seen = {question: queries.question(workspace.store, question).seen for question in choices}
    turns = count()

    def save() -> None:
        walk, place = divmod(next(turns), len(choices))
        question = choices[place]
        changes = give_answer(workspace, question, Choice(walk % 2), seen[question])
        if not changes.questions and walk:
            raise AssertionError("nothing was saved")

    return save


def _bare(path: Path) -> Callable[[], None]:
    connection = connect(path, KEY)
    connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, item INTEGER, value BLOB)")
    turns = count()

    def save() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO row (item, value) VALUES (?, ?)", (next(turns), b"\x82\x01\x02"))
        connection.execute("COMMIT")

    return save


def _orm(path: Path) -> Callable[[], None]:
    engine = create_engine("sqlite://", module=dbapi2, creator=lambda: _deferred(path))
    SQLModel.metadata.create_all(engine, tables=[BareRow.__table__])  # type: ignore[attr-defined]
    turns = count()

    def save() -> None:
        with Session(engine) as session:
            session.add(BareRow(item=next(turns), value=b"\x82\x01\x02"))
            session.commit()

    return save


def _deferred(path: Path) -> Driver:
    connection = connect(path, KEY)
    connection.isolation_level = "IMMEDIATE"
    return connection


if __name__ == "__main__":
    main()
