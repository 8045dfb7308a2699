"""The list of pages: one Tab stop, arrows move without opening, Enter opens."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.nav_list import NavList, NavText
from tests.ui.audit import settle, walk

ENTRIES = [
    NavText("a", "Overview", "overview"),
    NavText("b", "Review & sign-off"),
    NavText("c", "Settings", section="More"),
]


@pytest.fixture
def nav(qtbot: QtBot) -> NavList:
    nav = NavList("Pages", ENTRIES)
    qtbot.addWidget(nav)
    nav.show()
    nav.activateWindow()
    settle()
    return nav


def test_arrows_move_and_enter_opens(qtbot: QtBot, nav: NavList) -> None:
    nav.item("a").setFocus()
    with qtbot.assertNotEmitted(nav.page_chosen):
        QTest.keyClick(nav.item("a"), Qt.Key.Key_Down)
    assert nav.item("b").hasFocus()
    assert nav.current_key() == "a"
    with qtbot.waitSignal(nav.page_chosen) as chosen:
        QTest.keyClick(nav.item("b"), Qt.Key.Key_Space)
    assert chosen.args == ["b"]
    assert nav.current_key() == "b"


def test_arrows_go_round(nav: NavList) -> None:
    nav.item("a").setFocus()
    QTest.keyClick(nav.item("a"), Qt.Key.Key_Up)
    assert nav.item("c").hasFocus()


def test_tab_stops_at_the_open_page_alone(nav: NavList) -> None:
    nav.set_current("b")
    seen, trapped = walk(nav)
    assert seen == [nav.item("b")]
    assert trapped is None


def test_the_counter_is_read_in_words(nav: NavList) -> None:
    nav.set_count("b", "4", "4 answers wait")
    item = QAccessible.queryAccessibleInterface(nav.item("b"))
    assert item.text(QAccessible.Text.Name) == "Review & sign-off"
    assert item.text(QAccessible.Text.Description) == "4 answers wait"


def test_new_words_keep_the_open_page(nav: NavList) -> None:
    nav.set_current("c")
    nav.set_entries([NavText("a", "Übersicht"), NavText("c", "Einstellungen")])
    assert nav.current_key() == "c"


@pytest.mark.parametrize("rtl", [False, True])
def test_the_word_stands_beside_its_icon(qapp: QApplication, nav: NavList, rtl: bool) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    item = nav.item("a")
    item.set_label("نظرة عامة" if rtl else "Overview")
    nav.set_current("b")  # a row that is not chosen has no ground of its own
    nav.resize(400, 300)
    settle()
    inked = _columns_with_ink(item.grab().toImage().convertToFormat(QImage.Format.Format_RGB32))
    if rtl:
        inked = {item.width() - 1 - column for column in inked}
    assert min(inked) < 30
    assert 40 < max(inked) < item.width() / 2


def _columns_with_ink(image: QImage) -> set[int]:
    ground = image.pixel(image.width() // 2, 1)
    return {
        column
        for column in range(image.width())
        if any(image.pixel(column, row) != ground for row in range(4, image.height() - 4))
    }
