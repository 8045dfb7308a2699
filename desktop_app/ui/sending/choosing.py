"""The system's own dialogs for files, and which files a person may drop onto the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.i18n import _

SUFFIXES = (".roadmap", ".cborseq")


def dropped_file(data: QMimeData) -> Path | None:
    """The one file with updates in what is dragged; None for anything else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    file = Path(urls[0].toLocalFile())
    return file if file.suffix.lower() in SUFFIXES else None


def file_to_take(parent: QWidget) -> Path | None:
    """A file with updates, chosen from a stick; None if the person chose none."""
    kinds = _("Files with updates (*.roadmap *.cborseq)")
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Take in a file"), _folder(), kinds)
    return Path(chosen) if chosen else None


def file_to_save(parent: QWidget, name: str) -> Path | None:
    """Where to save a file with updates."""
    kinds = _("Files with updates (*.roadmap)")
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save to a file"), str(Path(_folder()) / name), kinds)
    return Path(chosen) if chosen else None


def picture_to_save(parent: QWidget, name: str) -> Path | None:
    """Where to save a picture."""
    kinds = _("Pictures (*.png *.svg)")
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save as a picture"), str(Path(_folder()) / name), kinds)
    return Path(chosen) if chosen else None


def photos_to_read(parent: QWidget) -> list[Path]:
    """Photos of codes, one or several."""
    kinds = _("Pictures (*.png *.jpg *.jpeg *.bmp)")
    chosen, _kind = QFileDialog.getOpenFileNames(parent, _("Choose photos"), _folder(), kinds)
    return [Path(one) for one in chosen]


def _folder() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
