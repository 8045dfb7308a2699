"""One application for the interface tests, in a known font and theme, put back after each test."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from desktop_app import i18n
from desktop_app.ui.theme.apply import apply_theme
from desktop_app.ui.theme.tokens import LIGHT

FAMILIES = ("DejaVu Sans", "Noto Sans", "Segoe UI", "Arial")
POINTS = 9.5


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The first of our families that is here, at a fixed size: else each machine cuts other texts."""
    here = set(QFontDatabase.families())
    family = next((name for name in FAMILIES if name in here), qapp.font().family())
    font = QFont(family)
    font.setPointSizeF(POINTS)
    qapp.setFont(font)
    apply_theme(qapp, LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def plain_look(qapp: QApplication) -> Iterator[None]:
    yield
    if i18n.interface_language() != "en":
        i18n.set_language("en")
    if qapp.layoutDirection() != Qt.LayoutDirection.LeftToRight:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    if qapp.property("test_look") is not None:
        apply_theme(qapp, LIGHT)
        qapp.setProperty("test_look", None)
