"""Where the data lies, and the folder itself in the system's own program for files."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from desktop_app.i18n import _
from desktop_app.presentation.wording import isolated
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.wrap_label import WrapLabel


class FolderCard(Card):
    """The path can be marked and copied."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("Data folder"),
            _("All data of this program lies here, encrypted. Close the program before you copy or move the folder."),
        )
        path = WrapLabel(isolated(str(folder)))
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add(path)
        self.open_button = QPushButton(_("Show the folder"))
        self.open_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        self.body.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeading)
