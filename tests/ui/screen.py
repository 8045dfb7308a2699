"""What every rule of the audit asks of a window: its Tab stops, what is shown, and where a widget is."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

NAMED_ALREADY = "qt_"  # Qt's own parts


@dataclass(frozen=True)
class Finding:
    """A rule that is broken, by which widget, and how."""

    rule: str
    where: str
    detail: str


def settle() -> None:
    """Let layouts, which ask for each other in turns, come to rest."""
    for _ in range(4):
        QApplication.processEvents()


def tab_stops(window: QWidget) -> list[QWidget]:
    """What Tab may stop at: shown, enabled, with a Tab policy of its own."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if live(widget) and widget.isEnabled() and widget.focusProxy() is None
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    ]


def path(widget: QWidget) -> str:
    parts = []
    step: QWidget | None = widget
    while step is not None and not step.isWindow():
        parts.append(step.objectName() or step.accessibleName()[:24] or type(step).__name__)
        step = step.parentWidget()
    return "/".join(reversed(parts[:4]))


def live(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.objectName().startswith(NAMED_ALREADY)
