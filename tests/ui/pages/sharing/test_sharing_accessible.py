"""The audit on sending, two answers and community, in both themes, three languages, two sizes of text."""

from itertools import product

import pytest

from desktop_app.settings import Settings, Theme, save_settings
from tests.ui import audit
from tests.ui.pages.driving import Driver
from tests.ui.pages.sharing.conftest import Kept
from tests.ui.pages.sharing.test_community_page import received, status

PLACES = (("sending", ""), ("contested", ""), ("contested", "ICT-06"), ("contested", "ICT-03"), ("community", ""))
LOOKS = list(product(("en", "ar-XB", "en-XA"), (Theme.LIGHT, Theme.DARK), (100, 200)))


@pytest.mark.parametrize(("language", "theme", "percent"), LOOKS)
def test_the_pages_pass_the_audit(start, both: Kept, language: str, theme: Theme, percent: int) -> None:
    save_settings(both.sato, Settings(text_percent=percent, theme=theme))
    driver: Driver = start(both.sato, language=language)
    driver.window.resize(*((1366, 768) if percent == 200 else (1024, 768)))
    received(driver, status(is_sample=True))
    for page, item in PLACES:
        driver.window.go_to(page, item)
        driver.events()
        found = audit.audit(driver.window)
        assert not found, f"{page} {item} {audit.report(found)}"
