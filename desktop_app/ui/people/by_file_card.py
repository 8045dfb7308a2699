"""Joining without a line: a request goes out as a file, the answer to it comes back as one; or the other way round."""

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.files_in import FilesIn
from desktop_app.presentation.files_out import FilesOut, file_name
from desktop_app.ui.sending import choosing
from desktop_app.ui.sending.save_panel import SavePanel
from desktop_app.ui.sending.take_in_panel import TakeInPanel
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.flow_layout import FlowLayout


class ByFileCard(Card):
    """`asks`: for the computer that wants to join; else for the lead's, which answers with all of the city."""

    def __init__(self, coming: FilesIn, going: FilesOut, *, asks: bool) -> None:
        super().__init__(*(_asking() if asks else _answering()))
        self._coming, self._going, self._asks = coming, going, asks
        self.save_button, self.take_button = QPushButton(), QPushButton()
        self.take_panel = TakeInPanel(coming)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        for button in (self.save_button, self.take_button) if asks else (self.take_button, self.save_button):
            flow.addWidget(button)
        for part in (buttons, self.take_panel, SavePanel(going)):
            self.add(part)
        self.save_button.clicked.connect(self._save)
        self.take_button.clicked.connect(self._take)
        coming.changed.connect(self.refresh)
        going.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the view-models."""
        save = _("Save the request to a file") if self._asks else _("Save the answer to a file")
        self.save_button.setText(_("Saving …") if self._going.is_busy else save)
        self.save_button.setEnabled(not self._going.is_busy)
        self.take_button.setText(_("Take in the answer") if self._asks else _("Take in a request"))
        self.take_button.setEnabled(not self._coming.is_busy)

    def _save(self) -> None:
        file = choosing.file_to_save(self, file_name("request" if self._asks else "answer"))
        if file is not None:
            self._going.save(file, is_whole=not self._asks)

    def _take(self) -> None:
        file = choosing.file_to_take(self)
        if file is not None:
            self._coming.read_file(file)


def _asking() -> tuple[str, str]:
    return (
        _("Join by file or stick"),
        _(
            "Without a line: save the request, have it brought to the lead of your city or to the registrar, and read "
            "out the code of this computer. Then take in the answer that comes back."
        ),
    )


def _answering() -> tuple[str, str]:
    return (
        _("A request that came by file or stick"),
        _(
            "Take it in, admit the computer by its code as always, then save the answer: it holds all that your city "
            "has, and is read on the other computer."
        ),
    )
