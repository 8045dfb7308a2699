"""Recovery sheets while they are on the screen: that of the profile, and that of the city's keys. Kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import Words, explain
from desktop_app.i18n import _, format_date
from desktop_app.operations import city_sheet
from desktop_app.presentation.wording import isolated

if TYPE_CHECKING:
    from desktop_app.operations.city_sheet import CitySheetState
    from desktop_app.presentation.desk import Desk
    from desktop_app.storage.views import CityView


@dataclass(frozen=True, slots=True)
class Paper:
    """Attributes:
    title: what sheet it is.
    lines: sentences above the groups: whose it is, what it opens, when it was made.
    """

    title: str
    lines: Sequence[str]
    rows: Sequence[str]


def profile_paper(city: CityView | None, rows: Sequence[str]) -> Paper:
    """What opens the profile on this computer."""
    whose, official = _whose(city), isolated(city.official) if city is not None else ""
    return Paper(
        _("Waymark: recovery sheet of a profile"),
        (
            _("{city}, {official}, {date}").format(city=whose, official=official, date=_today()),
            _(
                "It opens the data on this computer, and backups of it, when the passphrase or the entry in the "
                "computer's key store is lost. Choose “Open with the recovery sheet” where the program asks."
            ),
            keep_it(),
        ),
        rows,
    )


def city_paper(city: CityView | None, rows: Sequence[str]) -> Paper:
    """What opens the city's notes on another computer."""
    return Paper(
        _("Waymark: recovery sheet of a city"),
        (
            _("{city}, {date}").format(city=_whose(city), date=_today()),
            _(
                "When all computers of the city are lost, a new computer of its lead reads the notes, names and plans "
                "again with it: on the page “Settings”. Print a new sheet whenever a computer was removed."
            ),
            keep_it(),
        ),
        rows,
    )


def keep_it() -> str:
    """What to do with a sheet."""
    return _("Keep it locked away, not beside this computer: whoever has it can read everything.")


def _whose(city: CityView | None) -> str:
    return isolated(city.city_name) if city is not None else ""


def _today() -> str:
    return format_date(datetime.now(UTC).astimezone().date())


class Sheet(QObject):
    """Signals:
        changed(): another state.

    Attributes:
        rows: the groups, while they are shown; else empty.
        problem: why the last thing wasn't done, or None.
        is_busy: something is being done.
    """

    changed = Signal()

    def __init__(self, desk: Desk, read: Callable[[str], Sequence[str]]) -> None:
        """`read` gives the groups; it gets the passphrase, or "", and runs beside the interface thread."""
        super().__init__()
        self._desk, self._read = desk, read
        self.rows: tuple[str, ...] = ()
        self.problem: Words | None = None
        self.is_busy = False

    def show(self, passphrase: str = "") -> None:
        self._begin()
        self._desk.background.run(lambda: tuple(self._read(passphrase)), self._show, self._failed)

    def hide(self) -> None:
        """The groups are on the screen no longer than somebody looks at them."""
        self.rows, self.problem = (), None
        self.changed.emit()

    def _begin(self) -> None:
        self.is_busy, self.problem = True, None
        self.changed.emit()

    def _show(self, rows: tuple[str, ...]) -> None:
        self.is_busy, self.rows = False, rows
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.is_busy, self.problem = False, explain(error)
        self.changed.emit()


class CitySheet(Sheet):
    """Attributes:
    state: what this computer can do with a sheet of the city; None before that was looked up.
    was_read: whether a typed sheet was taken since the page was opened.
    """

    def __init__(self, desk: Desk) -> None:
        workspace = desk.workspace
        super().__init__(desk, lambda _passphrase: city_sheet.city_sheet(workspace))
        self.state: CitySheetState | None = None
        self.was_read = False

    def load(self) -> None:
        workspace = self._desk.workspace
        self._desk.background.run(lambda: city_sheet.state(workspace), self._looked, lambda _error: None)

    @property
    def is_lead(self) -> bool:
        return self.state is not None and self.state.is_lead

    @property
    def lacks_keys(self) -> bool:
        """Whether the city has keys that this computer was not given."""
        return self.state is not None and self.state.held < self.state.known

    def read(self, rows: Sequence[str]) -> None:
        """Take the keys of a typed sheet."""
        typed = tuple(rows)
        self._begin()
        self._desk.act(lambda workspace: city_sheet.read_city_sheet(workspace, typed), self._taken, self._failed)

    def _taken(self) -> None:
        self.is_busy, self.was_read = False, True
        self.load()

    def _looked(self, state: CitySheetState) -> None:
        self.state = state
        self.changed.emit()
