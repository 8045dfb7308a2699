"""kill -9 at random moments of the real window at work (reliability.md, R4; row 40): digits, notes, undo, sending.

What the window had heard to be committed stands when the profile is opened again; what was being saved may stand too.
`make torture` kills 1,000 times.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import queries
from desktop_app.storage.engine import driver_of, reading
from roadmap_core.assessment.answers import Choice
from tests.fakes.computer import Computer
from tests.faults.window_at_work import QUESTIONS
from tests.server.running import RunningServer

KILLS = int(os.environ.get("WAYMARK_WINDOW_KILLS", "3"))
SEED = int(os.environ.get("WAYMARK_SEED", "0")) or random.randrange(1, 2**32)
BEGINNING = 60.0
"""Seconds that the window has on a loaded machine until it has saved something."""
pytestmark = pytest.mark.timeout(max(240, 30 * KILLS))
Field = tuple[str, str]


class Told:
    """What a window said before it was killed: by question and field what stood, and what it tried since.

    `past` is all that ever stood, since undo goes back across restarts.
    """

    def __init__(self, stood: dict[Field, object], past: dict[Field, list[object]]) -> None:
        self.stands, self.past = dict(stood), past
        for field, value in stood.items():
            self.past[field].append(value)
        self.tried: defaultdict[Field, list[object]] = defaultdict(list)
        self.is_undoing = False
        self.committed = 0

    def hear(self, line: str) -> None:
        match json.loads(line):
            case ["try", question, field, value]:
                self.tried[question, field].append(value)
            case ["undo"]:
                self.is_undoing = True
            case ["stands", question, answer, note]:
                self.committed += 1
                for field, value in (("answer", answer), ("note", note)):
                    self._stand((question, field), value)

    def _stand(self, field: Field, value: object) -> None:
        if value != self.stands[field]:
            self.stands[field] = value
            self.past[field].append(value)

    def may_stand(self, field: Field, value: object) -> bool:
        """Keys that were pressed may have been saved though nobody was told; of a text, a part."""
        if value == self.stands[field] or (self.is_undoing and value in self.past[field]):
            return True
        if field[1] == "note":
            return any(str(text).strip().startswith(str(value)) for text in self.tried[field])
        return value in self.tried[field]


def found(profile: Path) -> dict[Field, object]:
    """What stands, with the file looked through."""
    workspace = open_workspace(profile)
    values: dict[Field, object] = {}
    for question in QUESTIONS:
        view = queries.question(workspace.store, question)
        values[question, "answer"] = view.answer.option if isinstance(view.answer, Choice) else None
        values[question, "note"] = view.note
    with reading(workspace.engine) as connection:
        assert driver_of(connection).execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    workspace.close()
    return values


def killed(profile: Path, seed: int, told: Told) -> None:
    """Starts the window, lets it save something, and kills it somewhere in the next second."""
    command = [sys.executable, "-m", "tests.faults.window_at_work", str(profile), str(seed)]
    chance = random.Random(seed)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        end = time.monotonic() + BEGINNING
        while not told.committed:
            line = child.stdout.readline()
            assert line, f"the window ended by itself, seed {seed}"
            told.hear(line)
            assert time.monotonic() < end
        time.sleep(chance.random() * chance.choice((0.02, 0.2, 1.0)))
        child.kill()
        for line in child.stdout.read().splitlines(keepends=True):
            if line.endswith("\n"):
                told.hear(line)


def test_row_40_what_the_window_had_saved_is_there_after_kill_9_and_reaches_the_server_once(tmp_path: Path) -> None:
    print(f"seed {SEED}")
    chance, profile = random.Random(SEED), tmp_path / "kaga"
    with RunningServer(tmp_path / "server") as server:
        with Computer(profile, "M. Sato") as computer:
            computer.join_as_lead(server)
        stood, committed, past = found(profile), 0, defaultdict[Field, list[object]](list)
        for number in range(KILLS):
            told = Told(stood, past)
            killed(profile, chance.randrange(2**32), told)
            after = found(profile)
            wrong = {field: value for field, value in after.items() if not told.may_stand(field, value)}
            assert not wrong, (SEED, number, wrong, told.stands)
            stood, committed = after, committed + told.committed
        with Computer(profile) as computer:
            assert computer.send().problem == ""
        with server.server.database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM fork").scalar() == 0
            sent = connection.exec_driver_sql("SELECT count(*) FROM entry").scalar()
    print(f"{KILLS} kills: {committed} changes were told to be saved, none lost; {sent} entries on the server, no fork")
