"""The look: icons draw, the stylesheet has no open hole, the system is followed, the ring is where the focus is."""

from importlib.resources import files

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.theme.apply import Theme, tokens_for
from desktop_app.ui.theme.contrast import ratio
from desktop_app.ui.theme.focus import FocusRing
from desktop_app.ui.theme.fonts import families_for, font_for
from desktop_app.ui.theme.icons import MIRRORED, pixmap, set_icon
from desktop_app.ui.theme.stylesheet import stylesheet
from desktop_app.ui.theme.system_colours import tokens_from
from desktop_app.ui.theme.tokens import DARK, LIGHT, current
from desktop_app.ui.widgets.gallery import ICONS
from desktop_app.ui.widgets.scroll_page import ScrollPage
from tests.ui.audit import settle
from tests.ui.widgets.conftest import Dress

NAMES = sorted(path.name.removesuffix(".svg") for path in files("resources").joinpath("icons").iterdir())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("colour", ["#123456", "#ffffff"])
def test_every_icon_is_drawn_in_the_colour_it_was_asked_for(qapp: QApplication, name: str, colour: str) -> None:
    image = pixmap(name, colour, 32).toImage()
    solid = {
        QColor(image.pixelColor(x, y)).name()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colour in solid


def test_the_gallery_shows_every_icon() -> None:
    assert sorted(ICONS) == NAMES
    assert set(NAMES) >= MIRRORED


def test_arrows_are_mirrored_right_to_left_and_checks_are_not(dress: Dress) -> None:
    before = {name: pixmap(name, "#000000", 24).toImage() for name in ("arrow", "check")}
    dress("light", "rtl", 1.0)
    assert pixmap("arrow", "#000000", 24).toImage() == before["arrow"].flipped(Qt.Orientation.Horizontal)
    assert pixmap("check", "#000000", 24).toImage() == before["check"]


def test_icons_of_open_windows_follow_the_theme(qtbot: QtBot, dress: Dress) -> None:
    button = QPushButton("Send")
    qtbot.addWidget(button)
    set_icon(button, "send", "ink_2")
    before = button.icon().pixmap(16, 16).toImage()
    dress("dark", "ltr", 1.0)
    assert button.icon().pixmap(16, 16).toImage() != before


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_the_stylesheet_has_no_open_hole(tokens: object) -> None:
    sheet = stylesheet(tokens, 10.0)  # type: ignore[arg-type]
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_the_choice_of_the_system_follows_its_scheme() -> None:
    assert tokens_for("system", Qt.ColorScheme.Dark) is DARK
    assert tokens_for("system", Qt.ColorScheme.Unknown) is LIGHT
    assert tokens_for("light", Qt.ColorScheme.Dark) is LIGHT


def test_choosing_a_look_puts_it_on_and_tells(qtbot: QtBot, qapp: QApplication) -> None:
    qapp.setProperty("test_look", "dark")
    theme = Theme(qapp)
    with qtbot.waitSignal(theme.theme_changed):
        theme.choose("dark", 1.5)
    assert current() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.ground
    assert (theme.choice, theme.text_scale) == ("dark", 1.5)
    theme.deleteLater()


def test_a_systems_high_contrast_keeps_its_own_colours() -> None:
    palette = QPalette()
    colours = {
        "Window": "#000000",
        "WindowText": "#ffffff",
        "Base": "#000000",
        "Highlight": "#1aebff",
        "HighlightedText": "#000000",
    }
    for role, colour in colours.items():
        palette.setColor(QPalette.ColorRole[role], QColor(colour))
    tokens = tokens_from(palette)
    assert (tokens.ink, tokens.card, tokens.accent, tokens.on_accent) == ("#ffffff", "#000000", "#1aebff", "#000000")
    assert ratio(tokens.bad, tokens.bad_soft) == pytest.approx(21)


@pytest.mark.parametrize(("scale", "expected"), [(0.5, 1.0), (1.0, 1.0), (2.0, 2.0), (3.0, 2.0)])
def test_text_grows_from_the_persons_own_size_to_twice_that(qapp: QApplication, scale: float, expected: float) -> None:
    own = qapp.property("system_font")
    assert isinstance(own, QFont)
    assert font_for(qapp, scale).pointSizeF() == pytest.approx(own.pointSizeF() * expected)


def test_the_readers_han_family_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    here = ["Noto Sans", "Noto Sans CJK JP", "Noto Sans CJK SC"]
    monkeypatch.setattr("desktop_app.ui.theme.fonts.QFontDatabase.families", lambda: here)
    assert families_for("System", "zh-Hans") == ["System", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans"]
    assert families_for("System", "en")[:2] == ["System", "Noto Sans"]


def test_the_ring_lies_round_the_focus_and_scrolls_with_it(qtbot: QtBot) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    buttons = [QPushButton(f"Button {number}") for number in range(30)]
    for button in buttons:
        layout.addWidget(button)
    scroll = ScrollPage(page)
    qtbot.addWidget(scroll)
    scroll.resize(300, 200)
    scroll.show()
    scroll.activateWindow()
    buttons[20].setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    ring = next(ring for ring in scroll.findChildren(FocusRing) if ring.isVisible())
    for value in (0, 100, 300):
        scroll.verticalScrollBar().setValue(value)
        settle()
        place = buttons[20].mapToGlobal(QPoint(0, 0)) - ring.mapToGlobal(QPoint(0, 0))
        assert place == QPoint(3, 3)


def test_the_ring_goes_when_its_widget_is_hidden_or_deleted(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    field = QLineEdit()
    layout.addWidget(field)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    settle()
    assert any(ring.isVisible() for ring in window.findChildren(FocusRing))
    field.hide()
    settle()
    assert not any(ring.isVisible() for ring in window.findChildren(FocusRing))
    field.deleteLater()
    settle()
