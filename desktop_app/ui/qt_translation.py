"""Qt's own words (OK, Cancel, Copy, Paste) in the language of the interface. Ours go through gettext."""

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_app.i18n import direction

_QT_NAMES = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "pt-PT": "pt_BR"}  # where Qt's file has another name


class QtTranslation:
    """Keeps the one translator that is installed."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._translator: QTranslator | None = None

    def follow(self, tag: str) -> None:
        """Take up `tag` (BCP 47): Qt's strings and the direction of reading."""
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator.deleteLater()
        self._translator = self._loaded(tag)
        QLocale.setDefault(QLocale(tag))
        self._app.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if direction(tag) == "rtl" else Qt.LayoutDirection.LeftToRight
        )

    def _loaded(self, tag: str) -> QTranslator | None:
        """None for a language that Qt has no words in: an empty translator would blank nothing, but swallow events."""
        translator = QTranslator(self._app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name in (_QT_NAMES.get(tag, tag.replace("-", "_")), tag.partition("-")[0]):
            if name != "en" and translator.load(f"qtbase_{name}", folder):
                self._app.installTranslator(translator)
                return translator
        translator.deleteLater()
        return None
