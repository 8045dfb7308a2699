"""A table of texts that is as high as its rows: beside a chart, or by itself on a page."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop_app.ui.widgets.charts.table import TableModel

FIRST_COLUMN_LETTERS = 24  # below that the numbers scroll sideways rather than cut the names of rows


_SLACK = 12  # of a cell's width, which the style takes away when it paints but not when it measures


class _Whole(QStyledItemDelegate):
    """Takes the height that the text needs at the width at which it is painted, so that no last line is cut."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        narrower = QStyleOptionViewItem(option)
        narrower.rect.setWidth(max(narrower.rect.width() - _SLACK, 1))
        size = super().sizeHint(narrower, index)
        return QSize(size.width() + _SLACK, size.height())


class TextTable(QTableView):
    """As high as its rows: it scrolls with the page, not by itself; Tab leaves it."""

    def __init__(self, model: TableModel) -> None:
        super().__init__()
        self._fitted_width = -1
        self.setModel(model)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setItemDelegate(_Whole(self))
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Take the height of the rows at this width, and of the bar below if the columns are wider."""
        self._fitted_width = self.viewport().width()
        self._share()
        self.resizeRowsToContents()
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() > 0 else 0
        high = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + below + 4
        if high != self.height():
            self.setFixedHeight(high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.viewport().width() != self._fitted_width:  # its own height is what changed else
            self.fit()

    def _share(self) -> None:
        """The names of rows take what the numbers leave."""
        header = self.horizontalHeader()
        needed = [max(self.sizeHintForColumn(at), header.sectionSizeHint(at)) for at in range(header.count())]
        if not needed:
            return
        least = min(needed[0], self.fontMetrics().averageCharWidth() * FIRST_COLUMN_LETTERS)
        needed[0] = max(least, self.viewport().width() - sum(needed[1:]))
        for at, width in enumerate(needed):
            header.resizeSection(at, width)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()
