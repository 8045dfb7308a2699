"""What a screen reader's own action does: it toggles a button, without pressing it, and that counts as a choice."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.choice_group import ChoiceGroup, ChoiceText
from desktop_app.ui.widgets.nav_list import NavList, NavText
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.told import Told


def act(button: object) -> None:
    """The first action that the bridge offers, as AT-SPI and UI Automation do it."""
    actions = QAccessible.queryAccessibleInterface(button).actionInterface()
    actions.doAction(actions.actionNames()[0])


def test_an_answer_chosen_by_a_screen_reader_is_told_once(qtbot: QtBot) -> None:
    group = ChoiceGroup("Question", [ChoiceText(0, "No"), ChoiceText(1, "Planned")])
    qtbot.addWidget(group)
    told: list[object] = []
    group.value_picked.connect(told.append)
    act(group.card(1))
    assert (told, group.value()) == ([1], 1)
    group.set_value(0)
    group.card(1).click()
    assert told == [1, 1]
    group.set_value(None)
    assert told == [1, 1]


def test_a_view_and_a_page_chosen_by_a_screen_reader_are_told_once(qtbot: QtBot) -> None:
    views = SegmentedChoice("Views", [("a", "All"), ("b", "Open")])
    pages = NavList("Pages", [NavText("one", "One", "overview"), NavText("two", "Two", "roadmap")])
    for widget in (views, pages):
        qtbot.addWidget(widget)
    told: list[object] = []
    views.value_picked.connect(told.append)
    pages.page_chosen.connect(told.append)
    act(views._segments["b"])
    act(pages._items["two"])
    assert told == ["b", "two"]
    views.set_value("a")
    pages.set_current("one")
    assert told == ["b", "two"]


@pytest.mark.parametrize("both", [True, False])
def test_what_is_unchecked_is_told_where_it_is_a_choice(qtbot: QtBot, both: bool) -> None:
    button = QPushButton("Flag")
    qtbot.addWidget(button)
    button.setCheckable(True)
    keeper = Told(button, both=both)
    told: list[bool] = []
    button.clicked.connect(lambda: told.append(button.isChecked()))
    act(button)
    act(button)
    assert told == ([True, False] if both else [True])
    keeper.show(checked=True)
    button.click()
    assert len(told) == (3 if both else 2)
