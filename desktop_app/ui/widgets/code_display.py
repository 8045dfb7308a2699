"""A code in big groups, to be read out over the phone. Runs left to right in every language."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop_app.ui.widgets.accessible import set_role
from desktop_app.ui.widgets.flow_layout import FlowLayout


class CodeDisplay(QWidget):
    """`name` is what the code is; a screen reader says it and then the code, sign by sign."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._code = name, ""
        self._groups: list[QLabel] = []
        self._flow = FlowLayout(self, gap=8)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
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
        signs = ", ".join(" ".join(group) for group in code.split("-"))
        self.setAccessibleName(f"{self._name}: {signs}")

    def copy(self) -> None:
        """Put it on the clipboard."""
        QGuiApplication.clipboard().setText(self._code)

    def _group(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", "code")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._flow.addWidget(label)
        return label
