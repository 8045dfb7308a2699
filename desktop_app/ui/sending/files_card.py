"""By file or stick: what waits is saved, what came is looked at and taken in, and taken back for a week."""

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation import arrival_words
from desktop_app.presentation.carrying import Carrying
from desktop_app.presentation.files_in import FilesIn
from desktop_app.presentation.files_out import FilesOut
from desktop_app.presentation.wording import isolated, spoken
from desktop_app.storage.taken_files import TakenFile
from desktop_app.ui.problem import Problem
from desktop_app.ui.sending import choosing
from desktop_app.ui.sending.rows import Row, Rows
from desktop_app.ui.sending.save_panel import SavePanel
from desktop_app.ui.sending.take_in_panel import TakeInPanel
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.titled_lines import TitledLines
from desktop_app.ui.widgets.wrap_label import WrapLabel


class FilesCard(Card):
    """Its buttons open the system's dialogs; a file can be dropped onto the window instead."""

    def __init__(self, carrying: Carrying, coming: FilesIn, going: FilesOut) -> None:
        super().__init__(
            _("By file or stick"),
            _("Without a line: a file takes your updates to a colleague, to another city, or to the alliance."),
        )
        self._carrying, self._coming, self._going = carrying, coming, going
        self.save_button = QPushButton(_("Save what is waiting to a file"))
        self.take_button = QPushButton(_("Take in a file"))
        self.take_panel, self._saved = TakeInPanel(coming), SavePanel(going)
        self._undone, self.problem = WrapLabel("", "strong"), Problem()
        self._lately = WrapLabel(_("Taken in during the last week"), "strong")
        self._rows, self.undo_buttons = Rows(_("Files that were taken in")), list[QPushButton]()
        self._shown: object = None
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        flow.addWidget(self.save_button)
        flow.addWidget(self.take_button)
        for part in (buttons, self.take_panel, self._saved, self._undone, self.problem, self._lately, self._rows):
            self.add(part)
        self.add(WrapLabel(_("You can also drop a file with updates anywhere on this window."), "caption"))
        self.body.addStretch(1)
        self.save_button.clicked.connect(self._save)
        self.take_button.clicked.connect(self._take)
        for model in (carrying, coming, going):
            model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the view-models."""
        carrying = self._carrying
        self.save_button.setEnabled(not self._going.is_busy)
        self.save_button.setText(_("Saving …") if self._going.is_busy else _("Save what is waiting to a file"))
        self.take_button.setEnabled(not self._coming.is_busy)
        self.problem.show_problem(carrying.problem)
        self._undone.setText(carrying.undone_words())
        self._undone.setVisible(bool(carrying.undone_words()))
        self._lately.setVisible(bool(carrying.files))
        self._rows.setVisible(bool(carrying.files))
        if carrying.files != self._shown:
            self._shown, self.undo_buttons = carrying.files, []
            self._rows.set_rows([self._row(one) for one in carrying.files])

    def _row(self, one: TakenFile) -> Row:
        lines = [
            _("Taken in {time}").format(time=isolated(self._carrying.when(one.taken_ms))),
            *arrival_words.taken(one),
        ]
        button = QPushButton(_("Take back"))
        button.setAccessibleName(_("Take back {file}").format(file=one.name))
        button.setEnabled(one.removable > 0)
        button.clicked.connect(lambda: self._carrying.undo(one.number))
        self.undo_buttons.append(button)
        return Row((TitledLines(isolated(one.name), lines), button), spoken("\n".join([one.name, *lines])))

    def _save(self) -> None:
        file = choosing.file_to_save(self, self._carrying.file_name())
        if file is not None:
            self._going.save(file)

    def _take(self) -> None:
        file = choosing.file_to_take(self)
        if file is not None:
            self._coming.read_file(file)
