"""The minutes of a meeting: read here, saved as a file, printed."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.meeting_page import MeetingPage
from desktop_app.presentation.minutes import Minutes, as_page, file_name
from desktop_app.ui.paper import print_page
from desktop_app.ui.problem import Problem
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.text_area import TextArea
from desktop_app.ui.widgets.text_view import TextView
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class MinutesCard(Card):
    """Built anew only when the minutes say something else."""

    def __init__(self, model: MeetingPage) -> None:
        super().__init__()
        self._model = model
        self._shown: Minutes | None = None
        self._parts: list[QWidget] = []
        self.save_button, self.print_button = QPushButton(_("Save the minutes")), QPushButton(_("Print"))
        self.go_on_button, self.list_button = QPushButton(_("Go on with the meeting")), QPushButton(_("All meetings"))
        self.present, self.present_button = TextArea(_("Who was present?"), lines=3), QPushButton(_("Change"))
        self._saved, self._problem = WrapLabel("", "muted"), Problem()
        self._column = QVBoxLayout()
        self._lay_out()
        self.save_button.clicked.connect(self._save)
        self.print_button.clicked.connect(self._print)
        self.go_on_button.clicked.connect(self._go_on)
        self.list_button.clicked.connect(model.show_list)
        self.present.textChanged.connect(lambda: model.type_present(self.present.text()))
        self.present.text_settled.connect(lambda _text: model.keep_typed())
        self.present_button.clicked.connect(model.change_present)

    def refresh(self) -> None:
        model, found = self._model, self._model.minutes
        self._saved.setText(model.saved)
        self._saved.setVisible(bool(model.saved))
        self._problem.show_problem(model.problem)
        if self.present.text() != model.present:
            with QSignalBlocker(self.present):
                self.present.show_text(model.present)
        if found is None or found == self._shown:
            return
        self._shown = found
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = list(_widgets(found))
        for part in self._parts:
            self._column.addWidget(part)

    def settle(self) -> None:
        self.present.settle()

    def take_focus(self) -> None:
        self.save_button.setFocus()

    def _go_on(self) -> None:
        if self._model.meeting is not None:
            self._model.go_on(self._model.meeting.key)

    def _save(self) -> None:
        meeting = self._model.meeting
        file = _file_to_save(self, file_name(meeting)) if meeting is not None else None
        if file is not None:
            self._model.export(file)

    def _print(self) -> None:
        if self._model.minutes is not None:
            print_page(as_page(self._model.minutes), self)

    def _lay_out(self) -> None:
        acts = QWidget()
        flow = FlowLayout(acts, gap=8)
        self.save_button.setProperty("role", "primary")
        for button in (self.save_button, self.print_button, self.go_on_button, self.list_button):
            flow.addWidget(button)
        self.present_button.setAccessibleName(_("Change who was present"))
        writes(self.present_button)
        for part in (acts, self._saved, self._problem):
            self.add(part)
        self.body.addLayout(self._column)
        self.add(FieldRow(_("Who was present?"), self.present, _("One name on each line. Only your city reads them.")))
        self.body.addWidget(self.present_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addStretch(1)


def _widgets(found: Minutes) -> list[QWidget]:
    parts: list[QWidget] = [Heading(found.title, level=2), *map(WrapLabel, found.lines)]
    for part in found.parts:
        parts.append(Heading(part.title, level=2))
        parts += [_text(line) for line in part.lines]
        for title, lines in part.questions:
            parts.append(Heading(title, level=3))
            parts += [_text(line) for line in lines]
    return parts


def _text(text: str) -> QWidget:
    return TextView(text)


def _file_to_save(parent: QWidget, name: str) -> Path | None:
    """None if the person chose no file."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kinds = _("Web pages (*.html)")
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save the minutes"), str(Path(folder) / name), kinds)
    return Path(chosen) if chosen else None
