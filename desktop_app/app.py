"""Builds the program's objects and wires them: the only place that does. The first window comes first.

SQLModel, httpx and Alembic are imported on the database thread, after the first window is on the screen.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.program import Program
from desktop_app.settings import load_settings
from desktop_app.ui.instance_name import may_be_running
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.shell.placing import put


def run(profile: Path, *, language: str = "", screenshots: Path | None = None) -> int:
    """Open the window on a profile and stay until it is closed; returns the exit code.

    Args:
        profile: the folder of the profile; made if it isn't there.
        language: BCP 47 tag for this run; empty for what the person chose.
        screenshots: render every page into this folder as PNG, and quit.
    """
    gc.disable()  # until the first page is there: imports make little garbage, and looking for it took a tenth of them
    app = application()
    if may_be_running(profile) and _call_first(profile):
        return 0
    window = MainWindow()
    if screenshots is None:  # pictures have one size
        put(window, load_settings(profile))
    running: list[Program] = []
    window.when_painted(lambda: running.append(_begin(app, window, profile, language, screenshots)))
    window.show()
    code = app.exec()
    for program in running:
        program.close()
    return code


def show_gallery(profile: Path, *, language: str = "") -> int:
    """Every widget in every state, in the look that is chosen in the profile; nothing of its data is read."""
    from desktop_app.presentation.preferences import Preferences
    from desktop_app.ui.appearance import Appearance
    from desktop_app.ui.widgets.gallery import Gallery

    app = application()
    appearance = Appearance(app, Preferences(profile), language=language)
    window = Gallery()
    window.setLayoutDirection(app.layoutDirection())
    window.show()
    code = app.exec()
    appearance.deleteLater()
    return code


def _call_first(profile: Path) -> bool:
    """Whether another program is open on the profile; it comes to the front then."""
    from desktop_app.ui.single_instance import SingleInstance

    return SingleInstance(profile).is_second()


def _begin(app: QApplication, window: MainWindow, profile: Path, language: str, screenshots: Path | None) -> Program:
    """All that comes after the first paint."""
    from desktop_app import log
    from desktop_app.presentation.background import DatabaseThread
    from desktop_app.ui.shell.ahead import Ahead
    from desktop_app.ui.single_instance import SingleInstance

    log.start(profile)
    program = Program(app, profile, DatabaseThread(), window=window, language=language)
    program.when_open(gc.freeze)  # what was loaded at the start stays, and isn't looked through again and again
    program.when_open(Ahead(lambda: _prepare(program), program).start)
    instance = SingleInstance(profile)
    instance.setParent(program)
    instance.called.connect(window.bring_to_front)
    instance.listen()
    if screenshots is not None:
        from desktop_app.ui.screenshots import take_pictures

        program.when_open(lambda: take_pictures(window, screenshots, program.when_idle, window.close))
    QTimer.singleShot(0, lambda: program.open_profile("own"))
    return program


def _prepare(program: Program) -> bool:
    """A piece of a page that nobody has opened yet."""
    pages = program.frame.pages
    return pages is not None and not program.locking.is_locked and pages.prepare()


def application() -> QApplication:
    """The QApplication, made once."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Waymark")
    app.setDesktopFileName("waymark")
    return app
