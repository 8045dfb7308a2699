"""Rows with names: what a view is told when they come, go, move and change."""

import random

import pytest
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.keyed_rows import KeyedRow, KeyedRows


def row(key: str, text: str = "") -> KeyedRow:
    return KeyedRow(key, text or key, "", key)


def keys(model: KeyedRows) -> list[str]:
    return [model.key(model.index(at, 0)) for at in range(model.rowCount())]


@pytest.mark.parametrize("seed", range(20))
def test_a_row_that_stays_keeps_its_index_whatever_comes_and_goes(qtbot: QtBot, seed: int) -> None:
    chance = random.Random(seed)
    model = KeyedRows()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_rows([row("kept")])
    place = QPersistentModelIndex(model.index_of("kept"))
    for _turn in range(30):
        wanted = [*chance.sample([*"abcdefgh"], chance.randint(0, 8)), "kept"]
        chance.shuffle(wanted)
        model.show_rows([row(key, chance.choice(["", "other words"])) for key in wanted])
        assert keys(model) == wanted
        assert model.key(place) == "kept"
    assert tester.model() is model


def test_a_row_that_says_the_same_is_not_told_of(qtbot: QtBot) -> None:
    model, told = KeyedRows(), list[int]()
    model.show_rows([row("a"), row("b")])
    model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    model.show_rows([row("a"), row("b", "new words")])
    assert told == [1]
    assert not model.index_of("c").isValid()
