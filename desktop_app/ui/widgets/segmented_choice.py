"""Two to five views of the same thing, side by side as one bar; below each other when there is no room."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from desktop_app.ui.theme.tokens import current
from desktop_app.ui.widgets.accessible import set_role
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.told import Told


class SegmentedChoice(QWidget):
    """One Tab stop; arrow keys choose.

    Signals:
        value_picked(object): the value that a person chose.
    """

    value_picked = Signal(object)

    def __init__(self, name: str, options: Sequence[tuple[Hashable, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        set_role(self, QAccessible.Role.Grouping)
        self._group = QButtonGroup(self)
        self._segments: dict[Hashable, _Segment] = {}
        self._flow = FlowLayout(self, gap=0, row_gap=4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[Hashable, str]]) -> None:
        """Replace the options (also for another language); what was chosen stays so, else the first is.

        Where only their words are others, they keep the focus.
        """
        chosen = self.value()
        if options and list(self._segments) == [value for value, _text in options]:
            for value, text in options:
                self._segments[value].show_text(text)
            return
        for segment in self._segments.values():
            self._group.removeButton(segment)
            self._flow.removeWidget(segment)
            segment.hide()
            segment.deleteLater()
        self._segments = {}
        for index, (value, text) in enumerate(options):
            segment = _Segment(text, first=index == 0, last=index == len(options) - 1)
            segment.clicked.connect(lambda _checked=False, value=value: self.value_picked.emit(value))
            self._segments[value] = segment
            self._group.addButton(segment)
            self._flow.addWidget(segment)
        if options:
            self.set_value(chosen if chosen in self._segments else options[0][0])

    def value(self) -> Hashable | None:
        return next((value for value, segment in self._segments.items() if segment.isChecked()), None)

    def set_value(self, value: Hashable | None) -> None:
        """Sends no signal. None: nothing is chosen yet. Any other value without a segment changes nothing."""
        if value is None:
            self._group.setExclusive(False)
            for segment in self._segments.values():
                segment.setAutoExclusive(False)
                segment.told.show(checked=False)
                segment.setAutoExclusive(True)
            self._group.setExclusive(True)
        elif value in self._segments:
            self._segments[value].told.show(checked=True)

    def focus_chosen(self) -> None:
        """Put the focus on what is chosen, or on the first."""
        chosen = self._segments.get(self.value()) or next(iter(self._segments.values()), None)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.TabFocusReason)


class _Segment(QAbstractButton):
    def __init__(self, text: str, *, first: bool, last: bool) -> None:
        super().__init__()
        self._first, self._last = first, last
        self.setText(text)
        self.setCheckable(True)
        self.told = Told(self)
        self.setAutoExclusive(True)  # the role is then a radio button's
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(text)

    def show_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._face())
        return QSize(metrics.horizontalAdvance(self.text()) + 30, max(36, metrics.height() + 16))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        ground = tokens.accent if chosen else tokens.hover if self.underMouse() else tokens.card
        painter.setPen(QPen(QColor(tokens.accent if chosen else tokens.edge_soft), 1))
        painter.setBrush(QColor(ground))
        painter.setClipRect(self.rect())
        painter.drawRoundedRect(self._outline(), 8, 8)
        if not self._last and not chosen:
            self._draw_divider(painter)
        painter.setFont(self._face() if chosen else self.font())
        painter.setPen(QColor(tokens.on_accent if chosen else tokens.ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _draw_divider(self, painter: QPainter) -> None:
        x = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - 1
        painter.fillRect(x, 1, 1, self.height() - 2, QColor(current().edge_soft))

    def _outline(self) -> QRectF:
        """Round only at the ends of the bar: elsewhere the round corners lie outside the clip."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left_end, right_end = (self._last, self._first) if rtl else (self._first, self._last)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        return box.adjusted(0 if left_end else -10, 0, 0 if right_end else 10, 0)

    def _face(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font
