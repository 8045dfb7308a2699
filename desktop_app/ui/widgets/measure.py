"""Widths in letters, for columns and for when panes stack: they grow with the text."""

from PySide6.QtWidgets import QWidget

_LETTER_TO_LINE = 0.41
"""An average Latin letter beside the height of its line, in Noto Sans and DejaVu Sans."""


def letters(widget: QWidget, count: float) -> int:
    """Pixels for that many letters. averageCharWidth won't do: with Japanese families it said 12 where it was 6."""
    return round(count * widget.fontMetrics().height() * _LETTER_TO_LINE)
