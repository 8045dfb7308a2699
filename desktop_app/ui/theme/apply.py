"""Puts the theme on: palette, one stylesheet, font, focus ring, icons. And follows the system if asked to.

`setColorScheme` does nothing on the offscreen platform and little on some Linux desktops, so the palette is ours.
"""

from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop_app.ui.theme import tokens as shown
from desktop_app.ui.theme.focus import FocusTracker
from desktop_app.ui.theme.fonts import font_for
from desktop_app.ui.theme.icons import refresh_icons
from desktop_app.ui.theme.palette import palette_from
from desktop_app.ui.theme.stylesheet import stylesheet
from desktop_app.ui.theme.system_colours import tokens_from
from desktop_app.ui.theme.tokens import DARK, LIGHT, Tokens

Choice = Literal["system", "light", "dark"]


def apply_theme(app: QApplication, tokens: Tokens, text_scale: float = 1.0, language: str = "en") -> None:
    """Dress every window, those that are open too.

    Args:
        app: the application.
        tokens: LIGHT, DARK or a set of the same names.
        text_scale: 1.0 to 2.0 of the person's own point size.
        language: BCP 47 tag of the interface, for the order of families.
    """
    shown.show(tokens)
    _prepare(app)
    app.setPalette(palette_from(tokens))
    font = font_for(app, text_scale, language)
    app.setFont(font)
    sheet = stylesheet(tokens, font.pointSizeF())
    if app.styleSheet() != sheet:  # Qt would read it and dress every widget anew: 60 ms at each start
        app.setStyleSheet(sheet)
    refresh_icons(app)
    for window in app.topLevelWidgets():
        QApplication.sendEvent(window, QEvent(QEvent.Type.ThemeChange))


class Theme(QObject):
    """What the person chose: colours, size of text. `theme_changed` tells that the look is another one.

    Signals:
        theme_changed(): after the new look is on.
    """

    theme_changed = Signal()

    def __init__(self, app: QApplication, choice: Choice = "system", text_scale: float = 1.0) -> None:
        super().__init__(app)
        self._app, self._choice, self._text_scale, self._language = app, choice, text_scale, "en"
        self._hints = app.styleHints()  # kept: a chain of calls lets go of the object too early
        self._hints.colorSchemeChanged.connect(self._system_changed)
        self._wishes = self._hints.accessibility()
        self._wishes.contrastPreferenceChanged.connect(self._system_changed)

    @property
    def choice(self) -> Choice:
        return self._choice

    @property
    def text_scale(self) -> float:
        return self._text_scale

    def choose(
        self, choice: Choice | None = None, text_scale: float | None = None, language: str | None = None
    ) -> None:
        """Change what is given, leave the rest, and put the look on."""
        self._choice = choice or self._choice
        self._text_scale = text_scale or self._text_scale
        self._language = language or self._language
        apply_theme(self._app, self._tokens(), self._text_scale, self._language)
        self.theme_changed.emit()

    def _tokens(self) -> Tokens:
        high = self._wishes.contrastPreference() == Qt.ContrastPreference.HighContrast
        if self._choice == "system" and high:
            self._app.setPalette(QPalette())  # the system's own comes back
            return tokens_from(self._app.palette())
        return tokens_for(self._choice, self._hints.colorScheme())

    def _system_changed(self) -> None:
        if self._choice == "system":
            self.choose()


def tokens_for(choice: Choice, scheme: Qt.ColorScheme) -> Tokens:
    """The set for a choice; `scheme` is the system's, asked only for "system". Unknown counts as light."""
    dark = scheme == Qt.ColorScheme.Dark if choice == "system" else choice == "dark"
    return DARK if dark else LIGHT


def _prepare(app: QApplication) -> None:
    """Once for each application: a second style object made in Python crashed 6.11."""
    if app.findChild(FocusTracker) is not None:
        return
    app.setStyle(QStyleFactory.create("Fusion"))
    FocusTracker(app)
    app.layoutDirectionChanged.connect(lambda: refresh_icons(app))
