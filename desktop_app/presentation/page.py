"""What all pages have in common. A page is one view-model of this kind and one view that shows it.

A view-model lives as long as its profile is open, so that text which is not saved yet outlives a change of language;
views are built anew.
"""

from PySide6.QtCore import QObject, Signal

from desktop_app.operations.changes import Changes
from desktop_app.presentation.desk import Desk


class Page(QObject):
    """Signals:
    changed(): what the page shows is different now.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.item = ""
        self._is_open = False
        self._is_stale = True
        desk.bus.changed.connect(self._hear)

    def open(self, item: str = "") -> None:
        """The page is in front now, with `item` on it."""
        was, self.item = self.item, item
        if self._is_stale or was != item:
            self._is_stale = False
            self.load()
        self._is_open = True

    def prepare(self) -> None:
        """The page may be opened soon: what it is likely to show is asked for."""
        if self._is_stale:
            self._is_stale = False
            self.load()

    def leave(self) -> None:
        """Another page is in front now. Whatever was typed must be saved here."""
        self._is_open = False

    def keep_typed(self) -> None:
        """Hand over to be saved all that was typed on this page and is not saved; the page stays as it is."""

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed here could not be saved and has not been saved since."""
        return False

    def show_unsaved(self) -> None:
        """Go to what could not be saved, if this page has such a thing."""

    def load(self) -> None:
        """Ask the database for what the page shows, then emit `changed`. Must not block."""
        raise NotImplementedError

    def concerns(self, changes: Changes) -> bool:
        """Whether the page shows something of this."""
        raise NotImplementedError

    def close(self) -> None:
        """The profile is being closed."""
        self.desk.bus.changed.disconnect(self._hear)

    def _hear(self, changes: Changes) -> None:
        if not self.concerns(changes):
            return
        if self._is_open:
            self.load()
        else:
            self._is_stale = True
