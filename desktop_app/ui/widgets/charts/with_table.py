"""A chart with the table that says the same, one at a time, and the button that switches."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme.icons import set_icon
from desktop_app.ui.widgets.charts.chart import PAD, Chart
from desktop_app.ui.widgets.charts.table import TableModel
from desktop_app.ui.widgets.charts.text_table import TextTable
from desktop_app.ui.widgets.wrap_label import WrapLabel


class ChartWithTable(QWidget):
    """`sentence` is shown under the chart too, since it helps everybody; "" leaves it to the description."""

    def __init__(self, chart: Chart, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = chart
        self._model = TableModel(chart.as_rows(), self)
        self._table = TextTable(self._model)
        self._table.hide()
        self._sentence = WrapLabel(sentence, "caption", self)
        self._sentence.setHidden(not sentence)
        self._button = QPushButton()
        self._button.setProperty("role", "quiet")
        self._button.clicked.connect(self._switch)
        picture = QVBoxLayout()
        picture.setContentsMargins(-PAD, 0, -PAD, 0)  # the room for rings lies outside the card's column of text
        picture.addWidget(chart)
        foot = QHBoxLayout()
        foot.setContentsMargins(-7, 0, -7, 0)
        foot.addWidget(self._button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(picture)
        layout.addWidget(self._table)
        layout.addWidget(self._sentence)
        layout.addStretch(1)
        layout.addLayout(foot)
        self._retranslate()

    def renew(self, sentence: str = "") -> None:
        """Call after the chart was given other numbers or words."""
        self._model.set_table(self.chart.as_rows())
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._retranslate()

    def shows_table(self) -> bool:
        return self.chart.isHidden()

    def show_table(self, *, table: bool) -> None:
        self._model.set_table(self.chart.as_rows())
        self.chart.setVisible(not table)
        self._table.setVisible(table)
        self._table.fit()
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _switch(self) -> None:
        self.show_table(table=not self.shows_table())

    def _retranslate(self) -> None:
        table = self.shows_table()
        self._button.setText(_("Show as chart") if table else _("Show as table"))
        set_icon(self._button, "chart" if table else "table", "accent_ink")
        self._table.setAccessibleName(self.chart.accessibleName())
        self._table.setAccessibleDescription(self.chart.accessibleDescription())
