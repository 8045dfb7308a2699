"""A postcard of what waits: made when somebody asks for it, shown as text and as codes, saved as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import Words, explain
from desktop_app.operations.changes import Changes
from desktop_app.presentation.desk import Desk

if TYPE_CHECKING:
    from desktop_app.operations.bundles.postcards import Postcard
    from desktop_app.operations.bundles.sheets import Matrix


class Postcards(QObject):
    """Signals:
        changed(): a postcard was made, turned to another of its codes, saved, or put away.

    Attributes:
        card: the postcard, or None.
        codes: its QR codes, as fields of modules.
        at: the one that is shown, from 0.
        file: the picture that was saved last, or None.
        problem: why there is none, or no picture of it, or None.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._beside = desk.background.beside()
        self.card: Postcard | None = None
        self.codes: tuple[Matrix, ...] = ()
        self.at = 0
        self.file: Path | None = None
        self.problem: Words | None = None

    def make(self) -> None:
        """Make it of what waits now."""
        from desktop_app.operations.bundles.postcards import postcard

        self.put_away()
        self._desk.background.run(lambda: postcard(self._desk.workspace), self._draw, self._failed)

    def put_away(self) -> None:
        """Show none any more."""
        self.card, self.codes, self.at, self.file, self.problem = None, (), 0, None, None
        self.changed.emit()

    def turn(self, step: int) -> None:
        """To the next code, or the one before."""
        self.at = min(max(self.at + step, 0), len(self.codes) - 1)
        self.changed.emit()

    def save(self, file: Path) -> None:
        """All codes in one picture."""
        from desktop_app.operations.bundles.codes import save_codes

        card, named = self.card, file if file.suffix else file.with_suffix(".png")
        if card is not None:
            self.file, self.problem = None, None
            self._beside.run(lambda: save_codes(card.pieces, named), lambda _done: self._saved(named), self._failed)

    def close(self) -> None:
        """The profile is being closed."""
        self._beside.close()

    def _draw(self, card: Postcard) -> None:
        from desktop_app.operations.bundles.codes import matrix_of

        self._desk.bus.publish(Changes(outbox=True, connection=True))

        def drawn(codes: tuple[Matrix, ...]) -> None:
            self.card, self.codes = card, codes
            self.changed.emit()

        self._beside.run(lambda: tuple(matrix_of(piece) for piece in card.pieces), drawn, self._failed)

    def _saved(self, file: Path) -> None:
        self.file = file
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.problem = explain(error)
        self.changed.emit()
