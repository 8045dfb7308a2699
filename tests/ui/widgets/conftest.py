"""The look and the words that a widget test runs in."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.ui.theme.apply import apply_theme
from desktop_app.ui.theme.tokens import DARK, LIGHT

Dress = Callable[[str, str, float], None]


@pytest.fixture
def dress(qapp: QApplication) -> Dress:
    """`dress("dark", "rtl", 2.0)`; put back by the conftest above."""

    def put_on(scheme: str, direction: str, scale: float) -> None:
        qapp.setProperty("test_look", scheme)
        rtl = direction == "rtl"
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        apply_theme(qapp, DARK if scheme == "dark" else LIGHT, scale)

    return put_on
