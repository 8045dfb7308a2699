"""A field with its label above, a line of help, and what is wrong with it below: in words, read aloud too."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.restyle import set_style_property
from desktop_app.ui.widgets.wrap_label import WrapLabel


class FieldRow(QWidget):
    """Names the field after the label for screen readers."""

    def __init__(self, label: str, field: QWidget, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._label, self._help = WrapLabel(label, "strong"), WrapLabel(help_text, "caption")
        self._error = WrapLabel("", "error")
        self._label.setBuddy(field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._label, self._help, field, self._error):
            layout.addWidget(widget)
        self._error.hide()
        self.set_texts(label, help_text)

    def set_texts(self, label: str, help_text: str = "") -> None:
        self._label.setText(label)
        self._help.setText(help_text)
        self._help.setVisible(bool(help_text))
        self.field.setAccessibleName(label)
        self.field.setAccessibleDescription(help_text)

    def set_error(self, text: str) -> None:
        """Show what is wrong and how to mend it; "" when it is mended."""
        if text and text != self._error.text():
            announce(self.field, text)
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self.field.setAccessibleDescription(text or self._help.text())
        set_style_property(self.field, "state", "error" if text else "")
