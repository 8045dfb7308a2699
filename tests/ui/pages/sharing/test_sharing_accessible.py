"""The audit on sending, two answers and community."""

import pytest

from desktop_app.settings import save_settings
from tests.ui import audit
from tests.ui.looks import LOOKS, Look, note
from tests.ui.pages.driving import Driver
from tests.ui.pages.sharing.conftest import Kept
from tests.ui.pages.sharing.test_community_page import received, status

PLACES = (("sending", ""), ("contested", ""), ("contested", "ICT-06"), ("contested", "ICT-03"), ("community", ""))


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_pass_the_audit(start, both: Kept, look: Look) -> None:
    save_settings(both.sato, look.settings)
    driver: Driver = start(both.sato, language=look.language)
    driver.window.resize(*look.window)
    received(driver, status(is_sample=True))
    for page, item in PLACES:
        driver.window.go_to(page, item)
        driver.events()
        found = audit.audit(driver.window)
        note(f"{page} {item}", look, found)
        assert not found, f"{page} {item} {audit.report(found)}"
