"""What every view-model works with: the open profile, where database work runs, who hears of changes, where we are.

One desk for each open profile; `app.py` makes it. It holds no state of a screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from desktop_app.errors import AppError
from desktop_app.presentation.background import Background, Failed, Then
from desktop_app.presentation.change_bus import ChangeBus
from desktop_app.presentation.guard import Guard
from desktop_app.presentation.line import Line
from desktop_app.presentation.places import Navigator

if TYPE_CHECKING:  # the first window is painted before these are loaded: they bring SQLModel along
    from desktop_app.operations.changes import Changes
    from desktop_app.operations.workspace import Workspace
    from desktop_app.storage.store import Store
    from roadmap_core.instrument.model import Instrument

T = TypeVar("T")


@dataclass
class Saves:
    """How saving went since `failed` was last set to False: what was typed is on the disk if it still is."""

    failed: bool = False


@dataclass(frozen=True)
class Desk:
    """Only the database thread may touch what is in `workspace`; `ask` and `act` hand it over.

    Attributes:
        is_sandbox: whether this is the invented city, of which nothing leaves the program.
    """

    workspace: Workspace
    background: Background
    bus: ChangeBus
    navigator: Navigator
    line: Line = field(default_factory=Line)
    saves: Saves = field(default_factory=Saves)
    is_sandbox: bool = False
    guard: Guard = field(default_factory=Guard)

    @property
    def instrument(self) -> Instrument:
        return self.workspace.instrument

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written here: a newer program has used this data (E-NEWER)."""
        return self.workspace.is_read_only

    def ask(self, query: Callable[[Store], T], then: Then[T], failed: Failed | None = None) -> None:
        """Read something; `then` gets it on the interface thread."""
        self.background.run(lambda: query(self.workspace.store), then, failed)

    def act(
        self,
        operation: Callable[[Workspace], Changes],
        done: Callable[[], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Do something. When it is committed, everybody hears what changed, and `done` is called."""

        def committed(changes: Changes) -> None:
            self.bus.publish(changes)
            if done is not None:
                done()

        self.background.run(lambda: self._operate(operation), committed, failed)

    def _operate(self, operation: Callable[[Workspace], Changes]) -> Changes:
        """On the database thread, so that whoever waits for it to be idle knows at once."""
        if self.is_read_only:
            raise AppError("E-NEWER")
        try:
            return operation(self.workspace)
        except Exception:
            self.saves.failed = True
            raise
