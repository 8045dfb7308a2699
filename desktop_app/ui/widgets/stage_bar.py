"""How far along a row of stages something is: segments of the blue ramp, and the word for it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_app.ui.theme.contrast import edge_of
from desktop_app.ui.theme.tokens import current
from desktop_app.ui.widgets.accessible import set_role
from desktop_app.ui.widgets.wrap_label import WrapLabel


class StageBar(QWidget):
    """`words` name the stages from "none yet" on: five words draw four segments, of which `reached` are filled.

    Args:
        words: the word for none, then one for each stage.
        reached: 0 to len(words) - 1.
        description: the whole sentence for screen readers; "" leaves the word of the stage.
        show_word: the word beside the segments, as the colour must not stand alone; False where a column says it.
    """

    def __init__(
        self,
        words: Sequence[str],
        reached: int = 0,
        description: str = "",
        parent: QWidget | None = None,
        *,
        show_word: bool = True,
    ) -> None:
        super().__init__(parent)
        self._segments = _Segments(max(1, len(words) - 1))
        self._word = WrapLabel("", parent=self)
        self._word.setHidden(not show_word)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._segments, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._word, 1)
        set_role(self, QAccessible.Role.Indicator)
        self.set_stage(words, reached, description)

    def set_stage(self, words: Sequence[str], reached: int, description: str = "") -> None:
        """Raises IndexError if there is no word for `reached`."""
        self._word.setText(words[reached])
        self._segments.show_reached(len(words) - 1, reached)
        self.setAccessibleName(description or words[reached])
        self.setToolTip(description)


class _Segments(QWidget):
    def __init__(self, count: int) -> None:
        super().__init__()
        self._count, self._reached = count, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_reached(self, count: int, reached: int) -> None:
        self._count, self._reached = count, reached
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        unit = self.fontMetrics().height()
        return QSize(self._count * round(unit * 2) + (self._count - 1) * 3, max(8, round(unit * 0.5)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = (self.width() - (self._count - 1) * 3) / self._count
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ramp = tokens.stages[-self._count :] if self._count < len(tokens.stages) else tokens.stages
        for index in range(self._count):
            place = self._count - 1 - index if mirrored else index
            box = QRectF(place * (wide + 3), 0, wide, self.height())
            filled = index < self._reached
            colour = ramp[index] if filled else tokens.stage_0
            painter.setPen(QPen(QColor(edge_of(colour, tokens.card, tokens.edge) if filled else tokens.edge_soft), 1))
            painter.setBrush(QColor(colour))
            radius = self.height() / 2
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
