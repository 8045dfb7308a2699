"""The settings of this computer while the program runs: read once, written whenever one changes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_app.settings import Settings, Theme, load_settings, save_settings

__all__ = ["TEXT_PERCENTS", "Preferences", "Theme"]

TEXT_PERCENTS = (100, 125, 150, 175, 200)


class Preferences(QObject):
    """Signals:
    changed(): a setting is another one now.
    """

    changed = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.settings: Settings = load_settings(folder)

    def change(self, **settings: Any) -> None:
        """Change and keep these settings. A disk that refuses them costs a choice, not work: it is logged."""
        self.settings = replace(self.settings, **settings)
        try:
            save_settings(self._folder, self.settings)
        except OSError:
            from desktop_app.log import logger

            logger.warning("settings not saved", exc_info=True)
        self.changed.emit()
