"""Says on every screen that a newer program has used this data, and writes out what was signed."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop_app.errors import Words, describe, explain
from desktop_app.i18n import _, format_number, ngettext
from desktop_app.operations.entries_file import export_newer
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.problems import what_now
from desktop_app.ui.shell.strip import Strip

ENDING = ".cborseq"


class ReadOnlyStrip(Strip):
    """`wanted`: the person wants to export."""

    def retranslate(self) -> None:
        self.set_texts(_("Read only"), reason(), _("Export what was signed …"))


def reason() -> str:
    """Why nothing can be written: what stands in the strip, and at each field."""
    words = describe("E-NEWER")
    return _("{what_happened} {what_now}").format(what_happened=words.what_happened, what_now=what_now(words))


def export(desk: Desk, parent: QWidget) -> None:
    """Asks where to, and says what came of it."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Export what was signed"), f"waymark{ENDING}")
    if not chosen:
        return
    path = chosen if chosen.endswith(ENDING) else chosen + ENDING
    profile = desk.workspace.profile

    def exported(count: int) -> None:
        sentence = ngettext("{number} update was written to {path}", "{number} updates were written to {path}", count)
        _tell(parent, sentence.format(number=format_number(count), path=path))

    def failed(error: Exception) -> None:
        _tell(parent, *_said(explain(error)))

    desk.background.run(lambda: export_newer(profile, Path(path)), exported, failed)


def _said(words: Words) -> tuple[str, str]:
    return words.title, _("{what_happened} {what_now}").format(
        what_happened=words.what_happened, what_now=what_now(words)
    )


def _tell(parent: QWidget, title: str, text: str = "") -> None:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("Waymark")
    box.setText(title)
    box.setInformativeText(text)
    box.open()
