"""A field for a number in the digits of any script; a QSpinBox refuses them (ar-AE refused its own)."""

from decimal import Decimal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.i18n import format_number, parse_number
from desktop_app.ui.widgets.restyle import set_style_property


class NumberField(QLineEdit):
    """Shows the number as the reader writes it once the field is left.

    Signals:
        value_settled(object): a Decimal, or None for an empty field; not sent for what is no number.
    """

    value_settled = Signal(object)

    def __init__(self, name: str, value: Decimal | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settled = value
        self.setAccessibleName(name)
        self.set_value(value)
        self._align()
        self.editingFinished.connect(self._tidy)

    def value(self) -> Decimal | None:
        return parse_number(self.text()) if self.text().strip() else None

    def acceptable(self) -> bool:
        """Whether the field is empty or holds a number."""
        return not self.text().strip() or parse_number(self.text()) is not None

    def set_value(self, value: Decimal | None) -> None:
        self._settled = value
        self.setText("" if value is None else format_number(value))
        set_style_property(self, "state", "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()
        if event.type() == QEvent.Type.LanguageChange and not self.hasFocus():
            self.set_value(self._settled)

    def _align(self) -> None:
        """At the side where the page begins: Qt puts digits at the left of a right-to-left page."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def _tidy(self) -> None:
        set_style_property(self, "state", "" if self.acceptable() else "error")
        if not self.acceptable():
            return
        value = self.value()
        changed = value != self._settled
        self.set_value(value)
        if changed:
            self.value_settled.emit(value)
