"""A field that saves by itself: after a pause, on leaving, never in the middle of a word that is being composed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.text_area import SETTLE_MS, TextArea
from tests.ui.audit import settle


@pytest.fixture
def area(qtbot: QtBot) -> TextArea:
    window = QWidget()
    layout = QVBoxLayout(window)
    area = TextArea("Note")
    layout.addWidget(area)
    layout.addWidget(QPushButton("Next"))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    area.setFocus()
    settle()
    return area


def test_the_text_is_sent_once_after_typing_stops(qtbot: QtBot, area: TextArea) -> None:
    sent: list[str] = []
    area.text_settled.connect(sent.append)
    QTest.keyClicks(area, "since April")
    assert sent == []
    qtbot.waitUntil(lambda: sent == ["since April"], timeout=SETTLE_MS * 3)
    area.settle()
    assert sent == ["since April"]


def test_leaving_the_field_sends_at_once(qtbot: QtBot, area: TextArea) -> None:
    QTest.keyClicks(area, "note")
    with qtbot.waitSignal(area.text_settled, timeout=SETTLE_MS // 2) as sent:
        QTest.keyClick(area, Qt.Key.Key_Tab)
    assert sent.args == ["note"]
    assert not area.hasFocus()


def test_nothing_is_sent_for_text_that_did_not_change(qtbot: QtBot, area: TextArea) -> None:
    area.show_text("as it was")
    with qtbot.assertNotEmitted(area.text_settled):
        QTest.keyClicks(area, "x")
        QTest.keyClick(area, Qt.Key.Key_Backspace)
        area.settle()


def test_nothing_is_sent_while_a_word_is_composed(qtbot: QtBot, area: TextArea) -> None:
    QTest.keyClicks(area, "a")
    with qtbot.assertNotEmitted(area.text_settled, wait=SETTLE_MS + 200):
        compose(area, "とう")
        area.settle()
    with qtbot.waitSignal(area.text_settled, timeout=SETTLE_MS * 3) as sent:
        commit(area, "東京")
    assert sent.args[0] in {"a東京", "東京a"}


def test_text_from_elsewhere_waits_while_somebody_types(area: TextArea) -> None:
    area.show_text("old")
    QTest.keyClicks(area, "mine ")
    assert not area.offer_text("theirs")
    assert "mine" in area.text()
    area.settle()
    assert area.offer_text("theirs")
    assert area.text() == "theirs"


def test_text_from_elsewhere_waits_while_a_word_is_composed(area: TextArea) -> None:
    compose(area, "とう")
    assert area.unsaved()
    assert not area.offer_text("theirs")
    commit(area, "東")
    assert area.text() == "東"


def compose(area: TextArea, text: str) -> None:
    QApplication.sendEvent(area, QInputMethodEvent(text, []))


def commit(area: TextArea, text: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(area, event)
