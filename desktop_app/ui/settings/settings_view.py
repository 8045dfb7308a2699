"""Settings: what belongs to this computer and to the person at it. Language and reading stand in the bar at the top."""

from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _
from desktop_app.presentation.settings_page import SettingsPage
from desktop_app.ui.settings.about_cards import AccessibilityCard, ProgramCard
from desktop_app.ui.settings.backups_card import BackupsCard
from desktop_app.ui.settings.city_sheet_card import CitySheetCard
from desktop_app.ui.settings.folder_card import FolderCard
from desktop_app.ui.settings.keys_card import KeysCard
from desktop_app.ui.settings.lock_card import LockCard
from desktop_app.ui.settings.profile_sheet_card import ProfileSheetCard
from desktop_app.ui.settings.protection_card import ProtectionCard
from desktop_app.ui.view import View
from desktop_app.ui.widgets.column import column
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.stacking_split import StackingSplit


class SettingsView(View[SettingsPage]):
    """Opened on "keys" the list of keys comes first: that is what F1 is pressed for."""

    def __init__(self, model: SettingsPage) -> None:
        super().__init__(model, _("Settings"))
        words = _("Language, colours and size of text are chosen in the bar at the top.")
        self._header = PageHeader(_("Settings"), words)
        self.protection = ProtectionCard(model.protecting)
        self.sheet, self.city_sheet = ProfileSheetCard(model), CitySheetCard(model)
        self.lock = LockCard(model.desk.guard)
        self.backups, self._folder = BackupsCard(model), FolderCard(model.folder)
        self.keys = KeysCard()
        self._left = column(
            self.protection, self.sheet, self.lock, self.city_sheet, self.backups, self._folder, ProgramCard()
        )
        self._right = column(self.keys, AccessibilityCard())
        self._split = StackingSplit(stack_below=95)
        self._split.add_pane(self._left, 3)
        self._split.add_pane(self._right, 2)
        self.body.addWidget(self._header)
        self.body.addWidget(self._split)
        self.body.addStretch(1)

    def refresh(self) -> None:
        is_own = not self.model.desk.is_sandbox
        self.backups.setVisible(is_own)
        self._folder.setVisible(is_own)
        if is_own:
            self.protection.refresh()
            self.sheet.refresh()
            self.city_sheet.refresh()
        else:
            for card in (self.protection, self.sheet, self.city_sheet):
                card.hide()
        self.backups.refresh()

    def panes(self) -> tuple[QWidget, ...]:
        return self._header, self._left, self._right

    def take_focus(self) -> None:
        if self.model.item == "keys":
            self.keys.print_button.setFocus()
        else:
            super().take_focus()
