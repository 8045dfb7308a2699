"""Every widget in every state, in each look, direction and size of text, passes the accessibility audit."""

import importlib
import pkgutil

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui import widgets
from desktop_app.ui.widgets import gallery, gallery_charts, gallery_lists
from desktop_app.ui.widgets.charts.with_table import ChartWithTable
from desktop_app.ui.widgets.gallery import Gallery
from tests.ui.audit import audit, cut_texts, report, settle
from tests.ui.looks import LOOKS, Look, note
from tests.ui.widgets.conftest import Dress
from tests.ui.widgets.pseudo import longer, mirrored


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_gallery_passes_the_audit(qtbot: QtBot, dress: Dress, look: Look) -> None:
    dress(look.theme, "rtl" if look.language == "ar-XB" else "ltr", look.percent / 100)
    window = shown(qtbot, 1366, 768)
    findings = audit(window)
    note("gallery", look, findings)
    assert not findings, report(findings)


@pytest.mark.parametrize(("words", "scale", "width"), [(longer, 2.0, 1366), (longer, 1.0, 1024), (mirrored, 2.0, 1024)])
def test_no_text_is_cut_in_a_longer_language(
    qtbot: QtBot, dress: Dress, monkeypatch: pytest.MonkeyPatch, words: object, scale: float, width: int
) -> None:
    monkeypatch.setattr(gallery, "_", words)
    monkeypatch.setattr(gallery_charts, "_", words)
    monkeypatch.setattr(gallery_lists, "_", words)
    dress("light", "rtl" if words is mirrored else "ltr", scale)
    findings = cut_texts(shown(qtbot, width, 768))
    assert not findings, report(findings)


def test_no_text_is_cut_when_the_text_grows_under_an_open_window(qtbot: QtBot, dress: Dress) -> None:
    window = shown(qtbot, 1366, 768)
    dress("dark", "ltr", 2.0)
    settle()
    findings = cut_texts(window)
    assert not findings, report(findings)


def test_every_chart_as_a_table_passes_the_audit(qtbot: QtBot) -> None:
    window = shown(qtbot, 1366, 768)
    for chart in window.findChildren(ChartWithTable):
        chart.show_table(table=True)
    settle()
    findings = audit(window)
    assert not findings, report(findings)


def test_every_widget_is_in_the_gallery(qtbot: QtBot) -> None:
    window = shown(qtbot, 1366, 768)
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(widgets.__path__, "desktop_app.ui.widgets.")
    ]
    kinds = [
        kind
        for module in modules
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, QWidget) and kind.__module__ == module.__name__
        if not name.startswith("_")
    ]
    assert len(kinds) > 30
    missing = [kind.__name__ for kind in kinds if kind is not Gallery and not window.findChildren(kind)]
    assert missing == []


def shown(qtbot: QtBot, width: int, height: int) -> Gallery:
    window = Gallery()
    qtbot.addWidget(window)
    window.resize(width, height)
    window.show()
    window.activateWindow()
    settle()
    return window
