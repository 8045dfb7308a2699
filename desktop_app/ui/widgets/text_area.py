"""A field for a few lines that saves by itself and never loses what somebody is typing.

It never writes into the field while there is unsaved text or an input method composes: `setPlainText` during a
composition silently throws the composition away.
"""

from PySide6.QtCore import QEvent, QMimeData, QSize, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

SETTLE_MS = 800
AT_LATEST_MS = 3_000
"""Whoever types on without a pause loses no more than this, and the time of one save, by a crash (5 s are promised)."""
LONG_WORD = 1_000
"""From here on a word is broken anywhere: looking for better places takes 15 s for 200,000 letters without a space."""


class TextArea(QPlainTextEdit):
    """Tab leaves it.

    Signals:
        text_settled(str): the text, 800 ms after typing stopped, 3 s after it began, or when the focus went; only if
            it is another one than was shown or sent last.
    """

    text_settled = Signal(str)

    def __init__(self, name: str, placeholder: str = "", lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settled = ""
        self._composing = False
        self._lines = lines
        self.setTabChangesFocus(True)
        self.set_texts(name, placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.settle)
        self._at_latest = QTimer(self)
        self._at_latest.setSingleShot(True)
        self._at_latest.setInterval(AT_LATEST_MS)
        self._at_latest.timeout.connect(self.settle)
        self.textChanged.connect(self._typed)

    def set_texts(self, name: str, placeholder: str = "") -> None:
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)

    def text(self) -> str:
        return self.toPlainText()

    def unsaved(self) -> bool:
        """Whether something was typed that has not been sent by `text_settled`."""
        return self._composing or self.toPlainText() != self._settled

    def show_text(self, text: str) -> None:
        """Show another record's text. Call `settle` first if the old one may be unsaved."""
        self._timer.stop()
        self._at_latest.stop()
        self._settled = text
        if text != self.toPlainText():
            self._wrap(text)
            self.setPlainText(text)

    def offer_text(self, text: str) -> bool:
        """Show text that came from elsewhere, unless somebody is at work here. True if it is shown now."""
        if self.unsaved():
            return False
        self.show_text(text)
        return True

    def settle(self) -> None:
        """Send what was typed now, unless an input method composes: then it goes when that is done."""
        self._timer.stop()
        self._at_latest.stop()
        if self._composing or not self.unsaved():
            return
        self._settled = self.toPlainText()
        self.text_settled.emit(self._settled)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """A file that is dragged is for the window, not its address for the text."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted or dropped."""
        self._wrap(source.text())
        super().insertFromMimeData(source)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self._typed()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.settle()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._high())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._high())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def _wrap(self, coming: str) -> None:
        is_long = any(len(word) > LONG_WORD for word in coming.split())
        mode = QTextOption.WrapMode
        self.setWordWrapMode(mode.WrapAnywhere if is_long else mode.WrapAtWordBoundaryOrAnywhere)

    def _high(self) -> int:
        """Room for the lines, the document's margin of 4 and the border and padding of the stylesheet."""
        return self.fontMetrics().lineSpacing() * self._lines + 8 + 16

    def _typed(self) -> None:
        """Qt sends textChanged during a composition too, though the text is the same: unsaved() tells."""
        if self._composing or not self.unsaved():
            self._timer.stop()
        else:
            self._timer.start()
            if not self._at_latest.isActive():
                self._at_latest.start()
