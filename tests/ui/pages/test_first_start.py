"""From the first start to the first answer, and back again."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_app.storage import queries
from desktop_app.storage.engine import driver_of, reading
from roadmap_core.assessment.answers import Choice
from tests.ui.pages.driving import Driver


def test_the_first_answer_needs_a_city_a_name_and_one_click(start, tmp_path: Path) -> None:
    driver: Driver = start()
    assert not driver.start_page.begin_button.isEnabled()
    driver.begin("kaga-jp", "M. Sato")
    assert driver.page.item == "ICT-01"
    driver.click(driver.question.question_pane.box.choices.card(3))
    assert driver.stored("ICT-01").answer == Choice(3)
    assert driver.says("Saved on this computer")


def test_the_first_answer_can_be_given_with_the_keyboard_alone(start) -> None:
    driver: Driver = start()
    assert driver.start_page.city_box.search.hasFocus()
    driver.key("medellin")
    driver.key(Qt.Key.Key_Down)
    for _ in range(10):
        if driver.start_page.official.hasFocus():
            break
        driver.key(Qt.Key.Key_Tab)
    driver.key("Ana")
    driver.key(Qt.Key.Key_Tab)
    assert driver.start_page.begin_button.hasFocus()
    driver.key(Qt.Key.Key_Return)
    driver.key("4")
    assert driver.stored("ICT-01").answer == Choice(3)
    assert queries.city(driver.store).city_id == "medellin-co"


def test_everything_is_there_after_closing_and_starting_again(start) -> None:
    first: Driver = start()
    first.begin("kaga-jp", "M. Sato")
    first.key("5")
    first.type(first.question.question_pane.note, "Since April.")
    first.quit()
    again: Driver = start()
    assert again.page.item == "ICT-01"
    assert again.question.question_pane.note.text() == "Since April."
    assert again.stored("ICT-01").answer == Choice(4)
    assert again.stored("ICT-01").note == "Since April."


def test_a_city_that_is_not_on_the_list_can_be_entered(start) -> None:
    driver: Driver = start()
    page = driver.start_page
    driver.click(driver.button("My city is not on the list"))
    driver.type(page.city_box.name, "Neustadt")
    page.city_box.country.setCurrentIndex(page.city_box.country.findData("DE"))
    driver.type(page.official, "E. Weber")
    driver.click(page.begin_button)
    city = queries.city(driver.store)
    assert (city.city_name, city.country) == ("Neustadt", "DE")
    assert driver.says("Germany")
    assert groups(driver) == (None, None)


def test_a_new_city_says_its_region_and_its_size(start) -> None:
    driver: Driver = start()
    page = driver.start_page
    driver.click(driver.button("My city is not on the list"))
    driver.type(page.city_box.name, "Neustadt")
    page.city_box.country.setCurrentIndex(page.city_box.country.findData("DE"))
    page.city_box.region.setCurrentText("Europe")
    page.city_box.size_class.setCurrentText("Under 250,000 residents")
    driver.program.appearance.choose_language("es")
    driver.events()
    page = driver.start_page
    assert page.city_box.region.currentData() == "Europe"
    driver.type(page.official, "E. Weber")
    driver.click(page.begin_button)
    assert groups(driver) == ("Europe", "S")


def groups(driver: Driver) -> tuple[str | None, str | None]:
    with reading(driver.store.engine) as connection:
        found = driver_of(connection).execute("SELECT region, size_class FROM city").fetchone()
    return found[0], found[1]


def test_a_button_that_cannot_be_pressed_says_what_is_missing(start) -> None:
    driver: Driver = start()
    assert driver.says("Choose your city to begin.")
    driver.type(driver.start_page.city_box.search, "kaga")
    driver.key(Qt.Key.Key_Down)
    assert driver.says("Say who you are to begin.")


def test_the_start_says_which_languages_a_machine_translated(start) -> None:
    driver: Driver = start()
    said = [text for text in driver.texts() if text.startswith("Machine translation, not yet checked by a person:")]
    assert len(said) == 1
    assert "\u65e5\u672c\u8a9e" in said[0]
    assert "English" not in said[0]


@pytest.mark.parametrize("typed", ["MEDELLIN", "medellín", "colombia", "加賀"])
def test_cities_are_found_in_any_spelling(start, typed: str) -> None:
    driver: Driver = start()
    driver.start_page.city_box.search.setText(typed)
    assert 0 < len(driver.start_page.city_box.list.texts()) < 5


def test_sample_data_is_labelled_on_every_page_and_left_with_one_click(start) -> None:
    driver: Driver = start()
    driver.click(driver.button("Try with sample data"))
    for key in ("overview", "roadmap", "question"):
        driver.window.go_to(key)
        driver.events()
        assert driver.says("Sample data"), key
    driver.window.go_to("join")
    driver.events()
    assert driver.says("The sample joins no city")
    assert not driver.view.connect_card.isVisible()
    assert queries.city(driver.store).is_sample
    driver.click(driver.button("Leave the sample"))
    assert queries.city(driver.store) is None
    assert not driver.says("Sample data")
