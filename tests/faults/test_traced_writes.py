"""Power loss under the unmodified encrypted program: its own traced writes, played back (reliability.md, R3; row 41).

`make torture` opens more images. Needs strace; without it these tests say so and are skipped.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.errors import AppError
from desktop_app.operations.answers import write_note
from desktop_app.operations.workspace import open_workspace
from desktop_app.presentation.opening import close_folder, open_folder
from desktop_app.storage import queries
from tests.faults.power import session, traced
from tests.unit.desktop.profiles import open_computer

ROOT = Path(__file__).resolve().parents[2]
IMAGES = int(os.environ.get("WAYMARK_TRACED_IMAGES", "150"))
SEED = int(os.environ.get("WAYMARK_SEED", "0")) or random.randrange(1, 2**32)
SAVES = max(12, IMAGES // 15)
WEAKER = """
import sys
from pathlib import Path
from desktop_app.storage import engine
from tests.faults.power import session
engine._WITH_LOG = ("journal_mode=WAL", "synchronous=NORMAL")
session.main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
"""
pytestmark = [
    pytest.mark.skipif(bool(traced.why_not()), reason=traced.why_not() or "it is there"),
    pytest.mark.timeout(max(180, IMAGES)),
]


@pytest.fixture
def profile(tmp_path):
    computer = open_computer(tmp_path / "kaga")
    write_note(computer.workspace, session.QUESTION, "0 ", ())
    computer.workspace.close()
    return tmp_path / "kaga"


class Replay:
    """Plays a trace, and opens what a power loss may leave after each sync, change of a name, and word on the screen.

    Attributes:
        acknowledged: the number of the last note that was called saved.
        found: images by "whole", "lost", "corrupt"; `first` says what was wrong with the first that was not whole.
    """

    def __init__(self, profile, left, images):
        self.model, self.left, self.images = traced.TracedFolder(profile), left, images
        self.chance, self.acknowledged = random.Random(SEED), 0
        self.found, self.first = {"whole": 0, "lost": 0, "corrupt": 0}, ""

    def play(self, calls):
        points, number = sum(self._is_point(call) for call in calls), 0
        torn = max(1, -(-self.images // points) - 2)  # besides all and nothing of what was not synced
        wanted = min(self.images // (torn + 2), points)
        for call in calls:
            is_due = self._is_point(call) and wanted * (number + 1) // points > wanted * number // points
            number += self._is_point(call)
            for _ in range(torn if is_due else 0):
                self._open(self.model.image(self.chance), number)
            if is_word(call):
                self._hear(call.texts[0].decode())
            else:
                self.model.take(call)
            if is_due:
                for image in (self.model.image(None), self.model.image(None, keeps_all=True)):
                    self._open(image, number)

    def _hear(self, text):
        """A session counts; a verb saves one note and says so when it has closed the profile."""
        if text.startswith("saved "):
            self.acknowledged = int(text.split()[1])
        elif text.startswith("Saved on this computer"):
            self.acknowledged = 1

    def _is_point(self, call):
        names = ("fsync", "fdatasync", "rename", "unlink", "ftruncate")
        where = call.path or (call.texts[0].decode() if call.texts else "")
        is_ours = where.startswith(str(self.model.folder)) and not where.endswith("-shm")
        return is_word(call) or (call.name in names and is_ours)

    def _open(self, image, number):
        traced.lay_down(image, self.left)
        verdict = self._judge()
        self.found[verdict] += 1
        if verdict != "whole" and not self.first:
            self.first = f"seed {SEED}, call {number}, after note {self.acknowledged}: {verdict}"

    def _judge(self):
        try:
            workspace = open_workspace(self.left)
        except AppError:
            return "corrupt"
        try:
            note = int(queries.question(workspace.store, session.QUESTION).note.split()[0])
        finally:
            workspace.close()
        return "whole" if note in (self.acknowledged, self.acknowledged + 1) else "lost"


def is_word(call):
    """Something that a person reads."""
    return call.name == "write" and call.handle == 1


def calls_of(tmp_path, *words):
    trace = tmp_path / "trace"
    command = traced.command(trace, [sys.executable, *words])
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -9), done.stderr
    return list(traced.calls(trace))


def told(name, replay):
    found = replay.found
    print(f"{name}, seed {SEED}: {sum(found.values())} images, {found['lost']} lost, {found['corrupt']} corrupt")


def test_row_41_what_the_real_process_called_saved_survives_a_power_loss_at_every_sync(profile, tmp_path):
    replay = Replay(profile, tmp_path / "left", IMAGES)
    replay.play(calls_of(tmp_path, "-m", "tests.faults.power.session", str(profile), str(SAVES), "closed"))
    told(f"traced session, {SAVES} saves", replay)
    assert replay.acknowledged == SAVES
    assert sum(replay.found.values()) >= min(IMAGES * 0.9, SAVES * 3)
    assert replay.found["lost"] + replay.found["corrupt"] == 0, replay.first


def test_row_41_a_verb_of_the_console_survives_a_power_loss_at_every_sync(profile, tmp_path):
    replay = Replay(profile, tmp_path / "left", 60)
    words = ("-m", "desktop_app", "note", session.QUESTION, "1 Council decision", "--profile", str(profile))
    replay.play(calls_of(tmp_path, *words))
    told("traced verb", replay)
    assert sum(replay.found.values()) >= 15
    assert replay.found["lost"] + replay.found["corrupt"] == 0, replay.first
    close_folder(open_folder(tmp_path / "left", is_sample=False))


def test_the_replay_sees_what_weaker_settings_lose(profile, tmp_path):
    replay = Replay(profile, tmp_path / "left", 60)
    replay.play(calls_of(tmp_path, "-c", WEAKER, str(profile), "12", "killed"))
    told("traced session, NORMAL", replay)
    assert replay.found["lost"] > 0
