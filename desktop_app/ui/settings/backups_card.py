"""Backups that are there, one more now, and the way back to one: asked once, since it closes what is open."""

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _, format_number
from desktop_app.presentation.settings_page import SettingsPage
from desktop_app.storage.backups import Backup
from desktop_app.ui.problem import Problem
from desktop_app.ui.sending.rows import Row, Rows
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.titled_lines import TitledLines
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class BackupsCard(Card):
    """The question stands in the card; Escape and the harmless button take it back."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__(
            _("Backups"),
            _(
                "Made once a day and before each new version, read back before they count, and as encrypted as the "
                "data. Seven days and four weeks are kept."
            ),
        )
        self._page = page
        self._problem, self._empty = Problem(), WrapLabel(_("No backup yet: the first one comes by itself."), "muted")
        self.make_button = QPushButton()
        self.make_button.clicked.connect(page.make_backup)
        self.question = _Question(page)
        self._rows = Rows(_("Backups, the newest first"))
        self._shown: tuple[Backup, ...] = ()
        self.back_buttons: list[QPushButton] = []
        writes(self.make_button)
        for part in (self._problem, self.question, self._empty, self._rows, _beside(self.make_button)):
            self.add(part)

    def refresh(self) -> None:
        """Show the state of the view-model."""
        page, found = self._page, self._page.backups or ()
        self._problem.show_problem(page.problem)
        self.make_button.setText(_("Making a backup …") if page.is_busy else _("Make a backup now"))
        self.make_button.setEnabled(not page.is_busy)
        self._empty.setVisible(page.backups == ())
        self._rows.setVisible(bool(found))
        self.question.refresh()
        if found != self._shown:
            self._shown = found
            self.back_buttons = [self._button(one) for one in found]
            self._rows.set_rows([self._row(one, button) for one, button in zip(found, self.back_buttons, strict=True)])

    def _row(self, backup: Backup, button: QPushButton) -> Row:
        size = _("{number} kB").format(number=format_number(max(1, backup.size_bytes // 1000)))
        made = self._page.when(backup)
        kind = "" if backup.is_daily else _("Before a new version of the program")
        return Row([TitledLines(made, [line for line in (kind, size) if line]), button], made)

    def _button(self, backup: Backup) -> QPushButton:
        button = QPushButton(_("Go back to this …"))
        button.setProperty("role", "small")
        button.setAccessibleName(_("Go back to the backup of {time}").format(time=self._page.when(backup)))
        button.clicked.connect(lambda: self._page.ask_about(backup))
        writes(button)
        return button


class _Question(QWidget):
    """Hidden until a backup is asked about."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__()
        self._page = page
        self._title = WrapLabel("", "strong")
        self.keep_button, self.back_button = QPushButton(_("Stay here")), QPushButton(_("Go back to this backup"))
        self.back_button.setProperty("role", "primary")
        writes(self.back_button)
        self.keep_button.clicked.connect(lambda: page.ask_about(None))
        self.back_button.clicked.connect(page.go_back)
        words = _(
            "Answers that you gave later and have not sent come back too, from the second copy. What was sent comes "
            "back with the next sending. The data of now is kept beside the backups."
        )
        flow = FlowLayout(self, gap=12, row_gap=8)
        for part in (self._title, WrapLabel(words), self.keep_button, self.back_button):
            flow.addWidget(part)
        self.hide()

    def refresh(self) -> None:
        asked, was_shown = self._page.asked, self.isVisible()
        self.setVisible(asked is not None)
        if asked is not None:
            self._title.setText(_("Go back to the backup of {time}?").format(time=self._page.when(asked)))
            if not was_shown:
                self.keep_button.setFocus()


def _beside(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=12)
    for widget in widgets:
        flow.addWidget(widget)
    return holder
