"""What changes data is marked where it is built, so that all of it can be barred in one place, with one reason."""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop_app.ui.widgets.choice_group import ChoiceGroup

_MARK = "writes"


def writes(*widgets: QWidget) -> None:
    """These change data. Fields for text and groups of choices need no mark."""
    for widget in widgets:
        widget.setProperty(_MARK, True)  # noqa: FBT003 - Qt's own order of arguments


def bar(parent: QWidget, reason: str) -> None:
    """Nothing in `parent` changes data from now on; texts can still be read, marked and copied."""
    for widget in parent.findChildren(QWidget):
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            widget.setReadOnly(True)
        elif isinstance(widget, ChoiceGroup) or widget.property(_MARK):
            widget.setEnabled(False)
        else:
            continue
        widget.setToolTip(reason)
