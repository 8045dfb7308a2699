"""The audit finds each fault that is put before it: a rule that finds nothing proves nothing."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.scroll_page import ScrollPage
from tests.ui import audit
from tests.ui.audit import Finding, settle


class Sticky(QPushButton):
    """Holds the focus for ever."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def focusNextPrevChild(self, _next: bool) -> bool:
        return True


class NoMark(QPushButton):
    """Rings a widget that can't be seen."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        hidden = QWidget(self)
        hidden.hide()
        self.setProperty("focus_target", hidden)


def nameless() -> QWidget:
    return QLineEdit()


def tiny() -> QWidget:
    button = QPushButton("x")
    button.setFixedSize(18, 18)
    return button


def silent() -> QWidget:
    return QPushButton()


def squeezed() -> QWidget:
    label = QLabel("These words are far too long for the width that they were given here")
    label.setFixedWidth(60)
    return label


def wide() -> QWidget:
    page = QLabel("wide")
    page.setMinimumWidth(4000)
    return ScrollPage(page, "A page")


def faint() -> QWidget:
    label = QLabel("faint")
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, palette.color(QPalette.ColorRole.Window))
    label.setPalette(palette)
    return label


def eats_tab() -> QWidget:
    field = QPlainTextEdit()
    field.setAccessibleName("Note")
    return field


@pytest.mark.parametrize(
    ("rule", "fault", "name"),
    [
        (audit.names, nameless, "no-name"),
        (audit.targets, tiny, "target-size"),
        (audit.empty_buttons, silent, "empty-button"),
        (audit.cut_texts, squeezed, "cut"),
        (audit.cut_texts, wide, "cut-sideways"),
        (audit.tab_and_focus, lambda: Sticky("stuck"), "keyboard-trap"),
        (audit.tab_and_focus, eats_tab, "keyboard-trap"),
        (audit.tab_and_focus, lambda: NoMark("plain"), "focus-mark"),
    ],
)
def test_a_fault_is_found_by_its_rule(
    qtbot: QtBot, rule: Callable[[QWidget], list[Finding]], fault: Callable[[], QWidget], name: str
) -> None:
    found = rule(shown(qtbot, QPushButton("before"), fault(), QPushButton("after")))
    assert name in {one.rule for one in found}, audit.report(found)


def test_a_letter_that_two_buttons_share_is_found(qtbot: QtBot) -> None:
    found = audit.mnemonics(shown(qtbot, QPushButton("&Send"), QPushButton("&Save"), QPushButton("Q && A")))
    assert [one.rule for one in found] == ["mnemonic-twice"]


def test_a_palette_without_contrast_is_found(qtbot: QtBot) -> None:
    window = shown(qtbot, label := faint())
    assert not audit.palette_contrast(window)
    assert "contrast" in {one.rule for one in audit.palette_contrast(label)}


def test_a_plain_window_has_no_findings(qtbot: QtBot) -> None:
    field = QLineEdit()
    field.setAccessibleName("City")
    window = shown(qtbot, QPushButton("One"), field, QPushButton("Two"))
    findings = audit.audit(window)
    assert not findings, audit.report(findings)


def shown(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    window = QWidget()
    layout = QVBoxLayout(window)
    for widget in widgets:
        layout.addWidget(
            widget, 0, Qt.AlignmentFlag.AlignLeft if not isinstance(widget, ScrollPage) else Qt.AlignmentFlag(0)
        )
    qtbot.addWidget(window)
    window.resize(500, 400)
    window.show()
    window.activateWindow()
    settle()
    return window
