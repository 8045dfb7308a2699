"""Walks a window the way a screen reader, a keyboard and a person with low vision meet it, and says what is wrong.

`audit(window)` runs all rules on a window that is shown offscreen. Each rule can be called alone.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QWidget,
)

from desktop_app.ui.theme.contrast import ratio
from desktop_app.ui.widgets.charts.chart import Chart

TARGET = 24  # pixels, WCAG 2.5.8
NO_ROLES = {"NoRole", "Client", "Window", "Pane"}
NAMED_ALREADY = "qt_"  # Qt's own parts


@dataclass(frozen=True)
class Finding:
    """A rule that is broken, by which widget, and how."""

    rule: str
    where: str
    detail: str


def audit(window: QWidget) -> list[Finding]:
    """All rules. The window must be shown; it is made the active one."""
    window.activateWindow()
    settle()
    found: list[Finding] = []
    for rule in (names, targets, empty_buttons, cut_texts, mnemonics, palette_contrast, tab_cycle, focus_marks):
        found += rule(window)
    return found


def report(findings: list[Finding]) -> str:
    return "\n" + "\n".join(f"{one.rule:16} {one.where:70} {one.detail}" for one in findings)


def settle() -> None:
    """Let layouts, which ask for each other in turns, come to rest."""
    for _ in range(4):
        QApplication.processEvents()


def names(window: QWidget) -> list[Finding]:
    """Every Tab stop has an accessible name and a role that says what it is."""
    found = []
    for widget in tab_stops(window):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None:
            found.append(Finding("no-interface", path(widget), type(widget).__name__))
            continue
        name, role = interface.text(QAccessible.Text.Name), interface.role().name
        if not name.strip():
            found.append(Finding("no-name", path(widget), role))
        if role in NO_ROLES:
            found.append(Finding("no-role", path(widget), role))
        if "&" in name.replace("& ", ""):
            found.append(Finding("mnemonic-in-name", path(widget), name))
        if not interface.state().focusable:
            found.append(Finding("not-focusable", path(widget), role))
    return found


def targets(window: QWidget) -> list[Finding]:
    """No side of a button or field is below 24 pixels."""
    controls = [w for w in window.findChildren(QWidget) if isinstance(w, QAbstractButton | QLineEdit | QComboBox)]
    return [
        Finding("target-size", path(w), f"{w.width()} x {w.height()}")
        for w in controls
        if _live(w) and w.isEnabled() and not isinstance(w.parent(), QAbstractScrollArea)
        if min(w.width(), w.height()) < TARGET
    ]


def empty_buttons(window: QWidget) -> list[Finding]:
    """A button shows words, or an icon and has a name."""
    found = []
    for button in window.findChildren(QAbstractButton):
        if not _live(button) or isinstance(button.parent(), QAbstractScrollArea):
            continue
        if not (button.text() or button.accessibleName()):
            found.append(Finding("empty-button", path(button), "neither text nor name"))
    return found


def cut_texts(window: QWidget) -> list[Finding]:
    """Labels, buttons and charts have the size that their text needs, and no page is wider than its view."""
    found = []
    for widget in window.findChildren(QWidget):
        if not _live(widget) or isinstance(widget.parent(), QAbstractScrollArea):
            continue
        if isinstance(widget, QLabel | QAbstractButton | Chart):
            found += _too_small(widget)
        if isinstance(widget, QScrollArea) and widget.widget() is not None:
            off = widget.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if off and widget.widget().width() > widget.viewport().width():
                detail = f"page {widget.widget().width()} in a view of {widget.viewport().width()}"
                found.append(Finding("cut-sideways", path(widget), detail))
    return found


def mnemonics(window: QWidget) -> list[Finding]:
    """No letter after & twice, and none in a script whose keyboards need two strokes."""
    texts = [(w.text(), path(w)) for w in window.findChildren(QAbstractButton) if _live(w)]
    texts += [(w.text(), path(w)) for w in window.findChildren(QLabel) if _live(w) and w.buddy() is not None]
    if isinstance(window, QMainWindow):
        texts += [(action.text(), "menu") for action in window.menuBar().actions()]
    found, used = [], dict[str, str]()
    for text, where in texts:
        for letter in re.findall(r"&(\w)", text.replace("&&", "")):
            script = unicodedata.name(letter, "").split()[0]
            if not letter.isascii() and script not in ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW"):
                found.append(Finding("mnemonic-script", where, f"{letter!r} is {script}"))
            if letter.casefold() in used:
                found.append(Finding("mnemonic-twice", where, f"{letter!r} also in {used[letter.casefold()]}"))
            used[letter.casefold()] = where
    return found


_ROLE = QPalette.ColorRole
_PAIRS = (
    (_ROLE.WindowText, _ROLE.Window, 4.5),
    (_ROLE.Text, _ROLE.Base, 4.5),
    (_ROLE.Text, _ROLE.AlternateBase, 4.5),
    (_ROLE.ButtonText, _ROLE.Button, 4.5),
    (_ROLE.PlaceholderText, _ROLE.Base, 4.5),
    (_ROLE.HighlightedText, _ROLE.Highlight, 4.5),
    (_ROLE.Link, _ROLE.Window, 4.5),
    (_ROLE.Link, _ROLE.Base, 4.5),
    (_ROLE.LinkVisited, _ROLE.Base, 4.5),
    (_ROLE.ToolTipText, _ROLE.ToolTipBase, 4.5),
    (_ROLE.Accent, _ROLE.Window, 3.0),
)


def palette_contrast(window: QWidget) -> list[Finding]:
    """The pairs of the palette that the window draws with, by WCAG's formula."""
    found, palette = [], window.palette()
    for ink, ground, least in _PAIRS:
        reached = ratio(palette.color(ink).name(), palette.color(ground).name())
        if reached < least:
            found.append(Finding("contrast", f"{ink.name} on {ground.name}", f"{reached:.2f} below {least}"))
    return found


