"""Widgets that wrap and stack: rows, panes, pages, headers, long words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets import accessible
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.number_field import NumberField
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.scroll_page import ScrollPage
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.stage_bar import StageBar
from desktop_app.ui.widgets.text_view import TextView
from desktop_app.ui.widgets.wrap_label import WrapLabel
from tests.ui.audit import settle
from tests.ui.widgets.conftest import Dress

LONG = "Count tenders for software, websites, devices and public kiosks; a promise to improve later does not count."


def show(qtbot: QtBot, widget: QWidget, width: int, height: int = 300) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    settle()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_rows_break_where_the_width_ends_and_start_where_reading_starts(
    qtbot: QtBot, dress: Dress, direction: str
) -> None:
    dress("light", direction, 1.0)
    holder = QWidget()
    flow = FlowLayout(holder, gap=10)
    boxes = [QLabel(str(number)) for number in range(4)]
    for box in boxes:
        box.setFixedSize(100, 20)
        flow.addWidget(box)
    show(qtbot, holder, 330)
    starts = [box.x() if direction == "ltr" else 330 - box.x() - 100 for box in boxes]
    assert starts == [0, 110, 220, 0]
    assert boxes[3].y() == 30
    assert flow.heightForWidth(330) == 50
    assert flow.heightForWidth(100) == 110


def test_a_wrapped_label_keeps_its_height_on_a_scrolled_page(qtbot: QtBot) -> None:
    page = QWidget()
    flow = FlowLayout(page)
    label = WrapLabel(LONG * 5)
    flow.addWidget(label)
    scroll = ScrollPage(page)
    show(qtbot, scroll, 300, 100)
    assert label.height() >= label.heightForWidth(label.width())
    assert page.height() > scroll.viewport().height()


def test_a_page_of_text_alone_takes_the_focus_so_that_it_can_be_scrolled(qtbot: QtBot) -> None:
    page = QWidget()
    FlowLayout(page).addWidget(WrapLabel(LONG * 9))
    scroll = ScrollPage(page, "Terms")
    show(qtbot, scroll, 300, 100)
    assert scroll.focusPolicy() == Qt.FocusPolicy.StrongFocus
    QTest.keyClick(scroll, Qt.Key.Key_PageDown)
    assert scroll.verticalScrollBar().value() > 0


def test_markup_in_a_text_is_shown_as_it_was_typed(qtbot: QtBot) -> None:
    label = WrapLabel("<b>not bold</b> & <img src='x'>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_panes_stand_below_each_other_in_a_narrow_window_and_with_large_text(qtbot: QtBot, dress: Dress) -> None:
    split = StackingSplit(stack_below=90)
    split.add_pane(QLabel("one"))
    split.add_pane(QLabel("two"))
    show(qtbot, split, 1000)
    assert not split.stacked()
    split.resize(400, 300)
    settle()
    assert split.stacked()
    split.resize(1000, 300)
    settle()
    assert not split.stacked()
    dress("light", "ltr", 2.0)
    settle()
    assert split.stacked()


def test_actions_go_below_the_title_when_there_is_no_room(qtbot: QtBot) -> None:
    header = PageHeader("Sending and receiving", "Everything is safe on this computer.")
    button = header.add_action("Save to a USB stick", "primary")
    show(qtbot, header, 1000)
    title = header.findChild(Heading)
    assert button.mapTo(header, button.rect().center()).y() < header.height() * 0.8
    beside = button.mapTo(header, button.rect().topLeft()).x()
    assert beside > title.mapTo(header, title.rect().topRight()).x()
    header.resize(260, 300)
    settle()
    assert button.mapTo(header, button.rect().topLeft()).y() > title.mapTo(header, title.rect().bottomLeft()).y()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_long_address_wraps_inside_its_width(qtbot: QtBot, dress: Dress, direction: str) -> None:
    dress("light", direction, 1.0)
    view = TextView("https://city.example/" + "a" * 300, "Where")
    show(qtbot, view, 200, 400)
    assert view.minimumSizeHint().width() < 200
    assert view.heightForWidth(200) > 4 * view.fontMetrics().height()
    lines = view.document().firstBlock().layout()
    widest = max(lines.lineAt(number).naturalTextWidth() for number in range(lines.lineCount()))
    assert widest <= view.viewport().width()
    assert view.horizontalScrollBar().maximum() == 0
    assert view.heightForWidth(200) >= view.blockBoundingRect(view.document().firstBlock()).height()


def test_a_heading_and_a_stage_say_what_they_are(qtbot: QtBot) -> None:
    heading, bar = Heading("Receipts"), StageBar(["None", "Planned", "Written"], 1, "Planned, first of two stages")
    qtbot.addWidget(heading)
    qtbot.addWidget(bar)
    found = QAccessible.queryAccessibleInterface(heading)
    assert (found.role(), found.text(QAccessible.Text.Name)) == (QAccessible.Role.Heading, "Receipts")
    assert QAccessible.queryAccessibleInterface(bar).text(QAccessible.Text.Name) == "Planned, first of two stages"


def test_an_error_is_shown_read_and_taken_back(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    monkeypatch.setattr(accessible.QAccessible, "updateAccessibility", said.append)
    row = FieldRow("Inhabitants", NumberField(""), "As counted last.")
    qtbot.addWidget(row)
    row.set_error("Write a number.")
    assert row.field.accessibleDescription() == "Write a number."
    assert row.field.property("state") == "error"
    assert len(said) == 1
    row.set_error("")
    assert row.field.accessibleDescription() == "As counted last."
    assert row.field.property("state") == ""


def test_an_announcement_is_urgent_only_if_asked(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    monkeypatch.setattr(accessible.QAccessible, "updateAccessibility", said.append)
    button = QPushButton("x")
    qtbot.addWidget(button)
    announce(button, "Saved")
    announce(button, "Not saved: the disk is full", urgent=True)
    politeness = QAccessible.AnnouncementPoliteness
    assert [event.politeness() for event in said] == [politeness.Polite, politeness.Assertive]  # type: ignore[attr-defined]


def test_a_view_is_chosen_with_arrows_and_new_words_keep_it(qtbot: QtBot) -> None:
    choice = SegmentedChoice("Which cities", [("all", "All"), ("region", "My region")])
    show(qtbot, choice, 400, 60)
    choice.activateWindow()
    first, second = choice.findChildren(type(choice.findChild(QWidget)))
    first.setFocus()
    settle()
    with qtbot.waitSignal(choice.value_picked) as picked:
        QTest.keyClick(first, Qt.Key.Key_Right)
    assert picked.args == ["region"]
    assert second.hasFocus()
    choice.set_options([("all", "Alle"), ("region", "Meine Region")])
    assert choice.value() == "region"


def test_a_pill_takes_another_state(qtbot: QtBot) -> None:
    pill = Pill("Draft", "neutral")
    qtbot.addWidget(pill)
    pill.set_status("Signed off", "good")
    assert (pill.text(), pill.property("tone")) == ("Signed off", "good")
