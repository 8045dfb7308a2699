"""For a courier: what is carried for other cities, for whom something goes along, and what travels home."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.arrival_words import city_name
from desktop_app.presentation.carrying import Carrying
from desktop_app.presentation.files_out import FilesOut
from desktop_app.presentation.wording import isolated, spoken
from desktop_app.storage.cargo import Load
from desktop_app.ui.sending import choosing
from desktop_app.ui.sending.save_panel import SavePanel
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.titled_lines import TitledLines


class CourierCard(Card):
    """Hidden while nothing is carried."""

    def __init__(self, carrying: Carrying, going: FilesOut) -> None:
        super().__init__(
            _("Carried for other cities"),
            _(
                "What came by file from other cities is delivered with your own updates. Nothing of it can be read or "
                "changed here. A file takes the proof of it home, or what still waits to another courier."
            ),
        )
        self._carrying, self._going = carrying, going
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.choices: dict[str, SegmentedChoice] = {}
        self._shown: object = None
        self.save_button = QPushButton(_("Save for a courier"))
        self.add(self._holder)
        self.body.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.add(SavePanel(going))
        self.body.addStretch(1)
        self.save_button.clicked.connect(self._save)
        for model in (carrying, going):
            model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the view-models."""
        carrying = self._carrying
        self.setVisible(bool(carrying.loads))
        self.save_button.setEnabled(bool(carrying.chosen) and not self._going.is_busy)
        self.save_button.setText(_("Saving …") if self._going.is_busy else _("Save for a courier"))
        if carrying.loads == self._shown:
            return
        self._shown = carrying.loads
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.choices = {}
        for load in carrying.loads:
            self._column.addWidget(self._line(load))

    def _line(self, load: Load) -> QWidget:
        name, words = city_name(load.city), self._carrying.state(load)
        choice = SegmentedChoice(name, [(True, _("Goes along")), (False, _("Stays here"))])
        choice.set_value(load.city not in self._carrying.left_out)
        choice.setAccessibleDescription(spoken("\n".join(words)))
        choice.value_picked.connect(lambda on: self._carrying.choose(load.city, is_chosen=on))
        self.choices[load.city] = choice
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(TitledLines(isolated(name), words))
        column.addWidget(choice)
        return holder

    def _save(self) -> None:
        chosen = self._carrying.chosen
        kind = chosen[0] if len(chosen) == 1 else "courier"
        file = choosing.file_to_save(self, self._carrying.file_name(f"for-{kind}"))
        if file is not None:
            self._going.save(file, chosen)
