"""The audit's rules for the keyboard: Tab comes everywhere and is held nowhere, and the focus can be seen."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop_app.ui.theme.contrast import ratio
from desktop_app.ui.widgets.charts.chart import Chart
from tests.ui.screen import Finding, path, settle, tab_stops


def tab_and_focus(window: QWidget) -> list[Finding]:
    """Tab goes round once and comes to every stop, Shift+Tab goes the same way back, and each stop shows the focus.

    Seen means: as many pixels as a perimeter change by 3:1 (WCAG 2.4.13).
    """
    stops = tab_stops(window)
    if not stops:
        return []
    found: list[Finding] = []
    seen, trapped = walk(window, at_each=lambda widget: found.extend(_focus_mark(window, widget)))
    if trapped is not None:
        return [*found, Finding("keyboard-trap", path(trapped), f"after {len(seen)} stops")]
    groups = {_group(widget) for widget in seen if isinstance(widget, QAbstractButton)} - {None}
    found += [
        Finding("not-reached", path(widget), type(widget).__name__)
        for widget in stops
        if widget not in seen and not (isinstance(widget, QAbstractButton) and _group(widget) in groups)
    ]
    back, trapped = walk(window, key=Qt.Key.Key_Backtab)
    if trapped is not None:
        found.append(Finding("keyboard-trap", path(trapped), "backwards"))
    elif len(back) != len(seen):
        found.append(Finding("tab-order", path(window), f"{len(seen)} stops forward, {len(back)} back"))
    return found


def _focus_mark(window: QWidget, widget: QWidget) -> list[Finding]:
    around = _seen_part(window, widget)
    with_focus = _grab(window, around)
    widget.clearFocus()
    strong = _changed(with_focus, _grab(window, around))
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    perimeter = 2 * (around.width() + around.height() - 16)
    if strong >= perimeter:
        return []
    return [Finding("focus-mark", path(widget), f"{strong} of {perimeter} pixels change by 3:1")]


def walk(
    window: QWidget,
    key: Qt.Key = Qt.Key.Key_Tab,
    at_each: Callable[[QWidget], None] | None = None,
    limit: int = 400,
    patience: int = 4,
) -> tuple[list[QWidget], QWidget | None]:
    """Press Tab until the first stop comes again.

    Returns the stops in order, and the widget that held the focus or turned it into a smaller circle, or None.
    A widget may keep `patience` Tabs for its parts, as a date field does.
    """
    stops = tab_stops(window)
    stops[0].setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    seen: list[QWidget] = []
    kept = 0
    for _ in range(limit):
        here = QApplication.focusWidget()
        if here is None or (seen and here is seen[0] and kept == 0):
            return seen, None
        if kept == 0:
            if here in seen:
                return seen, here
            seen.append(here)
            if at_each is not None:
                at_each(here)
        QTest.keyClick(here, key)
        settle()
        kept = kept + 1 if QApplication.focusWidget() is here else 0
        if kept > patience or (kept and len(stops) == 1):
            return seen, None if len(stops) == 1 else here
    return seen, QApplication.focusWidget()


def _group(button: QAbstractButton) -> object:
    """What makes one stop of several buttons; None for a button by itself."""
    if button.group() is not None and button.group().exclusive():
        return button.group()
    return button.parentWidget() if button.autoExclusive() else None


def _seen_part(window: QWidget, widget: QWidget) -> QRect:
    """The part of the widget, or of the one it names for the ring, that can be seen, with room for the ring."""
    named = widget.property("focus_target")
    target = named if isinstance(named, QWidget) and named.isVisible() else widget
    visible = target.visibleRegion().boundingRect()
    if isinstance(target, Chart) and target.marks():  # the ring is on the mark that the keys have come to
        visible = visible.intersected(target.mark_rect(target.mark_at()).adjusted(-4, -4, 4, 4))
    return visible.translated(target.mapTo(window, QPoint(0, 0))).adjusted(-4, -4, 4, 4).intersected(window.rect())


def _grab(window: QWidget, around: QRect) -> QImage:
    settle()
    return window.grab(around).toImage().convertToFormat(QImage.Format.Format_RGB32)


def _changed(one: QImage, other: QImage, least: float = 3.0) -> int:
    """How many pixels changed by this contrast or more."""
    pairs = Counter[tuple[int, int]]()
    for y in range(one.height()):
        before, after = one.constScanLine(y), other.constScanLine(y)
        if bytes(before) != bytes(after):
            pairs.update(zip(memoryview(before).cast("I"), memoryview(after).cast("I"), strict=True))
    return sum(count for pair, count in pairs.items() if pair[0] != pair[1] and _contrast(*pair) >= least)


@lru_cache(maxsize=1 << 16)
def _contrast(one: int, other: int) -> float:
    return ratio(QColor(one).name(), QColor(other).name())
