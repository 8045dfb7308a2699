"""What somebody wrote, to be read: plain text with its lines, wrapped anywhere, so that no address is cut."""

from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget


class TextView(QPlainTextEdit):
    """As high as its text; selected with the mouse; no Tab stop. `name` says what it is ("Note of M. Sato").

    A QLabel breaks only between words: an address of 90 letters made a page wider than its window.
    """

    def __init__(self, text: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self.setReadOnly(True)
        self.setProperty("role", "view")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.horizontalScrollBar().rangeChanged.connect(self._stay)
        self.document().setDocumentMargin(0)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setPlainText(text)
        self._align()

    def _stay(self) -> None:
        """Qt counts two to six pixels too many in the width; right-to-left these hid the first letter."""
        if self.horizontalScrollBar().maximum() > 0:
            self.horizontalScrollBar().setRange(0, 0)

    def set_text(self, text: str) -> None:
        self.setPlainText(text)
        self._measure_anew()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Layouts ask hundreds of times for the same few widths."""
        if width not in self._heights:
            self._heights[width] = self._height(width)
        return self._heights[width]

    def _height(self, width: int) -> int:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        paragraphs = self.toPlainText().split("\n")
        return sum(_height(paragraph, float(max(1, width)), self, option) for paragraph in paragraphs) + 2

    def sizeHint(self) -> QSize:
        wide = min(
            max((self.fontMetrics().horizontalAdvance(line) for line in self.toPlainText().split("\n")), default=0) + 4,
            self.fontMetrics().averageCharWidth() * 80,
        )
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.fontMetrics().height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure_anew()
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _measure_anew(self) -> None:
        self._heights.clear()
        self.updateGeometry()

    def _align(self) -> None:
        """Stand at the side where the page begins, as labels do: Qt put every text on the left."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        option = self.document().defaultTextOption()
        option.setAlignment(
            (Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute
        )
        self.document().setDefaultTextOption(option)


def _height(paragraph: str, width: float, view: QWidget, option: QTextOption) -> int:
    """A line with a letter of another script is higher than the font's own: Arabic cut the line below it in half."""
    least = view.fontMetrics().lineSpacing() + 1
    layout = QTextLayout(paragraph, view.font())
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
    layout.endLayout()
    lines = [layout.lineAt(at) for at in range(layout.lineCount())]
    return sum(max(least, ceil(line.height() + line.leading())) for line in lines) or least
