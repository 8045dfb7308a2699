"""A profile that opens with a passphrase asks for it in the window, again if it does not fit."""

import random

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop_app.identity.unlocking import NOTHING, Given
from desktop_app.identity.vault_format import FLOOR, Mode
from desktop_app.operations.protection import protect
from desktop_app.ui.lock.passphrase_dialog import PassphraseDialog


def asking(driver):
    return next(found for found in driver.window.findChildren(PassphraseDialog) if found.isVisible())


def type_into(driver, text):
    field = asking(driver).findChild(QLineEdit)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_locked_profile_opens_with_its_passphrase_and_not_before(start, tmp_path):
    driver = start()
    driver.begin("kaga-jp", "M. Sato")
    driver.quit()
    given = Given("three herons by the canal", cost=FLOOR)
    protect(tmp_path / "profile", Mode.PASSPHRASE, NOTHING, given, random.Random(1).randbytes)
    driver = start()
    assert driver.program.opened is None
    assert "locked" in asking(driver).windowTitle()
    type_into(driver, "three herons by the lake")
    assert driver.program.opened is None
    assert "does not fit" in asking(driver).windowTitle()
    type_into(driver, given.passphrase)
    assert driver.program.opened is not None
    assert driver.window.has_city
