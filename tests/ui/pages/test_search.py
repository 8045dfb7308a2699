"""Ctrl+K finds anything: what is asked, and what people wrote."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView

from desktop_app.operations import answers, citations, meetings, plans
from desktop_app.settings import Settings, Theme, save_settings
from desktop_app.ui.shell.search_palette import SearchPalette
from desktop_app.ui.widgets.two_line_delegate import SECOND
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.assessment.meetings import Meeting, Outcome, Point
from tests.ui import audit
from tests.ui.pages.driving import Driver, press

CTRL = Qt.KeyboardModifier.ControlModifier


def palette(driver: Driver) -> SearchPalette:
    found = driver.window.findChild(SearchPalette)
    assert found is not None, "the search is not open"
    assert found.isVisible()
    return found


def searched(driver: Driver, words: str) -> list[tuple[str, str]]:
    """Title and second line of what is found, after Ctrl+K and typing."""
    driver.key(Qt.Key.Key_K, CTRL)
    press(palette(driver).findChild(QLineEdit), words)
    driver.events()
    rows = palette(driver).findChild(QListView).model()
    return [(rows.index(at, 0).data(), rows.index(at, 0).data(SECOND)) for at in range(rows.rowCount())]


def noted(driver: Driver, question: str, note: str) -> None:
    assert driver.program.opened is not None
    answers.write_note(driver.program.opened.workspace, question, note, ())


def test_a_word_of_a_note_leads_to_its_question(kaga: Driver) -> None:
    noted(kaga, "ICT-06", "The <b>Harbour</b> office keeps\nthe register.")
    ((title, second),) = searched(kaga, "register harbour")
    assert title.startswith("ICT-06")
    assert second == "Note: The <b>Harbour</b> office keeps the register."
    kaga.key(Qt.Key.Key_Return)
    assert kaga.question.model.item == "ICT-06"
    assert kaga.window.findChild(SearchPalette) is None


def test_what_is_typed_and_not_saved_yet_is_found(kaga: Driver) -> None:
    kaga.go("ICT-03")
    kaga.type(kaga.question.question_pane.note, "Quarterly sluice inspection")
    assert searched(kaga, "sluice")[0][0].startswith("ICT-03")


def test_what_is_cited_leads_to_its_question(kaga: Driver) -> None:
    assert kaga.program.opened is not None
    workspace = kaga.program.opened.workspace
    citations.cite(workspace, ["ICT-04"], citations.new_citation(workspace, "Ordinance on sluices"))
    ((title, second),) = searched(kaga, "ordinance sluices")
    assert (title[:6], second) == ("ICT-04", "Evidence: Ordinance on sluices")


def test_case_accents_and_the_order_of_words_do_not_count(kaga: Driver) -> None:
    noted(kaga, "ICT-02", "Señalización de la CALLE Ángel")
    assert len(searched(kaga, "angel SENALIZACION")) == 1


def test_an_action_of_a_plan_leads_to_its_plan(kaga: Driver) -> None:
    assert kaga.program.opened is not None
    plans.add_plan_action(kaga.program.opened.workspace, "ICT", "Ask the quay master", "Ozu")
    ((_, second),) = searched(kaga, "quay")
    assert second == "Action of the plan: Ask the quay master Ozu"
    kaga.key(Qt.Key.Key_Return)
    assert kaga.program.frame.place is not None
    assert (kaga.program.frame.place.page, kaga.program.frame.place.item) == ("plan", "ICT")


def test_arrows_choose_while_typing_goes_on(kaga: Driver) -> None:
    noted(kaga, "ICT-02", "as on the roadmap")
    found = searched(kaga, "roadma")
    assert found[0] == ("Roadmap", "Page"), "titles come first"
    kaga.key("p")
    many = palette(kaga).findChild(QListView)
    assert many.currentIndex().row() == 0
    kaga.key(Qt.Key.Key_Down)
    assert many.currentIndex().row() == 1
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_by_mouse_a_page_is_opened(kaga: Driver) -> None:
    kaga.click(kaga.button("Find anything (Ctrl+K)"))
    press(palette(kaga).findChild(QLineEdit), "Communit")
    kaga.events()
    rows = palette(kaga).findChild(QListView)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.model().index(0, 0)).center())
    kaga.events()
    assert kaga.program.frame.place is not None
    assert kaga.program.frame.place.page == "community"


def test_nothing_found_is_said_and_escape_leaves_everything_as_it_was(kaga: Driver) -> None:
    kaga.go("ICT-03")
    assert searched(kaga, "zzyzx") == []
    said = [label.text() for label in palette(kaga).findChildren(WrapLabel)]
    assert "Nothing has all these words. Try fewer, or a part of a word." in said
    kaga.key(Qt.Key.Key_Return)
    assert palette(kaga).isVisible()
    kaga.key(Qt.Key.Key_Escape)
    assert kaga.window.findChild(SearchPalette) is None
    assert kaga.question.model.item == "ICT-03"


def test_before_there_is_a_city_there_is_nothing_to_find(start) -> None:
    driver: Driver = start()
    driver.key(Qt.Key.Key_K, CTRL)
    assert driver.window.findChild(SearchPalette) is None


@pytest.mark.parametrize(
    ("language", "theme", "percent", "words"),
    [("en", Theme.LIGHT, 200, "policy"), ("en-XA", Theme.DARK, 200, "ICT"), ("ar", Theme.DARK, 100, "ICT")],
)
def test_the_search_passes_the_audit(
    start, tmp_path, empty_profile, language: str, theme: Theme, percent: int, words: str
) -> None:
    profile = tmp_path / "profile"
    save_settings(profile, Settings(text_percent=percent, theme=theme))
    for name in ("waymark.sqlite3", "device.vault"):
        (profile / name).write_bytes((empty_profile / name).read_bytes())
    driver: Driver = start(language=language)
    driver.program.open_profile("sample")
    driver.events()
    assert searched(driver, words)
    found = audit.audit(palette(driver))
    assert not found, audit.report(found)


def test_what_a_meeting_decided_leads_to_its_minutes(kaga: Driver) -> None:
    assert kaga.program.opened is not None
    workspace, key = kaga.program.opened.workspace, bytes(range(16))
    meetings.begin_meeting(workspace, "ICT", Meeting(key, "2026-05-31", "A. Mori"), {})
    point = Point(key, "ICT-02", Outcome.DECIDED, "Ask the harbour office", "B. Ito")
    meetings.write_point(workspace, "ICT", point, (), {})
    ((title, second),) = searched(kaga, "harbour ito")
    assert title.startswith("ICT accessibility")
    assert second == "Meeting: Ask the harbour office B. Ito"
    kaga.key(Qt.Key.Key_Return)
    assert kaga.says("1 of 12 decided")
    assert kaga.view.minutes.isVisible()
