"""Makes a stylesheet rule that selects by property take notice of a new value of it."""

from PySide6.QtWidgets import QWidget


def set_style_property(widget: QWidget, name: str, value: str) -> None:
    """Set the property and style this widget and what is in it again, not the whole window."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    for one in (widget, *widget.findChildren(QWidget)):
        one.style().unpolish(one)
        one.style().polish(one)
    widget.update()
