"""The recovery sheet of this computer's profile."""

from collections.abc import Sequence

from desktop_app.i18n import _
from desktop_app.presentation.settings_page import SettingsPage
from desktop_app.presentation.sheets import Paper, profile_paper
from desktop_app.ui.settings.sheet_card import SheetCard
from desktop_app.ui.widgets.pill import Pill


class ProfileSheetCard(SheetCard):
    """One that was made stays good: the passphrase may change, the keys on the sheet don't."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__(
            _("Recovery sheet"),
            _("A page of paper that opens this profile when the passphrase or the key store's entry is lost."),
            page.sheet,
        )
        self._page = page
        self._pill = Pill("", "neutral")
        self.add_action(self._pill)
        page.desk.guard.changed.connect(self.refresh)

    def refresh(self) -> None:
        super().refresh()
        page = self._page
        self.passphrase_row.setVisible(page.protecting.asks_passphrase and not page.sheet.rows)
        if page.desk.guard.has_sheet:
            self._pill.set_status(_("Made"), "good")
        else:
            self._pill.set_status(_("Not made yet"), "warn")

    def paper(self, rows: Sequence[str]) -> Paper:
        return profile_paper(self._page.city, rows)

    def made(self) -> None:
        self._page.desk.guard.sheet_made.emit()
