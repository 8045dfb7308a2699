"""The lock screen: nothing is to be seen or found behind it, nothing that was typed is lost by it (rows 66 and 67)."""

import gc
import random
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.identity.unlocking import NOTHING, Given
from desktop_app.identity.vault_format import FLOOR, Mode
from desktop_app.operations.backups import make_backup
from desktop_app.operations.protection import protect
from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import open_workspace
from desktop_app.presentation import locked, opening
from desktop_app.presentation.idle import SLEPT_SECONDS, Idle
from desktop_app.presentation.locked import LONGEST_WAIT_SECONDS, wait_after
from desktop_app.settings import Settings, load_settings, save_settings
from desktop_app.ui.incident import IncidentDialog
from desktop_app.ui.lock.lock_view import LockView
from desktop_app.ui.single_instance import SingleInstance
from tests.fakes.os_key_store import FakeKeyStore
from tests.ui import audit
from tests.ui.pages.driving import Driver
from tests.ui.pages.test_closing import killed_while_typing

pytestmark = pytest.mark.usefixtures("quick_passphrases")

WORDS = "three herons by the canal"
NOTE = "Half a sentence about the tender"


class Watches:
    """Two clocks that are set by hand: the steady one, and the one on the wall."""

    def __init__(self) -> None:
        self.steady = self.wall = 1000.0

    def idle(self) -> Idle:
        return Idle(steady=lambda: self.steady, wall=lambda: self.wall)


def screen(driver: Driver) -> LockView:
    view = driver.program.locking.view
    assert view is not None
    return view


def unlock(driver: Driver, text: str) -> None:
    driver.type(screen(driver).passphrase, text)
    driver.key(Qt.Key.Key_Return)


def all_texts(window: QWidget) -> str:
    """What the window shows, and what it tells those who don't see it."""
    parts = [window.windowTitle(), window.windowFilePath()]
    for widget in window.findChildren(QWidget):
        interface = QAccessible.queryAccessibleInterface(widget) if widget.isVisible() else None
        if interface is not None:
            kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
            parts += [interface.text(kind) for kind in kinds]
    return "\n".join(parts)


def protected(profile: Path) -> None:
    """Kaga's, with keys that no other test has; it opens with a passphrase, on the first question."""
    workspace = open_workspace(profile)
    begin(workspace, CityChoice("kaga-jp", "Kaga", "JP"), "M. Sato")
    save_settings(profile, Settings(last_view="question", last_item=workspace.instrument.questions[0].id))
    workspace.close()
    protect(profile, Mode.PASSPHRASE, NOTHING, Given(WORDS, cost=FLOOR), random.Random(1).randbytes)


@pytest.fixture
def kept(start, tmp_path) -> Driver:
    """Kaga's profile, protected with a passphrase; the window is open on it."""
    protected(tmp_path / "profile")
    driver: Driver = start()
    assert driver.program.opened is None
    assert driver.says("Waymark is locked")
    unlock(driver, "three herons by the lake")
    assert driver.program.opened is None
    assert driver.says("does not fit")
    unlock(driver, WORDS)
    assert driver.program.opened is not None
    assert not driver.says("locked")
    return driver


def test_what_is_locked_shows_nothing_holds_no_key_and_gives_back_all_that_was_typed(kept):
    """And whoever starts the program a second time is at the lock screen."""
    kept.window.go_to("question", "ICT-05")
    kept.events()
    kept.type(kept.question.question_pane.note, NOTE)
    kept.question.question_pane.box.field("numerator").setFocus()
    kept.key("8")
    secrets = kept.program.opened.workspace.keys.secrets
    keys = {secrets.database_key, secrets.seed, secrets.seed[:32], secrets.seed[32:]}
    del secrets
    assert who_holds(keys)
    gc.freeze()  # as the program does at its start
    assert "Kaga" in all_texts(kept.window)
    kept.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert kept.program.opened is None
    said = all_texts(kept.window)
    assert "Waymark is locked" in said
    assert not [part for part in ("Kaga", "Sato", "ICT", "tender", "questionnaire", "8") if part in said]
    assert kept.window.windowTitle() == "Waymark"
    assert who_holds(keys) == []
    for keys_pressed in (Qt.Key.Key_K, Qt.Key.Key_Z):
        kept.key(keys_pressed, Qt.KeyboardModifier.ControlModifier)
    kept.window.go_to("overview")
    instance = SingleInstance(kept.program.folder)
    instance.listen()
    instance.called.connect(kept.window.bring_to_front)
    with kept.qtbot.waitSignal(instance.called):
        assert SingleInstance(kept.program.folder).is_second()
    instance.close()
    assert screen(kept).passphrase.hasFocus()
    assert all_texts(kept.window) == said
    unlock(kept, WORDS)
    kept.events()
    assert kept.page.item == "ICT-05"
    assert kept.question.question_pane.note.toPlainText() == NOTE
    assert kept.question.question_pane.box.field("numerator").text() == "8"


