"""F6: from one part of the window to the next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def next_pane(parts: Sequence[QWidget], step: int) -> None:
    """The focus goes to the first stop of the part `step` further on; parts that are hidden are passed over."""
    panes = [pane for pane in parts if pane.isVisible() and _first_stop(pane) is not None]
    focus = QApplication.focusWidget()
    inside = [at for at, pane in enumerate(panes) if focus is not None and (pane is focus or pane.isAncestorOf(focus))]
    if panes:
        target = _first_stop(panes[((inside[-1] if inside else -step) + step) % len(panes)])
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _first_stop(pane: QWidget) -> QWidget | None:
    """The first thing in a pane that Tab stops at; the pane itself if it is one."""
    stops = [pane, *pane.findChildren(QWidget)]
    tab = Qt.FocusPolicy.TabFocus
    return next((w for w in stops if w.isEnabled() and w.isVisible() and w.focusPolicy() & tab == tab), None)
