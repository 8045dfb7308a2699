"""A checkable button that tells of every choice in one way, whoever made it.

Mouse and keys press a button; the action of a screen reader (AT-SPI, UI Automation) only toggles it, so that `clicked`
would never come. It is sent then, too.
"""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton


class Told(QObject):
    """`both`: unchecking is a choice as well; else only checking is, as of one of several."""

    def __init__(self, button: QAbstractButton, *, both: bool = False) -> None:
        super().__init__(button)
        self._button, self._both, self._is_known = button, both, False
        button.pressed.connect(lambda: self._know(known=True))
        button.released.connect(lambda: self._know(known=False))
        button.toggled.connect(self._tell)

    def show(self, *, checked: bool) -> None:
        """The program shows what is chosen: nobody is told."""
        before, self._is_known = self._is_known, True
        self._button.setChecked(checked)
        self._is_known = before

    def _know(self, *, known: bool) -> None:
        self._is_known = known

    def _tell(self, checked: bool) -> None:  # noqa: FBT001 a slot
        if not self._is_known and (checked or self._both):
            self._button.clicked.emit()
