"""A code in big groups, to be read out over the phone. Runs left to right in every language."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.widgets.accessible import set_role
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.wrap_label import WrapLabel


class CodeDisplay(QWidget):
    """`name` is what the code is; a screen reader says it and then the code, sign by sign."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._code = name, ""
        self._groups: list[QLabel] = []
        self._line, self._last = QWidget(), WrapLabel("", "caption")
        self._line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._flow = FlowLayout(self._line, gap=8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._line, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._last)
        set_role(self, QAccessible.Role.StaticText)

    def text(self) -> str:
        return self._code

    def set_code(self, code: str) -> None:
        """The groups are what stands between hyphens."""
        if code == self._code:
            return
        self._code = code
        for old in self._groups:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._groups = [self._group(text) for text in code.split("-")] if code else []
        self._last.setText(_how_to_say(code[-1:]))
        self._last.setVisible(bool(self._last.text()))
        signs = ", ".join(" ".join(group) for group in code.split("-"))
        self.setAccessibleName(_("{name}: {signs}").format(name=self._name, signs=signs))

    def copy(self) -> None:
        """Put it on the clipboard."""
        QGuiApplication.clipboard().setText(self._code)

    def _group(self, text: str) -> QLabel:
        label = QLabel(text, self._line)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", "code")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._flow.addWidget(label)
        return label


def _how_to_say(sign: str) -> str:
    """The check character is no letter or digit in four of 37 codes."""
    words = {"*": _("star"), "~": _("tilde"), "$": _("dollar sign"), "=": _("equals sign")}
    return _("The last sign is read “{word}”.").format(word=words[sign]) if sign in words else ""
