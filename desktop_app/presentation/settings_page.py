"""This computer: its backups and the way back to one, where the data lies. The city's data isn't changed from here."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import paths
from desktop_app.errors import Words, explain
from desktop_app.operations import backups as keep
from desktop_app.operations.changes import Changes
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.presentation.protecting import Protecting, sheet_of
from desktop_app.presentation.sheets import CitySheet, Sheet
from desktop_app.presentation.status_line import moment
from desktop_app.storage import backups, queries

if TYPE_CHECKING:
    from desktop_app.storage.backups import Backup
    from desktop_app.storage.views import CityView


class SettingsPage(Page):
    """Attributes:
    backups: the newest first; None before they were looked for. That one is good shows when it is restored.
    asked: the backup that the person is asked about before it is gone back to, or None.
    problem: why no backup could be made, or None.
    city: whose profile it is; None before it was begun.
    sheet, city_sheet: the recovery sheets, while they are on the screen.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.backups: tuple[Backup, ...] | None = None
        self.asked: Backup | None = None
        self.problem: Words | None = None
        self.is_busy = False
        self.city: CityView | None = None
        self.sheet = Sheet(desk, partial(sheet_of, desk))
        self.city_sheet = CitySheet(desk)
        self.protecting = Protecting(desk, self.sheet)

    @property
    def folder(self) -> Path:
        return self.desk.workspace.profile.resolve()

    def load(self) -> None:
        database = paths.database_file(self.folder)
        self.desk.background.run(lambda: tuple(backups.every(database)), self._show)
        self.protecting.load()
        self.desk.ask(queries.city, self._show_city)
        self.city_sheet.load()

    def leave(self) -> None:
        """Backups come by themselves: they are looked for again when the page is opened again."""
        super().leave()
        self.asked, self._is_stale = None, True
        self.city_sheet.was_read = False
        for sheet in (self.sheet, self.city_sheet):
            sheet.hide()

    def concerns(self, changes: Changes) -> bool:  # noqa: ARG002 - nothing of the city's data stands here
        return False

    def make_backup(self) -> None:
        """One more, now."""
        workspace = self.desk.workspace
        self.is_busy, self.problem = True, None
        self.changed.emit()
        self.desk.background.run(
            lambda: keep.make_backup(workspace.profile, workspace.clock, workspace.keys),
            lambda _made: self._done(None),
            lambda error: self._done(explain(error)),
        )

    def ask_about(self, backup: Backup | None) -> None:
        """Go back to this one? None: the question is taken back."""
        self.asked = backup
        self.changed.emit()

    def go_back(self) -> None:
        """Close the profile, and open it as the backup has it."""
        if self.asked is not None:
            self.desk.navigator.backup_wanted.emit(self.asked.name)

    def when(self, backup: Backup) -> str:
        """When it was made, as people say it."""
        return moment(backup.made_ms, datetime.now(UTC))

    def _show_city(self, city: CityView | None) -> None:
        self.city = city

    def _done(self, problem: Words | None) -> None:
        self.is_busy, self.problem = False, problem
        self.load()

    def _show(self, found: tuple[Backup, ...]) -> None:
        self.backups = found
        if self.asked not in found:
            self.asked = None
        self.changed.emit()
