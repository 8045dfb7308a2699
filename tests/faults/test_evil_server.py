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


def test_there_are_at_least_forty_lies_and_each_is_told() -> None:
    assert len(EVERY_LIE) >= 40
    told = {name.split("_")[2] for name in globals() if name.startswith("test_row_")}
    assert told == {lie.row for lie in EVERY_LIE}


def about(row: str) -> pytest.MarkDecorator:
    """All lies about a row of faults.md."""
    return pytest.mark.parametrize("lie", [one for one in EVERY_LIE if one.row == row], ids=lambda lie: lie.name)


@about("38")
def test_row_38_nobody_removes_a_lead_or_objects_in_anothers_name(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("75")
def test_row_75_no_reply_is_taken_that_is_larger_than_allowed(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("78")
def test_row_78_nothing_counts_as_sent_that_the_server_dropped(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("79")
def test_row_79_no_place_is_believed_that_no_good_head_proves(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("80")
def test_row_80_a_head_that_contradicts_is_kept_as_evidence_and_work_goes_on(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("81")
def test_row_81_what_nobody_admitted_writes_changes_nothing(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("82")
def test_row_82_private_parts_and_keys_that_the_server_adds_are_left_alone(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("83")
def test_row_83_what_the_server_announces_without_the_root_key_is_left_alone(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("84")
def test_row_84_an_entry_counts_once_and_in_the_order_of_the_log(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("91")
def test_row_91_a_new_epoch_is_no_way_to_rewrite_what_was(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("94")
def test_row_94_a_token_that_opens_nothing_costs_nothing_but_a_word(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("107")
def test_row_107_a_file_that_nobody_named_is_not_shown(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


@about("120")
def test_row_120_nothing_is_erased_that_nobody_erased(scene: Deceived, lie: Lie) -> None:
    _is_not_believed_and_leaves_nothing_behind(scene, lie)


def _is_not_believed_and_leaves_nothing_behind(scene: Deceived, lie: Lie) -> None:
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
    scene.assert_nobody_else_decides()
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
