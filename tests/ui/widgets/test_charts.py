"""A chart can be walked with the keyboard, read by a screen reader and as a table, and is mirrored."""

import gc

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.charts.bar_rows import BarRow, BarRows
from desktop_app.ui.widgets.charts.chart import Chart
from desktop_app.ui.widgets.charts.dot_rows import DotRow, DotRows
from desktop_app.ui.widgets.charts.heat_map import HeatCell, HeatMap, HeatRow
from desktop_app.ui.widgets.charts.paired_histogram import PairedHistogram, Series
from desktop_app.ui.widgets.charts.stacked_stages import StackedStages, StageRow
from desktop_app.ui.widgets.charts.table import Table, TableModel
from desktop_app.ui.widgets.charts.with_table import ChartWithTable
from tests.ui.audit import settle
from tests.ui.widgets.conftest import Dress


def bars() -> BarRows:
    rows = [BarRow("Europe", 12, "12", "Europe: 12 cities", own=True), BarRow("Asia", 10, "10", "Asia: 10 cities")]
    return BarRows("Cities by region", "Europe has most.", ("Region", "Cities"), rows)


def histogram() -> PairedHistogram:
    written = Series("Written", (1, 3), ("1", "3"), ("written none: 1", "written one: 3"), own=1)
    done = Series("Implemented", (4, 0), ("4", "0"), ("done none: 4", "done one: 0"), own=0)
    return PairedHistogram("Cities by policies", "Few are done.", ("0", "1"), (written, done), "Policies", "This city")


def stages() -> StackedStages:
    row = StageRow("Open data", (2, 0, 3), ("2", "0", "3"), ("none: 2", "planned: 0", "written: 3"))
    return StackedStages("Stages", "Half is written.", "Policy", ("None", "Planned", "Written"), [row])


def dots() -> DotRows:
    rows = [
        DotRow("Equity", 0.2, "20", "Equity: 20, peers 60", 0.6, "60"),
        DotRow("Privacy", None, "–", "Privacy: not known"),
    ]
    return DotRows("Principles", "Below its peers.", ("Principle", "City", "Peers"), rows, "This city", "Its peers")


def heat() -> HeatMap:
    cells = (HeatCell(0.5, "5", "Trust, all: 5 of 10"), HeatCell(None, "–", "Trust, Asia: too few"))
    others = (HeatCell(0.0, "0", "Culture, all: none"), HeatCell(1.0, "7", "Culture, Asia: 7 of 7"))
    rows = [HeatRow("Trust", cells, is_own=True), HeatRow("Culture", others)]
    return HeatMap("Barriers", "Culture is less of one.", ("Barrier", "All cities", "Asia"), rows, "This city")


CHARTS = pytest.mark.parametrize("make", [bars, histogram, stages, dots, heat])


def shown(qtbot: QtBot, chart: Chart) -> Chart:
    qtbot.addWidget(chart)
    chart.resize(500, chart.heightForWidth(500))
    chart.show()
    chart.activateWindow()
    chart.setFocus()
    settle()
    return chart


@CHARTS
def test_arrows_reach_every_mark_and_stop_at_the_ends(qtbot: QtBot, make: type[Chart]) -> None:
    chart = shown(qtbot, make())
    reached = [chart.mark_at()]
    chart.mark_reached.connect(reached.append)
    for _ in range(len(chart.marks())):
        QTest.keyClick(chart, Qt.Key.Key_Right)
    assert sorted(set(reached)) == list(range(len(chart.marks())))
    assert reached[-1] == len(chart.marks()) - 1
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.mark_at() == 0


@CHARTS
def test_each_mark_is_a_child_with_its_sentence_and_place(qtbot: QtBot, make: type[Chart]) -> None:
    chart = shown(qtbot, make())
    interface = QAccessible.queryAccessibleInterface(chart)
    assert interface.role() == QAccessible.Role.Chart
    assert interface.text(QAccessible.Text.Name) == chart.accessibleName()
    assert interface.text(QAccessible.Text.Description) == chart.accessibleDescription()
    assert interface.childCount() == len(chart.marks())
    for index, mark in enumerate(chart.marks()):
        child = interface.child(index)
        assert child.text(QAccessible.Text.Name) == mark.text
        assert child.rect().intersects(interface.rect())
        assert interface.indexOfChild(child) == index


