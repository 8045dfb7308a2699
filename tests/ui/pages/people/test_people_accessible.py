"""The audit on people, computers and joining."""

from pathlib import Path

import pytest

from desktop_app.settings import save_settings
from tests.ui import audit
from tests.ui.looks import LOOKS, Look, note
from tests.ui.pages.driving import Driver
from tests.ui.pages.people.conftest import Kaga, join_page, people_page


def opened(start, profile: Path, look: Look) -> Driver:
    save_settings(profile, look.settings)
    driver: Driver = start(profile, language=look.language)
    driver.window.resize(*look.window)
    driver.events()
    return driver


def audited(driver: Driver, page: str, look: Look) -> list[audit.Finding]:
    found = audit.audit(driver.window)
    note(page, look, found)
    return found


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_leads_page_passes_the_audit_with_all_its_cards(start, city: Kaga, look: Look) -> None:
    driver = opened(start, city.sato, look)
    view = people_page(driver)
    view.model.code = "ABCD"
    view.model.admit()
    view.model.ask_to_remove(next(one for one in view.model.view.computers if view.model.may_remove(one)))
    driver.events()
    found = audited(driver, "people of a lead", look)
    assert not found, audit.report(found)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_removed_computers_pages_pass_the_audit(start, city: Kaga, look: Look) -> None:
    driver = opened(start, city.mori, look)
    people_page(driver)
    found = audited(driver, "people of a removed computer", look)
    view = join_page(driver)
    assert view.back_card.isVisible()
    found += audited(driver, "join of a removed computer", look)
    assert not found, audit.report(found)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_both_pages_pass_the_audit_on_a_computer_that_waits(start, city: Kaga, look: Look) -> None:
    driver = opened(start, city.abe, look)
    people_page(driver)
    found = audited(driver, "people of a computer that waits", look)
    view = join_page(driver)
    view.model.retype()
    driver.events()
    found += audited(driver, "join of a computer that waits", look)
    assert not found, audit.report(found)
