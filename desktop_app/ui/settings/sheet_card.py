"""A recovery sheet: shown when somebody asks for it, printed or saved, gone from the screen when they go on."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.errors import Words, explain
from desktop_app.i18n import _
from desktop_app.presentation.sheets import Paper, Sheet, keep_it
from desktop_app.ui.lock import sheet_paper
from desktop_app.ui.lock.groups_shown import GroupsShown
from desktop_app.ui.lock.secret_field import secret_field
from desktop_app.ui.problem import Problem
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.wrap_label import WrapLabel


class SheetCard(Card):
    """What both kinds of sheet have in common; the kinds say `paper` and what is done when it was made."""

    def __init__(self, title: str, about: str, model: Sheet) -> None:
        super().__init__(title, about)
        self._model = model
        self._before: tuple[str, ...] = ()
        self.problem = Problem()
        self.passphrase = secret_field()
        self.passphrase_row = FieldRow(_("Passphrase of now"), self.passphrase)
        self.show_button, self.groups = QPushButton(_("Show the recovery sheet")), GroupsShown(title)
        self._keep = WrapLabel(keep_it())
        self.print_button, self.save_button = QPushButton(_("Print")), QPushButton(_("Save as PDF"))
        self.hide_button = QPushButton(_("I have it: hide it again"))
        self._shown = _flow(self.print_button, self.save_button, self.hide_button)
        self._hidden = _flow(self.show_button)
        for part in (self.problem, self.passphrase_row, self._hidden, self.groups, self._keep, self._shown):
            self.add(part)
        self.passphrase_row.hide()
        self.show_button.clicked.connect(self._ask)
        self.passphrase.returnPressed.connect(self._ask)
        self.print_button.clicked.connect(lambda: self._make(sheet_paper.print_out))
        self.save_button.clicked.connect(lambda: self._make(sheet_paper.save))
        self.hide_button.clicked.connect(self._have)
        model.changed.connect(self.refresh)

    def paper(self, rows: Sequence[str]) -> Paper:
        """The sheet with these groups."""
        raise NotImplementedError

    def made(self) -> None:
        """It was printed or saved, or written down."""

    def refresh(self) -> None:
        """Show the state of the view-model."""
        model = self._model
        is_shown = bool(model.rows)
        self.problem.show_problem(model.problem)
        self.groups.show_rows(model.rows)
        for widget in (self.groups, self._keep, self._shown):
            widget.setVisible(is_shown)
        self._hidden.setVisible(not is_shown)
        self.show_button.setEnabled(not model.is_busy)
        if model.rows and not self._before:
            self.print_button.setFocus()
            announce(self, self._keep.text())
        self._before = model.rows

    def _ask(self) -> None:
        typed = self.passphrase.text()
        self.passphrase.clear()
        self._model.show(typed)

    def _have(self) -> None:
        self.made()
        self._model.hide()
        self.show_button.setFocus()

    def _make(self, how: Callable[[Paper, QWidget], bool]) -> None:
        try:
            if how(self.paper(self._model.rows), self):
                self.made()
        except OSError as error:
            self._tell(explain(error))

    def _tell(self, problem: Words) -> None:
        self.problem.show_problem(problem)


def _flow(*buttons: QPushButton) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=12)
    for button in buttons:
        flow.addWidget(button)
    return holder