@CHARTS
def test_right_to_left_each_mark_stands_at_the_mirrored_place(qtbot: QtBot, dress: Dress, make: type[Chart]) -> None:
    chart = shown(qtbot, make())
    before = [chart.mark_rect(index) for index in range(len(chart.marks()))]
    dress("light", "rtl", 1.0)
    chart.update()
    settle()
    for index, box in enumerate(before):
        assert abs(chart.mark_rect(index).center().x() - (chart.width() - box.center().x())) <= 2


def test_right_to_left_the_left_arrow_goes_on(qtbot: QtBot, dress: Dress) -> None:
    dress("light", "rtl", 1.0)
    chart = shown(qtbot, bars())
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.mark_at() == 1


@CHARTS
def test_the_table_says_what_the_marks_say(qtbot: QtBot, make: type[Chart]) -> None:
    chart = make()
    qtbot.addWidget(chart)
    table = chart.as_rows()
    assert all(len(row) == len(table.heads) for row in table.rows)
    numbers = {cell for row in table.rows for cell in row[1:]} - {"–", ""}
    assert all(any(number in mark.text for mark in chart.marks()) for number in numbers - {"0"})


def test_the_button_switches_between_picture_and_table(qtbot: QtBot) -> None:
    both = ChartWithTable(bars())
    qtbot.addWidget(both)
    both.show()
    button = both.findChild(QPushButton)
    assert button.text() == "Show as table"
    button.click()
    assert both.shows_table()
    view = both.findChild(QTableView)
    assert view.isVisible()
    assert view.model().index(0, 0).data() == "Europe"
    assert button.text() == "Show as chart"
    button.click()
    assert not both.shows_table()


def test_new_numbers_are_in_the_table_too(qtbot: QtBot) -> None:
    chart = bars()
    both = ChartWithTable(chart)
    qtbot.addWidget(both)
    both.show_table(table=True)
    chart.set_rows(("Region", "Cities"), [BarRow("Africa", 4, "4", "Africa: 4 cities")])
    both.renew()
    assert both.findChild(QTableView).model().index(0, 0).data() == "Africa"


def test_the_model_of_the_table_keeps_qts_rules(qtbot: QtBot) -> None:
    model = TableModel(bars().as_rows())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_table(Table(("A",), (("1",), ("2",))))
    assert tester.model() is model
    assert model.rowCount() == 2


def test_a_chart_without_numbers_is_drawn_and_has_no_marks(qtbot: QtBot) -> None:
    chart = shown(qtbot, BarRows("Nothing", "Nothing yet.", ("Region", "Cities"), []))
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert list(chart.marks()) == []
    assert not chart.grab().isNull()


def test_charts_that_are_gone_leave_no_interface_behind(qapp: QApplication) -> None:
    """Qt deletes its side of an interface with the widget; 300 rounds would crash if ours outlived it badly."""
    for _ in range(300):
        chart = bars()
        interface = QAccessible.queryAccessibleInterface(chart)
        assert interface.child(0).text(QAccessible.Text.Name) == "Europe: 12 cities"
        del interface
        chart.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        del chart
    gc.collect()


def test_cells_of_a_heat_map_stand_below_each_other_where_columns_would_be_too_narrow(qtbot: QtBot) -> None:
    chart = heat()
    qtbot.addWidget(chart)
    for width, columns in ((600, 2), (150, 1)):
        chart.resize(width, chart.heightForWidth(width))
        boxes = [mark.box for mark in chart.marks()]
        assert len({box.left() for box in boxes}) == columns
        assert all(box.right() <= width for box in boxes)
        assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)
