"""A crash while somebody types a long note without a pause (faults.md, row 65)."""

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets import text_area
from desktop_app.ui.widgets.text_area import TextArea


def test_row_65_typing_without_a_pause_is_handed_over_within_5_seconds(qtbot: QtBot) -> None:
    assert text_area.AT_LATEST_MS < 5_000
    area, sent = TextArea("Note"), []
    qtbot.addWidget(area)
    area.text_settled.connect(sent.append)
    QTest.keyClicks(area, "A long ")
    area._at_latest.setInterval(0)  # started anew by no later letter, it ends by itself
    area._timer.setInterval(60_000)  # there is no pause
    QTest.keyClicks(area, "note")
    qtbot.waitUntil(lambda: sent[-1:] == ["A long note"])
    QTest.keyClicks(area, " goes on")
    qtbot.waitUntil(lambda: sent[-1] == "A long note goes on")
    assert not area.unsaved()
