"""The history page in the whole window: opened from a question by mouse and key, two days compared."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.ui.history.history_view import HistoryView
from tests.ui.pages.driving import Driver


def view(driver: Driver) -> HistoryView:
    assert isinstance(driver.view, HistoryView)
    return driver.view


def cells(table) -> list[list[str]]:
    model = table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def answered(kaga: Driver) -> None:
    for key in ("2", "4"):
        kaga.key(key)
    kaga.type(kaga.question.question_pane.note, "Council decision <b>12</b>")
    kaga.key(Qt.Key.Key_Escape)


def test_from_a_question_by_mouse_and_back_by_key(kaga: Driver) -> None:
    answered(kaga)
    kaga.click(kaga.button("History of this answer"))
    rows = cells(view(kaga).written)
    assert {(row[0], row[4]) for row in rows} == {("Adopted", "Stands"), ("Note: Council decision <b>12</b>", "Stands")}
    assert all("M. Sato" in row[3] for row in rows)
    assert [row[1:] for row in cells(view(kaga).compared)] == [["No answer", "Adopted"]]
    kaga.key(Qt.Key.Key_Return)  # the focus is on the way back
    assert kaga.page.item == "ICT-01"


def test_where_nothing_was_written_it_says_so(kaga: Driver) -> None:
    kaga.click(kaga.button("History of this answer"))
    assert kaga.says("Nothing was written here yet.")
    kaga.click(kaga.button("All questions"))
    assert kaga.says("Between these two days no answer changed.")


def test_all_differences_stand_by_policy_and_a_row_opens_its_question(kaga: Driver) -> None:
    answered(kaga)
    kaga.go("ICT-02")
    kaga.key("2")
    kaga.window.go_to("history")
    kaga.events()
    compared = view(kaga).compared
    assert ["ICT-01" in row[0] for row in cells(compared)] == [True, False]
    compared.setFocus()
    compared.setCurrentIndex(compared.model().index(1, 0))
    QTest.keyClick(compared, Qt.Key.Key_Return)
    kaga.events()
    assert kaga.page.item == "ICT-02"


def test_other_days_are_typed_and_what_is_no_day_is_said(kaga: Driver) -> None:
    answered(kaga)
    kaga.window.go_to("history")
    kaga.events()
    last = view(kaga).fields.field("last")
    last.selectAll()
    kaga.type(last, (datetime.now(UTC).date() - timedelta(days=30)).isoformat())
    kaga.key(Qt.Key.Key_Return)
    assert kaga.says("Between these two days no answer changed.")
    last.selectAll()
    kaga.type(last, "some day")
    kaga.key(Qt.Key.Key_Return)
    assert kaga.says("Write the day as year-month-day")


def test_an_answer_that_is_undone_leaves_the_page_at_once(kaga: Driver) -> None:
    answered(kaga)
    kaga.click(kaga.button("History of this answer"))
    kaga.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [row[0] for row in cells(view(kaga).written)] == ["Adopted"]
