"""The system's own dialogs for a file that is attached to evidence, and for a copy of one."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.i18n import _

KINDS = "*.pdf *.png *.jpg *.jpeg *.txt *.csv *.docx *.xlsx"


def file_to_attach(parent: QWidget) -> Path | None:
    """A document; None if the person chose none."""
    kinds = _("Documents and pictures ({kinds})").format(kinds=KINDS)
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Attach a file"), _folder(), kinds)
    return Path(chosen) if chosen else None


def copy_to_save(parent: QWidget, name: str) -> Path | None:
    """Where to save a copy. The dialog doesn't offer to replace a file: none is ever replaced."""
    chosen, _kind = QFileDialog.getSaveFileName(
        parent,
        _("Save a copy"),
        str(Path(_folder()) / name),
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    return Path(chosen) if chosen else None


def _folder() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
