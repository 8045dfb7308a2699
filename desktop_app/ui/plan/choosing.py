"""The system's own dialog for where a calendar is saved."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.i18n import _


def calendar_to_save(parent: QWidget, name: str = "waymark-plan.ics") -> Path | None:
    """None if the person chose no file."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kinds = _("Calendars (*.ics)")
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save as a calendar"), str(Path(folder) / name), kinds)
    return Path(chosen) if chosen else None