def tab_cycle(window: QWidget) -> list[Finding]:
    """Tab goes round once and comes to every stop, and Shift+Tab goes the same way back."""
    stops = tab_stops(window)
    if not stops:
        return []
    seen, trapped = walk(window)
    if trapped is not None:
        return [Finding("keyboard-trap", path(trapped), f"after {len(seen)} stops")]
    groups = {_group(widget) for widget in seen if isinstance(widget, QAbstractButton)} - {None}
    found = [
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


def focus_marks(window: QWidget) -> list[Finding]:
    """Each stop looks different with the focus: as many pixels as a perimeter change by 3:1 (WCAG 2.4.13)."""
    found = []

    def compare(widget: QWidget) -> None:
        around = _seen_part(window, widget)
        with_focus = _grab(window, around)
        widget.clearFocus()
        strong = _changed(with_focus, _grab(window, around))
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        perimeter = 2 * (around.width() + around.height() - 16)
        if strong < perimeter:
            found.append(Finding("focus-mark", path(widget), f"{strong} of {perimeter} pixels change by 3:1"))

    walk(window, at_each=compare)
    return found


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


def tab_stops(window: QWidget) -> list[QWidget]:
    """What Tab may stop at: shown, enabled, with a Tab policy of its own."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if _live(widget) and widget.isEnabled() and widget.focusProxy() is None
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    ]


def path(widget: QWidget) -> str:
    parts = []
    step: QWidget | None = widget
    while step is not None and not step.isWindow():
        parts.append(step.objectName() or step.accessibleName()[:24] or type(step).__name__)
        step = step.parentWidget()
    return "/".join(reversed(parts[:4]))


def _live(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.objectName().startswith(NAMED_ALREADY)


def _group(button: QAbstractButton) -> object:
    """What makes one stop of several buttons; None for a button by itself."""
    if button.group() is not None and button.group().exclusive():
        return button.group()
    return button.parentWidget() if button.autoExclusive() else None


def _too_small(widget: QWidget) -> list[Finding]:
    wraps = widget.hasHeightForWidth() or (isinstance(widget, QLabel) and widget.wordWrap())
    high = widget.heightForWidth(widget.width()) if wraps else widget.minimumSizeHint().height()
    wide = widget.minimumSizeHint().width()
    text = getattr(widget, "text", widget.accessibleName)()
    if not text or (widget.height() + 1 >= high and widget.width() + 1 >= wide):
        return []
    detail = f"{widget.width()} x {widget.height()}, needs {wide} x {high}: {text[:40]!r}"
    return [Finding("cut", path(widget), detail)]


def _seen_part(window: QWidget, widget: QWidget) -> QRect:
    """The part of the widget, or of the one it names for the ring, that can be seen, with room for the ring."""
    named = widget.property("focus_target")
    target = named if isinstance(named, QWidget) and named.isVisible() else widget
    visible = target.visibleRegion().boundingRect()
    return visible.translated(target.mapTo(window, QPoint(0, 0))).adjusted(-4, -4, 4, 4).intersected(window.rect())


def _grab(window: QWidget, around: QRect) -> QImage:
    settle()
    return window.grab(around).toImage().convertToFormat(QImage.Format.Format_RGB32)


def _changed(one: QImage, other: QImage, least: float = 3.0) -> int:
    """How many pixels changed by this contrast or more."""
    strong = 0
    known: dict[tuple[int, int], bool] = {}
    for y in range(one.height()):
        if bytes(one.constScanLine(y)) == bytes(other.constScanLine(y)):
            continue
        for x in range(one.width()):
            pair = (one.pixel(x, y), other.pixel(x, y))
            if pair[0] == pair[1]:
                continue
            if pair not in known:
                known[pair] = ratio(QColor(pair[0]).name(), QColor(pair[1]).name()) >= least
            strong += known[pair]
    return strong
