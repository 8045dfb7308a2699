"""A profile that opens with a passphrase asks for it in the window, again if it does not fit."""

import random

import pytest
from PySide6.QtCore import Qt

from desktop_app.identity.unlocking import NOTHING, Given
from desktop_app.identity.vault_format import FLOOR, Mode
from desktop_app.operations.protection import protect
from tests.ui.pages.driving import Driver

WORDS = "three herons by the canal"


def unlock(driver, text):
    view = driver.program.locking.view
    driver.type(view.passphrase, text)
    driver.key(Qt.Key.Key_Return)


@pytest.fixture
def kept(start, tmp_path) -> Driver:
    """Kaga's profile, begun and then protected with a passphrase; the window is open on it."""
    driver = start()
    driver.begin("kaga-jp", "M. Sato")
    driver.quit()
    protect(tmp_path / "profile", Mode.PASSPHRASE, NOTHING, Given(WORDS, cost=FLOOR), random.Random(1).randbytes)
    driver = start()
    assert driver.program.opened is None
    assert driver.says("Waymark is locked")
    unlock(driver, "three herons by the lake")
    assert driver.program.opened is None
    assert driver.says("does not fit")
    unlock(driver, WORDS)
    return driver


def test_a_locked_profile_opens_with_its_passphrase_and_not_before(kept):
    assert kept.program.opened is not None
    assert kept.window.has_city
    assert not kept.says("locked")
