"""A number in the digits of whoever types it."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.number_field import NumberField


@pytest.mark.parametrize("typed", ["12345", "12,345", "١٢٣٤٥", "\uff11\uff12\uff13\uff14\uff15", "१२३४५"])
def test_digits_of_every_script_are_the_same_number(qtbot: QtBot, typed: str) -> None:
    field = NumberField("Inhabitants")
    qtbot.addWidget(field)
    field.setText(typed)
    with qtbot.waitSignal(field.value_settled) as sent:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert sent.args == [Decimal(12345)]
    assert field.text() == "12,345"


def test_what_is_no_number_stays_to_be_mended_and_is_not_sent(qtbot: QtBot) -> None:
    field = NumberField("Inhabitants", Decimal(5))
    qtbot.addWidget(field)
    field.setText("about five")
    with qtbot.assertNotEmitted(field.value_settled):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "about five"
    assert field.property("state") == "error"
    field.setText("")
    with qtbot.waitSignal(field.value_settled) as sent:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert sent.args == [None]
    assert field.property("state") == ""
