"""Plain text that wraps, can be selected with the mouse, and asks for the height that it truly needs."""

from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, QTextBoundaryFinder
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_SLACK = 40
"""Laid out, an Arabic title is up to 1.7 % wider than QFontMetrics says; it wrapped with room beside it."""


@lru_cache(maxsize=2048)
def unbreakable_parts(text: str) -> tuple[str, ...]:
    """What no line break may divide: words, and in Japanese or Thai single letters, as no space stands between."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    ends = [0]
    while (at := finder.toNextBoundary()) != -1:
        ends.append(at)
    return tuple(text[start:end].strip() for start, end in pairwise(ends))


class WrapLabel(QLabel):
    """A QLabel for text of any length and any author: never rich text, never cut.

    QLabel's own hint for wrapped text is a block of a fixed shape; this one asks for one line up to
    `most_letters` and then for more lines.
    """

    def __init__(
        self, text: str = "", role: str = "", parent: QWidget | None = None, *, most_letters: int = 90
    ) -> None:
        super().__init__(text, parent)
        self._most_letters = most_letters
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if role:
            self.setProperty("role", role)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._align()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        line = max((metrics.horizontalAdvance(part) for part in self.text().split("\n")), default=0)
        margins = self.contentsMargins()
        extra = margins.left() + margins.right() + 2 * self.margin() + 2
        width = min(line, self._most_letters * metrics.averageCharWidth())
        width += width // _SLACK + extra
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The longest word, one line: the layout finds the height for the width that it gives."""
        self.ensurePolished()
        metrics = self.fontMetrics()
        word = max((metrics.horizontalAdvance(part) for part in unbreakable_parts(self.text())), default=0)
        return QSize(word + 4, metrics.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        self._align()
        super().showEvent(event)

    def _align(self) -> None:
        """Stand at the side where the page begins: QLabel takes the side of the text's own first letter."""
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            return
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        wanted = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        if self.alignment() != wanted:
            self.setAlignment(wanted)
