"""The questions of a policy with their marks: rows beside the question, or small tiles above it when stacked."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.presentation.wording import spoken
from desktop_app.ui.theme.tokens import current
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.shape import Form, draw_form
from desktop_app.ui.widgets.told import Told

_LINES = 2
_PAD = 10
_ABOVE = 5


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One row: `form` and `colour` (a token) draw the mark that `state` says in a word; a flag has one more."""

    question_id: str
    number: str
    text: str
    state: str
    form: Form
    colour: str
    is_flagged: bool = False


class QuestionList(QWidget):
    """One Tab stop, at the question that is open; Up and Down move, Enter or Space opens.

    Signals:
        question_chosen(str): the id of the question.
    """

    question_chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._buttons: dict[str, _RowButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._tiles = QWidget()
        self._flow = FlowLayout(self._tiles, gap=6)
        self._column.addWidget(self._tiles)
        self._compact = False

    def set_rows(self, rows: Sequence[QuestionRow], opened: str) -> None:
        """Show these; rows that were there before keep their place and the focus."""
        if list(self._buttons) != [row.question_id for row in rows]:
            self._make(rows)
        for row in rows:
            button = self._buttons[row.question_id]
            button.show_row(row, opened=row.question_id == opened)
            if row.question_id == opened:
                self._reveal(button)
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if row.question_id == opened else Qt.FocusPolicy.ClickFocus
            )

    def set_compact(self, *, compact: bool) -> None:
        """Tiles with number and mark, or rows with the text."""
        self._compact = compact
        for button in self._buttons.values():
            self._place(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        order = list(self._buttons.values())
        focused = next((at for at, button in enumerate(order) if button.hasFocus()), None)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        order[(focused + step) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)

    def _reveal(self, button: QWidget) -> None:
        """Scroll so far that the open question can be seen, once it has its place."""
        holder = self.parentWidget()
        while holder is not None and not isinstance(holder, QScrollArea):
            holder = holder.parentWidget()
        if isinstance(holder, QScrollArea) and not self._compact:
            area = holder
            QTimer.singleShot(0, button, lambda: area.ensureWidgetVisible(button, 0, 12))

    def _make(self, rows: Sequence[QuestionRow]) -> None:
        for button in self._buttons.values():
            button.hide()
            button.setParent(None)
            button.deleteLater()
        self._buttons = {row.question_id: _RowButton(row) for row in rows}
        for question_id, button in self._buttons.items():
            button.clicked.connect(lambda _on=False, chosen=question_id: self.question_chosen.emit(chosen))
            self._place(button)

    def _place(self, button: "_RowButton") -> None:
        button.set_compact(compact=self._compact)
        if self._compact:
            self._flow.addWidget(button)
        else:
            self._column.addWidget(button)
        self._tiles.setVisible(self._compact)


class _RowButton(QAbstractButton):
    def __init__(self, row: QuestionRow) -> None:
        super().__init__()
        self._row = row
        self._compact = False
        self._laid: dict[int, list[str]] = {}
        self.setCheckable(True)
        self._told = Told(self, both=True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_row(self, row: QuestionRow, *, opened: bool) -> None:
        if row == self._row and opened == self.isChecked() and self.accessibleName():
            return
        self._row, self._laid = row, {}
        self._told.show(checked=opened)
        self.setAccessibleName(spoken(f"{row.number}. {row.text}"))
        self.setAccessibleDescription(row.state)
        self.setToolTip(row.text)
        self.updateGeometry()
        self.update()

    def set_compact(self, *, compact: bool) -> None:
        self._compact = compact
        self.updateGeometry()

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name
        """The page says which question is open, not the click."""

    def hasHeightForWidth(self) -> bool:
        return not self._compact

    def heightForWidth(self, width: int) -> int:
        lines = max(1, len(self._lines(width - self._words_left() - self._words_right())))
        return max(34, lines * QFontMetrics(self._face()).lineSpacing() + 2 * _ABOVE)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._face())
        if self._compact:
            return QSize(
                self._words_left() + metrics.horizontalAdvance(self._row.number) + self._words_right() + 2,
                metrics.height() + 2 * _ABOVE + 4,
            )
        return QSize(letters(self, 30), self.heightForWidth(letters(self, 30)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._compact else QSize(self._words_left() + 60, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft if self.isChecked() else tokens.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        line = QFontMetrics(self._face()).lineSpacing()
        side = self._mark_side()
        top = _ABOVE + (line - side) / 2
        mark = self._mirrored(QRect(_PAD, round(top), side, side))
        draw_form(painter, QRectF(mark), self._row.form, str(getattr(tokens, self._row.colour)))
        if self._row.is_flagged:
            flag = self._mirrored(QRect(self.width() - _PAD - side, round(top), side, side))
            draw_form(painter, QRectF(flag), "triangle", tokens.warn)
        painter.setFont(self._face())
        painter.setPen(QColor(tokens.accent_ink if self.isChecked() else tokens.ink))
        width = self.width() - self._words_left() - self._words_right()
        lines = [self._row.number] if self._compact else self._lines(width)
        for at, text in enumerate(lines):
            box = self._mirrored(QRect(self._words_left(), _ABOVE + at * line, width, line))
            absolute = self._side() | Qt.AlignmentFlag.AlignAbsolute  # else a right-to-left program turns it
            painter.drawText(box, (absolute | Qt.AlignmentFlag.AlignVCenter).value, text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._laid = {}

    def _lines(self, width: int) -> list[str]:
        """The words in at most two lines, the second one shortened; screen readers and the tooltip have it all."""
        if width not in self._laid:
            self._laid[width] = self._laid_out(width)
        return self._laid[width]

    def _laid_out(self, width: int) -> list[str]:
        words = f"{self._row.number}. {self._row.text}"
        layout = QTextLayout(words, self._face())
        layout.setTextOption(QTextOption(self._side()))
        lines: list[str] = []
        layout.beginLayout()
        while len(lines) < _LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            lines.append(words[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
        shown = sum(len(line) for line in lines)
        if shown < len(words):
            rest = words[shown - len(lines[-1]) :]
            lines[-1] = QFontMetrics(self._face()).elidedText(rest, Qt.TextElideMode.ElideRight, max(1, width))
        return lines

    def _face(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.95)
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        return font

    def _mark_side(self) -> int:
        return max(9, round(self.fontMetrics().height() * 0.6))

    def _words_left(self) -> int:
        return _PAD + self._mark_side() + 9

    def _words_right(self) -> int:
        """Room at the far end: for the mark of a flag, where there is one."""
        return _PAD + (self._mark_side() + 6 if self._row.is_flagged else 0)

    def _side(self) -> Qt.AlignmentFlag:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft

    def _mirrored(self, box: QRect) -> QRect:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return QRect(self.width() - box.right() - 1, box.y(), box.width(), box.height()) if rtl else box