def test_what_is_typed_to_join_and_to_admit_is_there_after_the_lock_too(kept):
    kept.window.go_to("join")
    kept.events()
    kept.type(kept.view.connect_card.address, "https://alliance.example")
    kept.type(kept.view.connect_card.invitation, "7K3M")
    kept.window.go_to("people")
    kept.events()
    kept.view.model.code = "90PD"
    kept.program.locking.lock()
    unlock(kept, WORDS)
    kept.events()
    assert kept.view.model.code == "90PD"
    kept.window.go_to("join")
    kept.events()
    assert kept.view.connect_card.address.text() == "https://alliance.example"
    assert kept.view.connect_card.invitation.text() == "7K3M"


def who_holds(keys: set[bytes]) -> list[object]:
    """What refers to one of these, among all that Python knows of and the tuples that it doesn't watch."""
    gc.unfreeze()
    return [one for one in gc.get_objects() if one is not keys and holds(one, keys, 3)]


def holds(one: object, keys: set[bytes], depth: int) -> bool:
    parts = gc.get_referents(one)
    if any(type(part) is bytes and part in keys for part in parts):
        return True
    return depth > 0 and any(
        holds(part, keys, depth - 1) for part in parts if type(part) is tuple and not gc.is_tracked(part)
    )


def test_row_66_a_window_that_locks_itself_keeps_the_form_and_shows_it_after_unlocking(kept):
    kept.type(kept.question.question_pane.note, NOTE)
    kept.program.locking.idle.too_long.emit()
    assert kept.program.opened is None
    assert NOTE.encode() not in b"".join(path.read_bytes() for path in kept.program.folder.rglob("*") if path.is_file())
    unlock(kept, WORDS)
    assert kept.question.question_pane.note.toPlainText() == NOTE


def test_row_66_half_an_answer_is_there_after_kill_9_of_a_locked_program(start, tmp_path):
    profile = tmp_path / "killed"
    killed_while_typing(profile, "locked", "locked")
    again: Driver = start(profile=profile)
    again.window.go_to("question", "ICT-05")
    again.events()
    assert again.question.question_pane.box.field("numerator").text() == "8"


