"""The system's own dialog for a calendar file."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.i18n import _


def calendar_to_save(parent: QWidget, name: str) -> Path | None:
    """Where to save a calendar; None if the person chose nothing."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kinds = _("Calendars (*.ics)")
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save as a calendar"), str(Path(folder) / name), kinds)
    return Path(chosen) if chosen else None
