"""Choosing one of several answers by mouse, arrows and digits."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.choice_group import ChoiceGroup, ChoiceText
from tests.ui.audit import settle

CHOICES = [
    ChoiceText(0, "Not yet", "nothing exists"),
    ChoiceText(1, "Planned", "an owner and a date"),
    ChoiceText(2, "In all tenders"),
    ChoiceText("no", "Not applicable", key="0"),
]


@pytest.fixture
def group(qtbot: QtBot) -> ChoiceGroup:
    group = ChoiceGroup("Do suppliers report?", CHOICES)
    qtbot.addWidget(group)
    group.show()
    group.activateWindow()
    group.focus_chosen()
    settle()
    return group


@pytest.mark.parametrize(("key", "value"), [("2", 1), ("٢", 1), ("२", 1), ("\uff12", 1), ("0", "no")])
def test_a_digit_of_any_script_chooses(qtbot: QtBot, group: ChoiceGroup, key: str, value: object) -> None:
    with qtbot.waitSignal(group.value_picked) as picked:
        QTest.keyClicks(group.card(0), key) if key.isascii() else group.choose_key(key)
    assert picked.args == [value]
    assert group.value() == value


def test_a_digit_without_a_choice_does_nothing(qtbot: QtBot, group: ChoiceGroup) -> None:
    with qtbot.assertNotEmitted(group.value_picked):
        QTest.keyClicks(group.card(0), "9x")
    assert group.value() is None


def test_a_digit_does_not_choose_what_is_switched_off(group: ChoiceGroup) -> None:
    group.card(1).setEnabled(False)
    assert not group.choose_key("2")


def test_arrows_go_from_answer_to_answer(qtbot: QtBot, group: ChoiceGroup) -> None:
    QTest.keyClicks(group.card(0), "1")
    with qtbot.waitSignal(group.value_picked) as picked:
        QTest.keyClick(group.card(0), Qt.Key.Key_Down)
    assert picked.args == [1]
    assert group.card(1).hasFocus()


def test_a_click_anywhere_on_the_card_chooses(qtbot: QtBot, group: ChoiceGroup) -> None:
    card = group.card(2)
    with qtbot.waitSignal(group.value_picked):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().bottomRight() - card.rect().center() / 8)
    assert group.value() == 2


def test_showing_an_answer_tells_nobody(qtbot: QtBot, group: ChoiceGroup) -> None:
    with qtbot.assertNotEmitted(group.value_picked):
        group.set_value(1)
        group.set_value(None)
    assert group.value() is None


def test_new_words_keep_what_was_chosen(group: ChoiceGroup) -> None:
    group.set_value(1)
    group.set_choices([ChoiceText(1, "Geplant"), ChoiceText(5, "Neu")])
    assert group.value() == 1
    assert group.card(1).label() == "Geplant"


def test_a_screen_reader_hears_a_radio_button_with_its_meaning(group: ChoiceGroup) -> None:
    card = QAccessible.queryAccessibleInterface(group.card(1))
    assert card.role() == QAccessible.Role.RadioButton
    assert card.text(QAccessible.Text.Name) == "Planned"
    assert card.text(QAccessible.Text.Description) == "an owner and a date"
    holder = QAccessible.queryAccessibleInterface(group)
    assert (holder.role(), holder.text(QAccessible.Text.Name)) == (QAccessible.Role.Grouping, "Do suppliers report?")