def test_row_66_what_can_not_be_saved_is_hidden_and_stays_where_it_is_till_the_profile_is_unlocked(kept, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop_app.operations.answers.write_note", full)
    kept.type(kept.question.question_pane.note, NOTE)
    kept.program.locking.lock()
    kept.events()
    assert "tender" not in all_texts(kept.window)
    assert kept.says("still open behind this screen")
    unlock(kept, "three herons by the lake")
    assert kept.says("does not fit")
    unlock(kept, WORDS)
    assert kept.question.question_pane.note.toPlainText() == NOTE
    assert kept.says("Not saved: the disk is full")
    monkeypatch.undo()


def test_row_67_a_computer_that_slept_is_locked_when_it_wakes_before_anything_is_typed():
    for clock in ("steady", "wall"):
        watches, said = Watches(), []
        idle = watches.idle()
        idle.too_long.connect(lambda said=said: said.append("locked"))
        idle.watch(60)
        setattr(watches, clock, getattr(watches, clock) + SLEPT_SECONDS)
        assert not idle.touch(), "the key that woke it is not typed into the page"
        idle.look()
        assert said == ["locked"]


def test_row_67_a_clock_that_jumps_back_keeps_no_window_open():
    watches, said = Watches(), []
    idle = watches.idle()
    idle.too_long.connect(lambda: said.append("locked"))
    idle.watch(5)
    watches.wall -= 10 * 365 * 86400
    for _ in range(29):
        watches.steady += 10
        idle.look()
    assert said == []
    watches.steady += 10
    idle.look()
    assert said == ["locked"]


def test_row_67_sending_ends_with_the_lock_and_goes_on_after_it(kept):
    stopped = []

    class Sending:
        def stop(self):
            stopped.append("sending")

    kept.program._exchange = Sending()
    kept.program.locking.lock()
    assert stopped == ["sending"]
    assert kept.program._exchange is None
    kept.program._sends = True
    unlock(kept, WORDS)
    assert kept.program._exchange is not None


def test_who_works_is_not_locked_out_and_who_chose_so_never_is():
    watches, said = Watches(), []
    idle = watches.idle()
    idle.too_long.connect(lambda: said.append("locked"))
    idle.watch(5)
    for _ in range(100):
        watches.steady += 60
        watches.wall += 60
        assert idle.touch()
    idle.watch(0)
    watches.steady += 10**6
    assert idle.touch()
    idle.look()
    assert said == []


def test_keys_and_clicks_count_as_work_and_one_that_comes_too_late_goes_nowhere(kept):
    watches = Watches()
    idle = kept.program.locking.idle
    idle._clocks = (lambda: watches.steady, lambda: watches.wall)
    idle.watch(5)
    note = kept.question.question_pane.note
    note.setFocus()
    handle = kept.window.windowHandle()
    for _ in range(10):
        watches.steady += 60
        QTest.keyClick(handle, "a")
    assert note.toPlainText() == "a" * 10
    watches.steady += 300
    QTest.keyClick(handle, "b")
    kept.events()
    assert kept.program.opened is None
    unlock(kept, WORDS)
    assert kept.question.question_pane.note.toPlainText() == "a" * 10


def test_wrong_passphrases_make_the_next_one_wait_longer_and_longer(kept):
    kept.program.locking.lock()
    view, model = screen(kept), kept.program.locking.model
    for _ in range(4):
        unlock(kept, "three herons by the lake")
        while model.wait_seconds:
            assert not view.unlock.isEnabled()
            assert kept.says("Try again in")
            model.second_passed()
    assert [wait_after(wrong) for wrong in range(1, 7)] == [0, 0, 2, 4, 8, 16]
    assert wait_after(100) == LONGEST_WAIT_SECONDS
    unlock(kept, WORDS)
    assert kept.program.opened is not None


@pytest.mark.parametrize("refusal", [None, RuntimeError("locked")], ids=["gives the key", "refuses first"])
def test_a_profile_in_the_systems_key_store_opens_with_a_plain_button(start, monkeypatch, refusal):
    store = FakeKeyStore()
    for module in (opening, locked):
        monkeypatch.setattr(module, "system_keys", store.keys)
    driver: Driver = start()
    driver.begin("kaga-jp", "M. Sato")
    protect(driver.program.folder, Mode.SYSTEM, NOTHING, Given(os_keys=store.keys()))
    driver.click(driver.button("Lock the window (Ctrl+L)"))
    assert driver.program.opened is None
    assert not screen(driver).passphrase.isVisible()
    store.refuses = refusal
    driver.click(screen(driver).unlock)
    if refusal is not None:
        assert driver.says("(E-KEYRING")
        assert driver.program.opened is None
        store.refuses = None
        driver.click(screen(driver).unlock)
    assert driver.program.opened is not None


def test_the_time_is_chosen_in_the_settings_and_holds_after_a_restart(kept):
    assert kept.program.locking.idle._minutes == 10
    kept.window.go_to("settings")
    kept.events()
    kept.click(kept.button("15 minutes"))
    assert kept.program.locking.idle._minutes == 15
    kept.click(kept.button("Never"))
    assert load_settings(kept.program.folder).lock_minutes == 0
    kept.click(kept.button("Lock now"))
    unlock(kept, WORDS)
    kept.events()
    assert kept.button("Never").isChecked()
    assert kept.program.locking.idle._minutes == 0


def test_a_damaged_profile_with_a_passphrase_is_mended_with_it(kept, start):
    kept.key("4")
    make_backup(kept.program.folder, keys=kept.program.opened.workspace.keys)
    kept.quit()
    database = kept.program.folder / "waymark.sqlite3"
    database.write_bytes(database.read_bytes()[:5000] + bytes(5000))
    driver = start()
    driver.expects_incident = True
    unlock(driver, WORDS)
    dialog = driver.window.findChild(IncidentDialog)
    assert "E-DAMAGED" in dialog.informativeText()
    driver.click(next(button for button in dialog.buttons() if button.text() == "Restore now"))
    assert driver.program.opened is not None
    assert driver.stored("ICT-01").answer is not None
    dialog.close()


@pytest.mark.parametrize(("language", "percent"), [("en-XA", 200), ("ar", 100)])
def test_the_lock_screen_passes_the_audit_with_the_sheet_too(start, tmp_path, language, percent):
    protected(tmp_path / "profile")
    driver: Driver = start(language=language)
    driver.program.appearance.choose_text_percent(percent)
    driver.events()
    found = {"locked": audit.audit(driver.window)}
    screen(driver)._show_sheet()
    driver.events()
    found["sheet"] = audit.audit(driver.window)
    QApplication.processEvents()
    assert not any(found.values()), found
