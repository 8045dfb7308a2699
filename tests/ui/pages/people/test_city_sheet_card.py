"""The recovery sheet of the city's keys in the window: a lead's, shown, and typed in groups that know their place."""

import pytest

from desktop_app.operations import city_sheet
from desktop_app.settings import Settings, Theme, save_settings
from desktop_app.ui.lock.sheet_paper import document
from tests.ui import audit
from tests.ui.pages.driving import Driver
from tests.ui.pages.people.conftest import Kaga


@pytest.mark.parametrize(("language", "percent"), [("en", 100), ("en-XA", 200)])
def test_a_lead_prints_the_sheet_and_types_it_and_a_wrong_group_says_which(
    start, city: Kaga, language, percent
) -> None:
    save_settings(city.sato, Settings(text_percent=percent, theme=Theme.DARK))
    driver: Driver = start(city.sato, language=language)
    rows = city_sheet.city_sheet(driver.program.opened.workspace)
    driver.window.go_to("settings")
    driver.events()
    card = driver.view.city_sheet
    driver.click(card.show_button)
    assert list(card.groups.shown) == rows
    assert all(row in document(card.paper(rows)).toPlainText() for row in rows)
    driver.click(card.hide_button)
    assert not card.groups.shown
    driver.click(card.type_button)
    fields = card.typed.fields
    assert len(fields) == len(rows), "as many as the city has keys"
    wrong = rows[14][:4] + ("0" if rows[14][4] != "0" else "1")
    card.typed._type(0, " ".join([*rows[:14], wrong, *rows[15:]]))
    driver.click(card.read_button)
    assert fields[14].hasFocus()
    assert "error" in (fields[14].property("state"), fields[13].property("state"))
    assert not fields[13].property("state")
    found = audit.audit(driver.window)
    assert not found, audit.report(found)
    fields[14].clear()
    driver.type(fields[14], rows[14])
    driver.click(card.read_button)
    assert card.typed is None
    assert card._city.was_read


def test_who_is_no_lead_sees_nothing_of_it(start, city: Kaga) -> None:
    driver: Driver = start(city.ito)
    driver.window.go_to("settings")
    driver.events()
    assert not driver.view.city_sheet.isVisible()
