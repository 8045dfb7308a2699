"""Policies as rows that open them: principle, name, stage, answered, what is open. Used by Overview and Roadmap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.presentation.wording import spoken
from desktop_app.ui.policies.column_heads import DETAILS_GAP, NAME_GAP, SIDE, ColumnHeads, has_columns
from desktop_app.ui.theme.tokens import Tone, current
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.shape import Form, Shape
from desktop_app.ui.widgets.stage_bar import StageBar
from desktop_app.ui.widgets.wrap_label import WrapLabel


@dataclass(frozen=True, slots=True)
class Status:
    """A pill: words, tone, and the form that says the same without colour."""

    text: str
    tone: Tone
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One row; `sentence` is the whole of it for screen readers, `colour` the token of the principle."""

    policy_id: str
    name: str
    principle: str
    colour: str
    stage_words: Sequence[str]
    stage: int
    answered: str
    statuses: tuple[Status, ...]
    sentence: str


class PolicyRows(QWidget):
    """One Tab stop; Up and Down move, Enter or Space opens.

    Signals:
        policy_chosen(str): the id of the policy.
    """

    policy_chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._buttons: list[_RowButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._heads: ColumnHeads | None = None

    def set_heads(self, policy: str, stage: str, answered: str, status: str) -> None:
        """Say above the rows what their columns are; hidden where the details stand below the name."""
        self._heads = ColumnHeads((policy, stage, answered, status), self)
        self._column.insertWidget(0, self._heads)

    def set_rows(self, rows: Sequence[PolicyRow]) -> None:
        """Show these; a row that says the same as before is left alone."""
        if [button.row.policy_id for button in self._buttons] != [row.policy_id for row in rows]:
            self._make(rows)
        for button, row in zip(self._buttons, rows, strict=True):
            button.show_row(row)

    @staticmethod
    def align(lists: Iterable["PolicyRows"]) -> None:
        """Columns of the same width in all of these lists."""
        every = list(lists)
        lines: list[_RowButton | ColumnHeads] = [line for rows in every for line in rows._buttons]  # noqa: SLF001 - our own kind
        if lines:
            lines += [rows._heads for rows in every if rows._heads is not None]  # noqa: SLF001 - our own kind
            columns = zip(*(line.wanted_widths() for line in lines), strict=True)
            widest = tuple(max(column) for column in columns)
            for line in lines:
                line.set_widths(widest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._heads is not None:
            self._heads.fit(self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = next((at for at, button in enumerate(self._buttons) if button.hasFocus()), None)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if focused is not None and step is not None and 0 <= focused + step < len(self._buttons):
            self._buttons[focused + step].setFocus(Qt.FocusReason.TabFocusReason)
        elif focused is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._buttons[focused].click()
        else:
            super().keyPressEvent(event)

    @property
    def buttons(self) -> Sequence[QAbstractButton]:
        return self._buttons

    def _make(self, rows: Sequence[PolicyRow]) -> None:
        for button in self._buttons:
            button.hide()
            button.setParent(None)
            button.deleteLater()
        self._buttons = [_RowButton(row, last=row is rows[-1]) for row in rows]
        for at, button in enumerate(self._buttons):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == 0 else Qt.FocusPolicy.ClickFocus)
            button.clicked.connect(lambda _on=False, chosen=button.row.policy_id: self.policy_chosen.emit(chosen))
            self._column.addWidget(button)


class _RowButton(QAbstractButton):
    def __init__(self, row: PolicyRow, *, last: bool) -> None:
        super().__init__()
        self.row = row
        self._last = last
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._square = Shape("square", row.colour)
        self._name, self._principle = WrapLabel("", "strong"), WrapLabel("", "caption")
        self._stage = StageBar(row.stage_words, row.stage)
        self._answered = WrapLabel("")
        self._pills = QWidget()
        FlowLayout(self._pills, gap=6, row_gap=4)
        self._shown: PolicyRow | None = None
        self._widths: tuple[int, ...] = (0, 0, 0)
        self._lay_out()

    def show_row(self, row: PolicyRow) -> None:
        self.row = row
        if row == self._shown:
            return
        self._shown = row
        self._square.set_shape("square", row.colour)
        self._name.setText(row.name)
        self._principle.setText(row.principle)
        self._stage.set_stage(row.stage_words, row.stage)
        self._answered.setText(row.answered)
        self._show_pills(row.statuses)
        self.setAccessibleName(spoken(row.sentence))
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            if isinstance(part, WrapLabel):
                part.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def wanted_widths(self) -> tuple[int, int, int]:
        """What stage, answered and status ask for."""
        return (
            self._stage.sizeHint().width(),
            self._answered.sizeHint().width(),
            self._pills.sizeHint().width(),
        )

    def set_widths(self, widths: tuple[int, ...]) -> None:
        """The same in all rows, so that they stand in columns."""
        if widths != self._widths:
            self._widths = widths
            self._turn()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(48, self._inside().totalHeightForWidth(width))

    def sizeHint(self) -> QSize:
        return QSize(self._inside().totalMinimumSize().width(), self.heightForWidth(max(200, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._widest_part(), 48)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_row"):
            self._turn()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 1, 0, -1), 8, 8)
        if not self._last:
            painter.setPen(QPen(QColor(tokens.line_2), 1))
            painter.drawLine(8, self.height() - 1, self.width() - 8, self.height() - 1)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(self._name)
        names.addWidget(self._principle)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._square, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        self._details = QHBoxLayout()
        self._details.setSpacing(DETAILS_GAP)
        for widget in (self._stage, self._answered, self._pills):
            self._details.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(SIDE, 9, SIDE, 9)
        self._row.setSpacing(NAME_GAP)
        self._row.addLayout(head, 1)
        self._row.addLayout(self._details)
        self._turn()

    def _turn(self) -> None:
        """Details beside the name in columns, or below it."""
        narrow = not has_columns(self, self._widths)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for widget, wide in zip((self._stage, self._answered, self._pills), self._widths, strict=True):
            widget.setMinimumWidth(0 if narrow else wide)
            widget.setMaximumWidth(16_777_215 if narrow else wide)

    def _show_pills(self, statuses: tuple[Status, ...]) -> None:
        layout = self._pills.layout()
        if layout is None:
            return
        while (item := layout.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for status in statuses:
            pill = Pill(status.text, status.tone, status.form)
            layout.addWidget(pill)
            pill.show()

    def _inside(self) -> QLayout:
        return self._row

    def _widest_part(self) -> int:
        return max(self._name.minimumSizeHint().width() + 40, self._pills.minimumSizeHint().width() + 20)
