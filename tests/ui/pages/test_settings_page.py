"""The page about this computer: backups by mouse and keyboard, back to one with nothing lost, the list of keys."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from desktop_app.operations import backups as keep
from desktop_app.presentation import settings_page
from desktop_app.ui.settings.settings_view import SettingsView
from roadmap_core.assessment.answers import Choice
from tests.ui.pages.driving import Driver
from tests.ui.pages.sharing.conftest import tab_to


def page(driver: Driver) -> SettingsView:
    driver.window.go_to("settings")
    driver.events()
    assert isinstance(driver.view, SettingsView)
    return driver.view


def begun(start, tmp_path: Path) -> Driver:  # type: ignore[no-untyped-def]
    driver: Driver = start()
    driver.begin("kaga-jp", "M. Sato")
    driver.expects_incident = True
    return driver


def test_going_back_to_a_backup_keeps_what_was_answered_since(start, tmp_path) -> None:
    kaga = begun(start, tmp_path)
    kaga.window.go_to("question", "ICT-01")
    kaga.key("4")
    view = page(kaga)
    assert kaga.says("the first one comes by itself")
    kaga.click(view.backups.make_button)
    (back,) = view.backups.back_buttons
    kaga.window.go_to("question", "ICT-02")
    kaga.key("2")
    view = page(kaga)
    (back,) = view.backups.back_buttons
    kaga.click(back)
    assert view.backups.question.keep_button.hasFocus(), "the harmless way out"
    assert kaga.says("Go back to the backup of")
    tab_to(kaga, "Go back to this backup")
    kaga.key(Qt.Key.Key_Return)
    (dialog,) = kaga.window.findChildren(QMessageBox)
    assert dialog.isVisible()
    assert "E-RESTORED" in dialog.informativeText()
    dialog.close()
    kaga.events()
    assert kaga.window.has_city
    assert kaga.stored("ICT-01").answer == Choice(3)
    assert kaga.stored("ICT-02").answer == Choice(1), "from the second copy"


def test_the_question_about_a_backup_is_taken_back(start, tmp_path) -> None:
    kaga = begun(start, tmp_path)
    view = page(kaga)
    kaga.click(view.backups.make_button)
    kaga.click(view.backups.back_buttons[0])
    kaga.click(view.backups.question.keep_button)
    assert not view.backups.question.isVisible()
    assert kaga.window.has_city


def test_a_backup_that_cannot_be_made_is_told_beside_the_button(start, tmp_path, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise keep.AppError("E-BACKUP", reason="E-DISK")

    kaga = begun(start, tmp_path)
    view = page(kaga)
    monkeypatch.setattr(settings_page.keep, "make_backup", full)
    kaga.click(view.backups.make_button)
    assert kaga.says("(E-BACKUP)")
    assert view.backups.make_button.isEnabled()


def test_a_damaged_backup_is_told_and_the_profile_is_open_again(start, tmp_path) -> None:
    kaga = begun(start, tmp_path)
    view = page(kaga)
    kaga.click(view.backups.make_button)
    assert view.model.backups
    view.model.backups[0].path.write_bytes(b"minutes of the council")
    kaga.click(view.backups.back_buttons[0])
    kaga.click(view.backups.question.back_button)
    (dialog,) = kaga.window.findChildren(QMessageBox)
    assert dialog.isVisible()
    assert "E-BACKUP-DAMAGED" in dialog.informativeText()
    dialog.close()
    kaga.events()
    assert kaga.window.has_city


def test_f1_opens_the_list_of_keys_and_it_is_read_out(start, tmp_path) -> None:
    kaga = begun(start, tmp_path)
    kaga.window.go_to("overview")
    kaga.key(Qt.Key.Key_F1)
    kaga.events()
    assert isinstance(kaga.view, SettingsView)
    assert kaga.view.keys.print_button.hasFocus()
    assert "Ctrl+K: Find" in kaga.view.keys.print_button.accessibleDescription()
    assert "Next question" in kaga.view.keys.document().toPlainText()


def test_the_sample_city_offers_no_backups(start, tmp_path) -> None:
    driver: Driver = start()
    driver.program.open_profile("sample")
    view = page(driver)
    assert not view.backups.isVisible()
    assert view.keys.isVisible()
