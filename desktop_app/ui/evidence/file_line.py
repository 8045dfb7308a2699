"""The file of a citation below it: its name, size and place in one line, and what can be done with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.attaching import Attaching
from desktop_app.presentation.wording import breakable
from desktop_app.ui.evidence.choosing_files import copy_to_save, file_to_attach
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.assessment.attached import AttachedFile
from roadmap_core.assessment.citations import Citation


class FileLine(QWidget):
    """One citation's file, or the button that attaches one."""

    def __init__(self, citation: Citation, attaching: Attaching) -> None:
        super().__init__()
        self._citation, self._attaching = citation, attaching
        self._words = WrapLabel("", "small")
        self._buttons = QWidget()
        self._flow = FlowLayout(self._buttons, gap=8, row_gap=4)
        self._attach = self._button(_("Attach a file …"), self._choose)
        self._save = self._button(_("Save a copy …"), self._save_copy)
        self._fetch = self._button(_("Get the file"), self._ask)
        self._hold = self._button("", self._toggle_held)
        self._detach = self._button(_("Take the file off"), self._take_off)
        writes(self._attach, self._fetch, self._hold, self._detach)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._words)
        column.addWidget(self._buttons)
        self.refresh()

    def refresh(self) -> None:
        file = self._citation.file
        self._attach.setVisible(file is None)
        self._words.setVisible(file is not None)
        self._detach.setVisible(file is not None)
        for button in (self._save, self._fetch, self._hold):
            button.hide()
        if file is not None:
            self._show_file(file)

    def _show_file(self, file: AttachedFile) -> None:
        self._words.setText(breakable(self._attaching.words(file)))
        place = self._attaching.place(file)
        if place is None:
            return
        self._save.setVisible(place.is_here)
        self._fetch.setVisible(not place.is_here and not place.state.is_wanted)
        self._hold.setVisible(place.is_here and not place.state.is_sent)
        self._hold.setText(_("Send the file") if place.state.is_held else _("Hold the file back"))
        self._hold.setAccessibleName(self._named(self._hold.text()))

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(self._named(text))
        button.setProperty("role", "small")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _checked=False: act())
        self._flow.addWidget(button)
        return button

    def _named(self, text: str) -> str:
        return _("{action}: {title}").format(action=text, title=self._citation.title)

    def _choose(self) -> None:
        path = file_to_attach(self)
        if path is not None:
            self._attaching.attach(self._citation, path)

    def _save_copy(self) -> None:
        file = self._citation.file
        path = copy_to_save(self, self._attaching.copy_name(file)) if file is not None else None
        if path is not None:
            self._attaching.save_copy(self._citation, path)

    def _ask(self) -> None:
        self._attaching.fetch(self._citation)

    def _take_off(self) -> None:
        self._attaching.detach(self._citation)

    def _toggle_held(self) -> None:
        file = self._citation.file
        place = self._attaching.place(file) if file is not None else None
        if file is not None and place is not None:
            self._attaching.hold_back(file, is_held=not place.state.is_held)
