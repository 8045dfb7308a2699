"""History: a table of what was written on a question, and a table of two days side by side."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.history_page import HistoryPage
from desktop_app.ui.view import View
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.charts.table import Table, TableModel
from desktop_app.ui.widgets.charts.text_table import TextTable
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.text_fields import Field, TextFields
from desktop_app.ui.widgets.wrap_label import WrapLabel

_NOTHING = Table((), ())


class HistoryView(View[HistoryPage]):
    """Enter on a row of the second table opens its question."""

    def __init__(self, model: HistoryPage) -> None:
        super().__init__(model, _("History"))
        self._header = PageHeader(_("History"), _("Times are those of the authors' own clocks; days end in UTC."))
        self._question = WrapLabel("", "strong")
        self._back, self._all = QPushButton(_("Back to the question")), QPushButton(_("All questions"))
        self._written, self._days = Card(_("What was written")), Card(_("Two days compared"))
        self._nothing, self._same = WrapLabel(_("Nothing was written here yet."), "muted"), WrapLabel("", "muted")
        self._rows, self._pairs = TableModel(_NOTHING, self), TableModel(_NOTHING, self)
        self._shown = {self._rows: _NOTHING, self._pairs: _NOTHING}
        self._table, self._compared = TextTable(self._rows), TextTable(self._pairs)
        self._fields = TextFields(
            [
                Field("first", _("At the end of this day"), _("year-month-day"), letters=16),
                Field("last", _("And at the end of this day"), _("year-month-day"), letters=16),
            ]
        )
        self._lay_out()
        self._fields.typed.connect(lambda key, text: model.type(**{key: text}))
        self._fields.settled.connect(model.settle)
        self._back.clicked.connect(self._go_back)
        self._all.clicked.connect(model.show_all)
        self._compared.activated.connect(self._open)

    def refresh(self) -> None:
        model, is_one = self.model, bool(self.model.item)
        for widget in (self._question, self._buttons, self._written):
            widget.setVisible(is_one)
        self._question.setText(model.title())
        self._fields.show_texts({"first": model.first, "last": model.last})
        self._fields.show_flaw("first", model.flaw)
        self._set(self._rows, self._table, self._written_table())
        self._set(self._pairs, self._compared, self._days_table())
        self._nothing.setVisible(model.is_loaded and not model.written)
        self._same.setText(_("Between these two days no answer changed.") if model.is_loaded else "")
        self._same.setVisible(model.is_loaded and not model.differences)

    def panes(self) -> tuple[QWidget, ...]:
        return (self._written, self._days) if self.model.item else (self._days,)

    def take_focus(self) -> None:
        if self.model.item:
            self._back.setFocus()
        else:
            self._fields.field("first").setFocus()

    @property
    def fields(self) -> TextFields:
        return self._fields

    @property
    def written(self) -> TextTable:
        return self._table

    @property
    def compared(self) -> TextTable:
        return self._compared

    def _set(self, model: TableModel, view: TextTable, table: Table) -> None:
        """Only what is different, so that the place in the table stays."""
        if table != self._shown[model]:
            self._shown[model] = table
            model.set_table(table)
        view.setVisible(bool(table.rows))

    def _written_table(self) -> Table:
        model = self.model
        heads = (_("Answer or note"), _("In place of"), _("When"), _("Who"), _("Now"))
        rows = [
            (model.what(row.one), model.replaced(row), model.when(row.one), model.who(row.one), model.mark(row))
            for row in model.written
        ]
        return Table(heads, tuple(rows))

    def _days_table(self) -> Table:
        model = self.model
        rows = [
            (
                model.place_of(row.question_id),
                model.answer(row.question_id, row.before),
                model.answer(row.question_id, row.after),
            )
            for row in model.differences
        ]
        return Table((_("Question"), _("First day"), _("Second day")), tuple(rows))

    def _go_back(self) -> None:
        self.model.open_question(self.model.item)

    def _open(self, index: QModelIndex) -> None:
        self.model.open_question(self.model.differences[index.row()].question_id)

    def _lay_out(self) -> None:
        self._buttons = QWidget()
        flow = FlowLayout(self._buttons, gap=8)
        for button in (self._back, self._all):
            button.setProperty("role", "small")
            flow.addWidget(button)
        self._table.setAccessibleName(_("What was written"))
        self._compared.setAccessibleName(_("Two days compared"))
        self._table.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._compared.setTextElideMode(Qt.TextElideMode.ElideNone)
        for widget in (self._nothing, self._table):
            self._written.add(widget)
        for part in (self._fields, self._same, self._compared):
            self._days.add(part)
        for shown in (self._header, self._question, self._buttons, self._written, self._days):
            self.body.addWidget(shown)
        self.body.addStretch(1)
