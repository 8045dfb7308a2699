"""The thread that keeps second copies, and the button that mends a damaged profile."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.operations import health
from desktop_app.operations.answers import give_answer
from desktop_app.operations.backups import backups_of, make_backup
from desktop_app.operations.outbox import journal_of
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import Workspace, open_workspace
from desktop_app.presentation import keeper
from desktop_app.presentation.background import DatabaseThread
from desktop_app.presentation.change_bus import ChangeBus
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.keeper import Keeper
from desktop_app.presentation.places import Navigator
from desktop_app.program import Program
from desktop_app.storage import backups, queries
from desktop_app.storage.engine import driver_of, transaction
from desktop_app.storage.outbox_journal import OutboxJournal
from roadmap_core.assessment.answers import Choice


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(tmp_path / "profile")
    begin(opened, CityChoice("kaga-jp", "Kaga", "JP"), "M. Sato")
    yield opened
    opened.close()


@pytest.fixture
def desk(workspace: Workspace, qapp: QApplication) -> Iterator[Desk]:
    background = DatabaseThread()
    yield Desk(workspace, background, ChangeBus(), Navigator())
    background.close()


def test_a_change_is_in_the_journal_soon_and_the_day_gets_its_backup_when_nothing_happens(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "GATHER_SECONDS", 0.01)
    monkeypatch.setattr(keeper, "IDLE_SECONDS", 0.01)
    profile = desk.workspace.profile
    keeping = Keeper(desk)
    keeping.start()
    try:
        qtbot.waitUntil(lambda: len(backups_of(profile)) == 1, timeout=20_000)
        before = len(journal_of(profile).held)
        desk.act(lambda workspace: give_answer(workspace, "ICT-01", Choice(3), ()))
        qtbot.waitUntil(lambda: len(journal_of(profile).held) == before + 1, timeout=20_000)
    finally:
        keeping.stop()
    assert len(backups_of(profile)) == 1


def test_saving_goes_on_while_a_backup_and_the_journal_wait_for_their_disk(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow stick, an antivirus: whatever the second copies wait for, a save doesn't."""
    disk, reached = threading.Event(), threading.Event()

    def slow(*_arguments: object) -> None:
        reached.set()
        disk.wait()

    monkeypatch.setattr(keeper, "GATHER_SECONDS", 0.01)
    monkeypatch.setattr(OutboxJournal, "write", slow)
    keeping = Keeper(desk)
    keeping.start()
    try:
        assert reached.wait(20)
        saved: list[bool] = []
        desk.act(lambda workspace: give_answer(workspace, "ICT-01", Choice(3), ()), done=lambda: saved.append(True))
        qtbot.waitUntil(lambda: bool(saved), timeout=20_000)
    finally:
        disk.set()
        keeping.stop()


def test_a_backup_that_shows_damage_is_told_and_a_full_disk_is_not(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping = Keeper(desk)
    told: list[str] = []
    keeping.failed.connect(lambda error: told.append(error.holes["reason"]))
    keeping._is_begun = True
    for error in (OSError(28, "No space left on device"), backups.AppError("E-DAMAGED")):

        def fails(*_arguments: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(backups, "_copy", fails)
        keeping._attempt(keeping._back_up)
    assert told == ["E-DAMAGED"]


def test_a_file_that_cannot_be_looked_at_ends_no_second_copies(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that was pulled out: the thread that keeps copies goes on and looks again."""
    keeping = Keeper(desk)
    keeping._is_begun = True
    elsewhere = desk.workspace.profile.with_name("elsewhere.sqlite3")
    monkeypatch.setattr(health.paths, "database_file", lambda _profile: elsewhere)
    keeping._attempt(keeping._check)
    monkeypatch.undo()
    keeping._attempt(keeping._level)
    assert journal_of(desk.workspace.profile).held


def test_the_weekly_check_runs_when_nothing_happens_and_tells_in_a_sentence_what_it_put_right(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "GATHER_SECONDS", 0.01)
    monkeypatch.setattr(keeper, "IDLE_SECONDS", 0.01)
    give_answer(desk.workspace, "ICT-01", Choice(3), ())
    seal_drafts(desk.workspace)
    with transaction(desk.workspace.engine) as connection:
        driver_of(connection).execute("DELETE FROM register WHERE facet = 1 AND item > 0")
    keeping, told = Keeper(desk), []
    keeping.failed.connect(lambda error: told.append(error.words))
    keeping.start()
    try:
        qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    finally:
        keeping.stop()
    assert [words.title for words in told] == ["The weekly check put something right"]
    assert queries.question(desk.workspace.store, "ICT-01").answer == Choice(3)
    assert not health.is_due(desk.workspace.profile, desk.workspace.clock())


def test_row_46_a_damaged_profile_is_mended_by_one_button_and_opens(
    qtbot: QtBot, qapp: QApplication, workspace: Workspace
) -> None:
    profile = workspace.profile
    give_answer(workspace, "ICT-01", Choice(3), ())
    make_backup(profile)
    workspace.close()
    (profile / "waymark.sqlite3").write_text("Minutes of the council\n" * 500)
    qapp.setProperty("test_look", "changed by a program")
    program = Program(qapp, profile, DatabaseThread(), language="en", sends=False)
    program.window.show()
    opened: list[bool] = []
    program.when_open(lambda: opened.append(True))
    program.open_profile("own")
    (dialog,) = program.window.findChildren(QMessageBox)
    qtbot.waitUntil(dialog.isVisible, timeout=20_000)
    assert "E-DAMAGED" in dialog.informativeText()
    button(dialog, "Restore now").click()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert "E-RESTORED" in dialog.informativeText()
    assert not button(dialog, "Restore now").isVisible()
    assert program.opened is not None
    assert queries.question(program.opened.workspace.store, "ICT-01").answer == Choice(3)
    dialog.close()
    with qtbot.waitSignal(program.window.closing):
        program.window.close()
    program.window.deleteLater()


def button(dialog: QMessageBox, text: str) -> QAbstractButton:
    return next(one for one in dialog.buttons() if one.text() == text)
