"""What stands in the window while the profile is locked. It knows nothing of what is behind it."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.locked import Locked
from desktop_app.ui.lock.secret_field import secret_field
from desktop_app.ui.lock.sheet_form import SheetForm
from desktop_app.ui.problem import Problem
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.measure import letters
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.scroll_page import ScrollPage
from desktop_app.ui.widgets.wrap_label import WrapLabel

WIDTH_LETTERS = 100


class LockView(QWidget):
    """A passphrase stands in its field no longer than it must."""

    def __init__(self, model: Locked) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self._model = model
        self._awaits_focus = True
        self._words, self._waiting, self.problem = WrapLabel(), WrapLabel("", "strong"), Problem()
        self.passphrase = secret_field()
        self._row = FieldRow(_("Passphrase"), self.passphrase)
        self.unlock, self.use_sheet = QPushButton(_("Unlock")), QPushButton(_("Open with the recovery sheet"))
        self.sheet: SheetForm | None = None
        self._build()
        self.unlock.clicked.connect(self._unlock)
        self.passphrase.returnPressed.connect(self._unlock)
        self.passphrase.textChanged.connect(self.refresh)
        self.use_sheet.clicked.connect(self._show_sheet)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the view-model."""
        model = self._model
        self._words.setText(model.words())
        self._waiting.setText(model.waiting())
        self._waiting.setVisible(bool(model.waiting()))
        self.problem.show_problem(model.problem)
        self._row.setVisible(model.asks_passphrase)
        self.unlock.setVisible(model.mode is not None)
        self.unlock.setEnabled(model.may_try and (bool(self.passphrase.text()) or not model.asks_passphrase))
        self.use_sheet.setVisible(not model.is_held_open and self.sheet is None)
        self.use_sheet.setEnabled(not (model.is_saving or model.is_busy))
        if self.sheet is not None:
            self.sheet.refresh()
        if self._awaits_focus and model.is_ready:
            self._awaits_focus = False
            QTimer.singleShot(0, self.take_focus)  # what was hidden takes no focus before it is laid out

    def take_focus(self) -> None:
        """To what opens the profile; the words above it are said, for the focus comes without having been moved."""
        opens = self.passphrase if self._model.asks_passphrase else self.unlock
        (opens if self._model.mode is not None else self.use_sheet).setFocus()
        announce(self, self._words.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QPushButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.unlock.setProperty("role", "primary")
        self._card = Card()
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        flow.addWidget(self.unlock)
        flow.addWidget(self.use_sheet)
        for part in (self._words, self._row, self._waiting, self.problem, buttons):
            self._card.add(part)
        column = QWidget()
        column.setMaximumWidth(letters(self, WIDTH_LETTERS))
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(16)
        inner.addWidget(PageHeader(_("Waymark is locked"), _("Nothing of the profile is shown, and nothing is sent.")))
        inner.addWidget(self._card)
        inner.addStretch(1)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(24, 40, 24, 24)
        row.addStretch(1)
        row.addWidget(column, 100)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollPage(page, _("Waymark is locked")))

    def _unlock(self) -> None:
        if self.unlock.isEnabled():
            typed = self.passphrase.text()
            self.passphrase.clear()
            self._model.unlock(typed)

    def _show_sheet(self) -> None:
        self.sheet = SheetForm(self._model)
        self._card.add(self.sheet)
        self.refresh()
        self.sheet.groups.fields[0].setFocus()
