"""Language, colours and size of text of the whole program, as chosen and kept in the preferences. One object."""

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop_app import i18n
from desktop_app.presentation.preferences import Preferences, Theme
from desktop_app.ui.qt_translation import QtTranslation
from desktop_app.ui.theme.apply import Theme as Look


class Appearance(QObject):
    """Signals:
    changed(): another language or another size of text: views must be built anew.
    """

    changed = Signal()

    def __init__(self, app: QApplication, preferences: Preferences, *, language: str = "") -> None:
        """`language` overrides the preference for this run."""
        super().__init__()
        self._preferences = preferences
        self._qt = QtTranslation(app)
        settings = preferences.settings
        self._look = Look(app, settings.theme.value, settings.text_percent / 100)
        self._put_on(language or settings.interface_language or system_language())

    @property
    def language(self) -> str:
        return i18n.interface_language()

    @property
    def theme(self) -> Theme:
        return self._preferences.settings.theme

    @property
    def text_percent(self) -> int:
        return self._preferences.settings.text_percent

    def choose_language(self, tag: str) -> None:
        if tag != self.language:
            self._preferences.change(interface_language=tag)
            self._put_on(tag)
            self.changed.emit()

    def choose_theme(self, theme: Theme) -> None:
        self._preferences.change(theme=theme)
        self._look.choose(theme.value)

    def choose_text_percent(self, percent: int) -> None:
        if percent != self.text_percent:
            self._preferences.change(text_percent=percent)
            self._look.choose(text_scale=percent / 100)
            self.changed.emit()

    def _put_on(self, tag: str) -> None:
        i18n.set_language(tag)
        self._qt.follow(tag)
        self._look.choose(language=tag)


def system_language() -> str:
    """The first of the person's languages that we have; English if none."""
    here = {language.tag for language in i18n.available_languages()}
    for wanted in QLocale.system().uiLanguages():
        for tag in (wanted, wanted.partition("-")[0]):
            if tag in here:
                return tag
    return "en"
