"""The system's own dialog for where a table is saved."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.i18n import _


def table_to_save(parent: QWidget, name: str = "waymark-answers.csv") -> Path | None:
    """None if the person chose no file."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kinds = _("Tables (*.csv)")
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save as a table"), str(Path(folder) / name), kinds)
    return Path(chosen) if chosen else None
