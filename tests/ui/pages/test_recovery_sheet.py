"""The recovery sheet in the window: shown, printed, put away, and typed where nothing else opens the profile."""

import random

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop_app.identity.recovery_sheet import ROWS
from desktop_app.identity.unlocking import NOTHING, Given
from desktop_app.identity.vault_format import FLOOR, Mode
from desktop_app.operations.protection import mode_of, protect, recovery_sheet
from desktop_app.presentation import locked, opening, protecting
from desktop_app.settings import load_settings
from desktop_app.ui.settings.settings_view import SettingsView
from tests.fakes.os_key_store import FakeKeyStore
from tests.ui import audit
from tests.ui.pages.driving import Driver

pytestmark = pytest.mark.usefixtures("quick_passphrases")

WORDS, OTHERS = "three herons by the canal", "seven lanterns in the harbour"


@pytest.fixture
def store(monkeypatch) -> FakeKeyStore:
    """The key store of this computer."""
    store = FakeKeyStore()
    for module in (opening, protecting, locked):
        monkeypatch.setattr(module, "system_keys", store.keys)
    return store


@pytest.fixture
def kaga(start, store) -> Driver:
    driver: Driver = start()
    driver.begin("kaga-jp", "M. Sato")
    return driver


def settings(driver: Driver) -> SettingsView:
    driver.window.go_to("settings")
    driver.events()
    assert isinstance(driver.view, SettingsView)
    return driver.view


def test_the_sheet_comes_with_the_passphrase_is_saved_and_is_on_the_screen_no_longer(kaga, tmp_path, monkeypatch):
    view = settings(kaga)
    for field in (view.protection.new, view.protection.again):
        kaga.type(field, WORDS)
    kaga.click(view.protection.use_passphrase)
    rows = recovery_sheet(kaga.program.folder, Given(WORDS))
    assert list(view.sheet.groups.shown) == rows
    assert len(rows) == ROWS
    assert any(rows[7] in text for text in kaga.texts())
    assert not any(audit.audit(kaga.window))
    kaga.window.go_to("overview")
    kaga.events()
    assert kaga.says("There is no recovery sheet yet")
    view = settings(kaga)
    assert view.sheet.groups.shown == ()
    kaga.type(view.sheet.passphrase, "three herons by the lake")
    kaga.click(view.sheet.show_button)
    assert kaga.says("The passphrase does not fit")
    assert view.sheet.groups.shown == ()
    kaga.type(view.sheet.passphrase, WORDS)
    kaga.click(view.sheet.show_button)
    assert list(view.sheet.groups.shown) == rows
    assert not view.sheet.passphrase.text()
    unwritable = tmp_path / "none" / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(unwritable), ""))
    kaga.click(view.sheet.save_button)
    assert kaga.says("(E-IO)")
    assert not load_settings(kaga.program.folder).has_sheet
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "sheet"), ""))
    kaga.click(view.sheet.save_button)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert load_settings(kaga.program.folder).has_sheet
    kaga.program.locking.lock()
    assert not any(row in text for row in rows for text in kaga.texts())
    view = kaga.program.locking.view
    kaga.type(view.passphrase, WORDS)
    kaga.click(view.unlock)
    assert settings(kaga).sheet.groups.shown == ()
    kaga.window.go_to("overview")
    kaga.events()
    assert not kaga.says("There is no recovery sheet yet")


def test_a_profile_whose_key_is_gone_from_the_key_store_is_opened_with_its_sheet(kaga, start, store):
    profile = kaga.program.folder
    kaga.window.go_to("question", "ICT-05")
    kaga.events()
    kaga.type(kaga.question.question_pane.note, "Ask the port first")
    kaga.quit()
    protect(profile, Mode.SYSTEM, NOTHING, Given(os_keys=store.keys()))
    rows = recovery_sheet(profile, Given(os_keys=store.keys()))
    store.kept.clear()
    driver: Driver = start()
    view = driver.program.locking.view
    assert driver.says("is not in the system's key store")
    driver.click(view.use_sheet)
    form, fields = view.sheet, view.sheet.groups.fields
    wrong = rows[3][:4] + ("0" if rows[3][4] != "0" else "1")
    for place in range(3):
        driver.type(fields[place], rows[place].lower())
        assert fields[place + 1].hasFocus()
    driver.type(fields[3], wrong)
    assert driver.says("Group 4 does not fit its last sign.")
    assert fields[3].hasFocus()
    fields[4].setFocus()
    fields[4].setText("")
    form.groups._type(4, "\n".join(f"{n} {row}" for n, row in enumerate(rows[4:], 5)))
    for field in (form.new, form.again):
        driver.type(field, OTHERS)
    driver.click(form.use_passphrase)
    assert driver.program.opened is None
    assert fields[3].hasFocus()
    fields[3].clear()
    driver.type(fields[3], rows[3])
    assert not driver.says("Group 4")
    assert not any(audit.audit(driver.window))
    driver.click(form.use_passphrase)
    assert driver.program.opened is not None
    assert mode_of(profile) is Mode.PASSPHRASE
    assert driver.stored("ICT-05").note == "Ask the port first"


def test_a_forgotten_passphrase_is_replaced_by_the_key_store_with_the_sheet_and_a_strange_sheet_opens_nothing(
    kaga, start, store
):
    profile = kaga.program.folder
    kaga.quit()
    protect(profile, Mode.PASSPHRASE, NOTHING, Given(WORDS, cost=FLOOR), random.Random(1).randbytes)
    rows = recovery_sheet(profile, Given(WORDS))
    opening.close_folder(opening.open_folder(profile.with_name("another"), is_sample=False))
    strange = recovery_sheet(profile.with_name("another"), Given(os_keys=store.keys()))
    driver: Driver = start()
    view = driver.program.locking.view
    driver.click(view.use_sheet)
    for typed, says in ((strange, "not the recovery sheet of this profile"), (rows[:-1], "The sheet is not complete")):
        view.sheet.groups.clear()
        view.sheet.groups._type(0, "\n".join(typed))
        driver.click(view.sheet.use_system)
        assert driver.program.opened is None
        assert driver.says(says)
    view.sheet.groups._type(0, "\n".join(rows))
    driver.click(view.sheet.use_system)
    assert driver.program.opened is not None
    assert mode_of(profile) is Mode.SYSTEM
