"""Files that were taken in lately, and what is carried for other cities: lists of the page about sending."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import Words, explain
from desktop_app.i18n import _, format_number, ngettext
from desktop_app.operations.bundles import journal
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.files_out import file_name
from desktop_app.presentation.status_line import moment
from desktop_app.storage import queries

if TYPE_CHECKING:
    from desktop_app.operations.changes import Changes
    from desktop_app.operations.workspace import Workspace
    from desktop_app.storage.cargo import Load
    from desktop_app.storage.taken_files import TakenFile
    from desktop_app.storage.views import CityView


class Carrying(QObject):
    """Signals:
        changed(): the lists are different now.

    Attributes:
        city: whose profile this is; None before it was read.
        files: those of the last week, the newest first.
        loads: what is carried, city by city.
        left_out: cities for which the next courier takes nothing along.
        undone: how many updates the last "take back" took back; None before one.
        problem: why a file could not be taken back, or None.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.city: CityView | None = None
        self.files: tuple[TakenFile, ...] = ()
        self.loads: tuple[Load, ...] = ()
        self.left_out: set[str] = set()
        self.undone: int | None = None
        self.problem: Words | None = None

    def load(self) -> None:
        """Ask the database."""
        workspace = self._desk.workspace
        self._desk.background.run(
            lambda: (queries.city(workspace.store), journal.taken(workspace), journal.carried(workspace)), self._show
        )

    @property
    def chosen(self) -> list[str]:
        """The cities for which something is taken along."""
        return [one.city for one in self.loads if one.city not in self.left_out]

    def choose(self, city: str, *, is_chosen: bool) -> None:
        """Take something along for a city, or leave it here."""
        (self.left_out.discard if is_chosen else self.left_out.add)(city)
        self.changed.emit()

    def undo(self, number: int) -> None:
        """Take a file back."""

        def gone(found: tuple[int, Changes]) -> None:
            self.undone = found[0]
            self._desk.bus.publish(found[1])
            self.load()

        def failed(error: Exception) -> None:
            self.problem = explain(error)
            self.changed.emit()

        self.problem, self.undone = None, None
        self._desk.background.run(lambda: _undo(self._desk.workspace, number), gone, failed)

    def undone_words(self) -> str:
        """What came of the last "take back"."""
        if self.undone is None:
            return ""
        words = ngettext(
            "{number} update was taken back. Take the file in once more to have it again.",
            "{number} updates were taken back. Take the file in once more to have them again.",
            self.undone,
        )
        return words.format(number=format_number(self.undone))

    def when(self, milliseconds: int) -> str:
        return moment(milliseconds, datetime.now(UTC))

    def state(self, load: Load) -> list[str]:
        """How far what is carried for a city has come."""
        parts = []
        if load.waiting:
            words = ngettext(
                "{number} update waits to be delivered.", "{number} updates wait to be delivered.", load.waiting
            )
            parts.append(words.format(number=format_number(load.waiting)))
        if load.delivered:
            words = ngettext("{number} is with the alliance.", "{number} are with the alliance.", load.delivered)
            parts.append(words.format(number=format_number(load.delivered)))
        if load.refused:
            words = ngettext("{number} was refused for good.", "{number} were refused for good.", load.refused)
            parts.append(words.format(number=format_number(load.refused)))
        if load.receipts:
            parts.append(_("The proof of it can travel home."))
        return parts

    def file_name(self, kind: str = "") -> str:
        """A name for a file with updates of this city."""
        return file_name(kind, self.city.city_id if self.city else "")

    def _show(self, found: tuple[CityView | None, tuple[TakenFile, ...], tuple[Load, ...]]) -> None:
        self.city, self.files, self.loads = found
        self.changed.emit()


def _undo(workspace: Workspace, number: int) -> tuple[int, Changes]:
    return journal.undo(workspace, number)
