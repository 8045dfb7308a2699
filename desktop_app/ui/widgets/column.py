"""Cards below each other, each as high as it needs: one pane of a split."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


def column(*cards: QWidget) -> QWidget:
    """The room that is left stays below the last one."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(16)
    for card in cards:
        layout.addWidget(card)
    layout.addStretch(1)
    return holder
