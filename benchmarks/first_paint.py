"""Starts the real program, and ends it when its first page is there; the driver of `first_window`.

    python -m benchmarks.first_paint PROFILE

Prints one line of JSON: when the first window was painted, the modules that were loaded by then, when the first page
was shown. Everything that the program itself would not import comes after it.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

told: dict[str, object] = {}


def main() -> None:
    from desktop_app import app

    class Watched(app.Program):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.when_open(end)

    make_application = app.application

    def application() -> Any:
        made = make_application()
        watch_paints(made)
        return made

    app.Program = Watched  # type: ignore[misc]
    app.application = application
    app.run(Path(sys.argv[1]))


def watch_paints(application: Any) -> None:
    """Takes the time when the event loop comes round after the first paint of any window, as the bare one does."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QMainWindow

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
                application.removeEventFilter(self)
                QTimer.singleShot(0, painted)
            return False

    application.installEventFilter(Watch(application))


def painted() -> None:
    told["painted_at"] = time.time()
    told["loaded"] = sorted(sys.modules)


def end() -> None:
    print(json.dumps({**told, "page_at": time.time()}), flush=True)
    os._exit(0)  # closing is not what is measured


if __name__ == "__main__":
    main()
