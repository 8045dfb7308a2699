"""Walks a window the way a screen reader, a keyboard and a person with low vision meet it, and says what is wrong.

`audit(window)` runs all rules on a window that is shown offscreen. Each rule can be called alone.
"""

import re
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QWidget,
)

from desktop_app.ui.theme.contrast import ratio
from desktop_app.ui.widgets.charts.chart import Chart
from tests.ui.keyboard import tab_and_focus, walk
from tests.ui.screen import Finding, live, path, settle, tab_stops

__all__ = ["Finding", "audit", "cut_texts", "report", "settle", "tab_stops", "walk"]

TARGET = 24  # pixels, WCAG 2.5.8
NO_ROLES = {"NoRole", "Client", "Window", "Pane"}


def audit(window: QWidget) -> list[Finding]:
    """All rules. The window must be shown; it is made the active one."""
    window.activateWindow()
    settle()
    found: list[Finding] = []
    for rule in (names, targets, empty_buttons, cut_texts, mnemonics, palette_contrast, tab_and_focus):
        found += rule(window)
    return found


def report(findings: list[Finding]) -> str:
    return "\n" + "\n".join(f"{one.rule:16} {one.where:70} {one.detail}" for one in findings)


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
        if live(w) and w.isEnabled() and not isinstance(w.parent(), QAbstractScrollArea)
        if min(w.width(), w.height()) < TARGET
    ]


def empty_buttons(window: QWidget) -> list[Finding]:
    """A button shows words, or an icon and has a name."""
    found = []
    for button in window.findChildren(QAbstractButton):
        if not live(button) or isinstance(button.parent(), QAbstractScrollArea):
            continue
        if not (button.text() or button.accessibleName()):
            found.append(Finding("empty-button", path(button), "neither text nor name"))
    return found


def cut_texts(window: QWidget) -> list[Finding]:
    """Labels, buttons and charts have the size that their text needs, and no page is wider than its view."""
    found = []
    for widget in window.findChildren(QWidget):
        if not live(widget) or isinstance(widget.parent(), QAbstractScrollArea):
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
    texts = [(w.text(), path(w)) for w in window.findChildren(QAbstractButton) if live(w)]
    texts += [(w.text(), path(w)) for w in window.findChildren(QLabel) if live(w) and w.buddy() is not None]
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


def _too_small(widget: QWidget) -> list[Finding]:
    wraps = widget.hasHeightForWidth() or (isinstance(widget, QLabel) and widget.wordWrap())
    high = widget.heightForWidth(widget.width()) if wraps else widget.minimumSizeHint().height()
    wide = widget.minimumSizeHint().width()
    text = getattr(widget, "text", widget.accessibleName)()
    if not text or (widget.height() + 1 >= high and widget.width() + 1 >= wide):
        return []
    detail = f"{widget.width()} x {widget.height()}, needs {wide} x {high}: {text[:40]!r}"
    return [Finding("cut", path(widget), detail)]
