"""The running program: what is open, what works on it, and in which order it is let go.

SQLModel, httpx and Alembic are imported on the database thread, after the first window is on the screen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.shell.placing import place_of, put

if TYPE_CHECKING:  # everything that the first paint doesn't need is imported after it
    from desktop_app.errors import Words
    from desktop_app.presentation.background import Background
    from desktop_app.presentation.desk import Desk
    from desktop_app.presentation.exchange import Exchange
    from desktop_app.presentation.keeper import Keeper
    from desktop_app.presentation.opening import Opened
    from desktop_app.presentation.places import Place
    from desktop_app.ui.incident import IncidentDialog
    from desktop_app.ui.shell.frame import Frame

SAMPLE_FOLDER = "sample"
"""Inside the profile's folder: the profile of the invented city."""


class Program(QObject):
    """The running program: one window, one background, one profile at a time."""

    def __init__(
        self,
        app: QApplication,
        profile: Path,
        background: Background,
        *,
        window: MainWindow | None = None,
        language: str = "",
        sends: bool = True,
    ) -> None:
        """`sends` False leaves the sending thread away, for tests of screens."""
        from desktop_app.presentation.change_bus import ChangeBus
        from desktop_app.presentation.guard import Guard
        from desktop_app.presentation.preferences import Preferences
        from desktop_app.ui.appearance import Appearance
        from desktop_app.ui.incident import IncidentDialog
        from desktop_app.ui.shell.garbage import Garbage
        from desktop_app.ui.shell.leaving import Leaving
        from desktop_app.ui.shell.locking import Locking

        super().__init__()
        self._garbage = Garbage(self)
        self._sends = sends
        self._exchange: Exchange | None = None
        self._keeper: Keeper | None = None
        self._profile = profile
        self._background = background
        self._bus = ChangeBus()
        self._open: Opened | None = None
        self._when_open: list[Callable[[], None]] = []
        self.which, self._closed = "own", False
        self._preferences = Preferences(profile)
        settings = self._preferences.settings
        self._last = (settings.last_view, settings.last_item)
        self.appearance = Appearance(app, self._preferences, language=language)
        if window is None:
            window = MainWindow()
            put(window, settings)
        self.window = window
        self.frame: Frame = self.window.furnish(self.appearance)
        self._incident: IncidentDialog = IncidentDialog(self.window)
        self._guard = Guard()
        self._guard.heed(self._preferences)
        self.locking = Locking(self.frame, self.appearance, background, self._guard, self)
        self.leaving = Leaving(self.window, self.frame, self.when_idle, self.show_problem)
        self.window.close_wanted.connect(self.leaving.leave)
        self.window.closing.connect(self._remember)
        self.window.closing.connect(self.close)
        background.on_unexpected(self.show_problem)
        self.previous_hook = sys.excepthook
        sys.excepthook = self.uncaught

    def open_profile(self, which: str, passphrase: str = "") -> None:
        """Open the city's own profile ("own") or the invented one ("sample"); what was open is closed first."""
        self.let_go()
        self.which = which
        folder, is_sample = self.folder, which == "sample"

        def failed(error: Exception) -> None:
            self._not_opened(folder, error, passphrase)

        self._background.run(lambda: _open(folder, passphrase, is_sample=is_sample), self._take_up, failed)

    def _not_opened(self, folder: Path, error: Exception, passphrase: str) -> None:
        """A damaged file can be mended, if the person wants it; nothing is deleted on the way."""
        from desktop_app.errors import explain
        from desktop_app.operations.recovery import is_damage

        if self.locking.refused(error):
            return

        def mended(words: Words) -> None:
            self.open_profile(self.which, passphrase)
            self._incident.show_words(words)

        def mend() -> None:
            self._background.run(lambda: _mend(folder, passphrase), mended, self.show_problem)

        self._incident.show_words(explain(error), mend if is_damage(error) else None)

    @property
    def folder(self) -> Path:
        """Of the profile that is open, or was asked for."""
        return self._profile / SAMPLE_FOLDER if self.which == "sample" else self._profile

    @property
    def is_open(self) -> bool:
        return self._open is not None

    @property
    def opened(self) -> Opened | None:
        """The profile that is open now."""
        return self._open

    def when_open(self, then: Callable[[], None]) -> None:
        """Call this once, after the profile's first page is shown."""
        self._when_open.append(then)

    def when_idle(self, then: Callable[[], None]) -> None:
        """Call this when the database has answered what was asked until now."""
        self._background.run(_nothing, _calling(then))

    def show_problem(self, error: Exception) -> None:
        """One calm dialog with a number, for what nobody expected."""
        from desktop_app.errors import explain

        self._incident.show_words(explain(error))

    def close(self) -> None:
        """In order: what is typed, the exchange, drafts sealed, the database. Does nothing the second time."""
        if self._closed:
            return
        self._closed = True
        self.locking.idle.watch(0)
        self.window.release()
        sys.excepthook = self.previous_hook
        self.let_go()
        self._background.close()
        self._garbage.stop()

    def _take_up(self, opened: Opened) -> None:
        from desktop_app.presentation.desk import Desk
        from desktop_app.presentation.line import Line
        from desktop_app.presentation.places import Navigator
        from desktop_app.presentation.shell import Shell

        self._open = opened
        navigator = Navigator()
        navigator.profile_wanted.connect(self.open_profile)
        navigator.backup_wanted.connect(self._go_back)
        desk = Desk(
            opened.workspace,
            self._background,
            self._bus,
            navigator,
            Line(),
            is_sandbox=opened.is_sample,
            guard=self._guard,
        )
        self.frame.show_desk(Shell(desk, self._first_place(opened)))
        self.locking.opened()
        for then in self._when_open:
            self.when_idle(then)  # after the queries of the first page
        self._when_open.clear()
        if not opened.is_sample and not opened.workspace.is_read_only and self._sends:  # invented data goes nowhere
            self.when_idle(lambda: self._background.run(_load_exchange, lambda _done: self._exchange_with(desk)))
            self._keep(desk)

    def _first_place(self, opened: Opened) -> Place:
        """Where the city's own profile was left; once, and not after the sample."""
        from desktop_app.presentation.places import NOWHERE, place_again
        from desktop_app.ui.pages import PAGES_BY_KEY

        (page, item), self._last = self._last, ("", "")
        if opened.is_sample or page not in PAGES_BY_KEY:
            return NOWHERE
        return place_again(page, item, opened.workspace.instrument)

    def _remember(self) -> None:
        """Where the window stands and what it shows, for the next start."""
        place = self.frame.place
        if self._open is not None and not self._open.is_sample and place is not None:
            self._preferences.change(last_view=place.page, last_item=place.item)
        self._preferences.change(window=place_of(self.window), is_maximized=self.window.isMaximized())

    def _exchange_with(self, desk: Desk) -> None:
        if self._open is not None and self._open.workspace is desk.workspace:
            from desktop_app.presentation.exchange import Exchange

            self._exchange = Exchange(desk)
            self._exchange.start()

    def _keep(self, desk: Desk) -> None:
        from desktop_app.presentation.keeper import Keeper

        self._keeper = Keeper(desk)
        self._keeper.failed.connect(self.show_problem)
        self._keeper.start()

    def _go_back(self, name: str) -> None:
        """To a backup of the profile that is open; it is opened again whether that went well or not."""
        opened = self._put_down()

        def back(words: Words) -> None:
            self.open_profile("own")
            self._incident.show_words(words)

        def failed(error: Exception) -> None:
            self.open_profile("own")
            self.show_problem(error)

        if opened is not None:
            self._background.run(lambda: _restore(opened, name), back, failed)

    def let_go(self) -> None:
        """Close the profile that is open; it is closed when the background is idle."""
        place = self.frame.place
        if self._open is not None and place is not None and not self._open.is_sample:
            self._last = (place.page, place.item)  # where it goes on after unlocking
        opened = self._put_down()
        if opened is not None:
            self._background.run(lambda: _close(opened))

    def _put_down(self) -> Opened | None:
        """Save what was typed, and let nothing work on the profile any more; it is still to be closed."""
        opened, self._open = self._open, None
        if self._keeper is not None:
            self._keeper.stop()
            self._keeper = None
        if self._exchange is not None:
            self._exchange.stop()
            self._exchange = None
        if opened is not None:
            self.frame.close_desk()
        return opened

    def uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            self.show_problem(error)
        else:
            self.previous_hook(kind, error, trace)


def _calling(then: Callable[[], None]) -> Callable[[None], None]:
    return lambda _done: then()


def _load_exchange() -> None:
    """The HTTP client takes 0.2 s to import: after the first page, and not on the interface thread."""
    import desktop_app.presentation.exchange  # noqa: F401


def _nothing() -> None:
    """Comes after the work that was handed over before it."""


def _open(folder: Path, passphrase: str, *, is_sample: bool) -> Opened:
    """On the database thread, which also imports what it needs."""
    from desktop_app.presentation.opening import open_folder

    return open_folder(folder, is_sample=is_sample, passphrase=passphrase)


def _mend(folder: Path, passphrase: str) -> Words:
    from desktop_app.presentation.opening import mend

    return mend(folder, passphrase)


def _restore(opened: Opened, name: str) -> Words:
    from desktop_app.presentation.opening import go_back

    return go_back(opened, name)


def _close(opened: Opened) -> None:
    from desktop_app.presentation.opening import close_folder

    close_folder(opened)
