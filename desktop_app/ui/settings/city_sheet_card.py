"""The recovery sheet of the city's keys: printed by a lead, typed on a new computer of a lead."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.operations.city_sheet import ROWS
from desktop_app.presentation.settings_page import SettingsPage
from desktop_app.presentation.sheets import Paper, city_paper
from desktop_app.ui.lock.groups_field import GroupsField
from desktop_app.ui.settings.sheet_card import SheetCard
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes

MOST_KEYS = 12
"""Fields for so many are offered; older keys are read on the console."""


class CitySheetCard(SheetCard):
    """Shown to leads. The fields come when somebody wants to type."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__(
            _("Recovery sheet of your city"),
            _("A page of paper that opens the city's notes, names and plans when all its computers are lost."),
            page.city_sheet,
        )
        self._page, self._city = page, page.city_sheet
        self.typed: GroupsField | None = None
        self._said = WrapLabel("", "strong")
        self.type_button, self.read_button = QPushButton(_("Type a sheet")), QPushButton(_("Read the sheet"))
        self.read_button.setProperty("role", "primary")
        self._typing = QWidget()
        self._fields = QVBoxLayout(self._typing)
        self._fields.setContentsMargins(0, 0, 0, 0)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        flow.addWidget(self.type_button)
        flow.addWidget(self.read_button)
        for part in (self._said, self._typing, buttons):
            self.add(part)
        writes(self.type_button, self.read_button)
        self.type_button.clicked.connect(self._type)
        self.read_button.clicked.connect(self._read)

    def refresh(self) -> None:
        super().refresh()
        city = self._city
        self.setVisible(city.is_lead)
        self.show_button.setVisible(city.state is not None and city.state.held > 0)
        words = self._words()
        if words != self._said.text():
            self._said.setText(words)
            announce(self, words)
        self._said.setVisible(bool(words))
        if city.was_read and self.typed is not None:
            self._drop_fields()
        self._typing.setVisible(self.typed is not None)
        self.type_button.setVisible(self.typed is None and not city.rows)
        self.read_button.setVisible(self.typed is not None)
        self.read_button.setEnabled(not city.is_busy)

    def paper(self, rows: Sequence[str]) -> Paper:
        return city_paper(self._page.city, rows)

    def _words(self) -> str:
        if self._city.lacks_keys:
            return _("Some of what your city wrote can't be read here: type the sheet that was printed.")
        return _("The sheet was read: what its keys sealed is open again.") if self._city.was_read else ""

    def _type(self) -> None:
        known = self._city.state.known if self._city.state is not None else 1
        self._city.was_read = False
        self.typed = GroupsField(ROWS * min(max(known, 1), MOST_KEYS), block=ROWS)
        self._fields.addWidget(self.typed)
        self.refresh()
        self.typed.fields[0].setFocus()

    def _read(self) -> None:
        if self.typed is not None and self.typed.look():
            self._city.read(self.typed.rows())

    def _drop_fields(self) -> None:
        if self.typed is not None:
            self._fields.removeWidget(self.typed)
            self.typed.hide()
            self.typed.deleteLater()
            self.typed = None
            self.type_button.setFocus()
