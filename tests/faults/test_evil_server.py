"""A server that was taken over tells every lie that somebody thought of (faults.md, rows 75, 78 to 84, 91, 94; R11).

It has the real database and the real log key (tests/fakes/evil_server.py). Each lie is told to a real profile thrice in
a row, with honest rounds before and behind; WAYMARK_LIES=1,3,5 tells it once, thrice and five times.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from tests.fakes.deceived import Deceived
from tests.fakes.evil_server import EvilServer, Lie
from tests.fakes.lies.every import EVERY_LIE
from tests.server.running import RunningServer

TIMES = tuple(int(times) for times in os.environ.get("WAYMARK_LIES", "3").split(","))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("real") / "server") as running:
        yield running


class Scenes:
    """A scene serves for as many lies as it has questions, while it ends as after an honest run."""

    def __init__(self, real: RunningServer, folder: Path) -> None:
        self._real, self._folder = real, folder
        self._numbers = count()
        self._opened: ExitStack | None = None
        self._scene: Deceived | None = None

    def scene(self) -> Deceived:
        if self._scene is None or not self._scene.is_settled or self._scene.questions_left < 20:
            self.close()
            name = f"kaga-{next(self._numbers)}"
            self._opened = ExitStack()
            evil = self._opened.enter_context(EvilServer(self._real))
            self._scene = self._opened.enter_context(Deceived(self._real, evil, self._folder / name, name))
        self._scene.begin()
        return self._scene

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()


@pytest.fixture(scope="module")
def scenes(real: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenes]:
    found = Scenes(real, tmp_path_factory.mktemp("scenes"))
    yield found
    found.close()


@pytest.fixture
def scene(scenes: Scenes) -> Deceived:
    return scenes.scene()


def test_there_are_at_least_forty_lies() -> None:
    assert len(EVERY_LIE) >= 40


@pytest.mark.parametrize("lie", EVERY_LIE, ids=lambda lie: lie.name)
def test_a_lie_is_not_believed_and_leaves_nothing_behind(scene: Deceived, lie: Lie) -> None:
    for times in TIMES:
        scene.both_write()
        _deceive(scene, lie, times)
        scene.assert_work_goes_on()
        _settle(scene, lie)
    scene.is_settled = True


def _deceive(scene: Deceived, lie: Lie, times: int) -> None:
    waited = scene.waiting
    scene.evil.tell(lie)
    for number in range(times):
        scene.evil.lying_round = number
        if lie.restarts:
            scene.restart()
        if lie.documents:
            scene.ask_for_documents()
        outcome = scene.aiko.poll()
        assert outcome.problem == lie.code(number), f"in lying round {number}"
        scene.assert_no_place_is_believed(lie)
        if outcome.problem:
            scene.assert_words(outcome.problem)
        if outcome.problem.startswith("E-HEAD-"):
            scene.assert_evidence(outcome.problem)
    scene.assert_no_value_is_forged_or_gone()
    if lie.is_taken:
        assert scene.waiting == 0
    elif not lie.forks and not lie.refuses and "" not in lie.codes:
        assert scene.waiting == waited, "something counts as sent"
    scene.evil.be_honest()
    assert scene.evil.lies_told >= (1 if lie.path != "/v1/cities/" else 0)


def _settle(scene: Deceived, lie: Lie) -> None:
    problem = scene.aiko.poll().problem
    assert problem.startswith(lie.after) if lie.after else problem == ""
    if problem:
        scene.assert_words(problem)
        assert scene.aiko.status.problem == problem
        scene.assert_no_place_is_believed(lie)
    if lie.heals == "epoch":
        scene.real.new_epoch()
    if lie.heals == "restart":
        scene.restart()
    scene.aiko.poll()
    assert scene.aiko.poll().problem == ""
    scene.assert_settled()
