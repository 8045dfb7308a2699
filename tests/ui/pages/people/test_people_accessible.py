"""The audit on people, computers and joining, in both themes, three languages, two sizes of text."""

import pytest

from desktop_app.settings import Settings, Theme, save_settings
from tests.ui import audit
from tests.ui.pages.driving import Driver
from tests.ui.pages.people.conftest import Kaga, join_page, people_page

LOOKS = (("en", (Theme.DARK, 200)), ("ar-XB", (Theme.DARK, 100)), ("en-XA", (Theme.LIGHT, 200)))


def look(driver: Driver, percent: int) -> None:
    driver.window.resize(*((1366, 768) if percent == 200 else (1024, 768)))
    driver.events()


@pytest.mark.parametrize(("language", "seen"), LOOKS)
def test_the_leads_page_passes_the_audit_with_all_its_cards(
    start, city: Kaga, language: str, seen: tuple[Theme, int]
) -> None:
    save_settings(city.sato, Settings(text_percent=seen[1], theme=seen[0]))
    driver: Driver = start(city.sato, language=language)
    look(driver, seen[1])
    view = people_page(driver)
    view.model.code = "ABCD"
    view.model.admit()
    view.model.ask_to_remove(next(one for one in view.model.view.computers if view.model.may_remove(one)))
    driver.events()
    found = audit.audit(driver.window)
    assert not found, audit.report(found)


@pytest.mark.parametrize(("language", "seen"), LOOKS[:2])
def test_a_removed_computers_pages_pass_the_audit(start, city: Kaga, language: str, seen: tuple[Theme, int]) -> None:
    save_settings(city.mori, Settings(text_percent=seen[1], theme=seen[0]))
    driver: Driver = start(city.mori, language=language)
    look(driver, seen[1])
    people_page(driver)
    found = audit.audit(driver.window)
    view = join_page(driver)
    assert view.back_card.isVisible()
    found += audit.audit(driver.window)
    assert not found, audit.report(found)


@pytest.mark.parametrize(("language", "seen"), LOOKS)
def test_both_pages_pass_the_audit_on_a_computer_that_waits(
    start, city: Kaga, language: str, seen: tuple[Theme, int]
) -> None:
    save_settings(city.abe, Settings(text_percent=seen[1], theme=seen[0]))
    driver: Driver = start(city.abe, language=language)
    look(driver, seen[1])
    people_page(driver)
    found = audit.audit(driver.window)
    view = join_page(driver)
    view.model.retype()
    driver.events()
    found += audit.audit(driver.window)
    assert not found, audit.report(found)
