"""A program of its own: types half an answer, says when the window calls it kept, and waits to be killed.

python -m tests.ui.pages.killed_while_typing PROFILE
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop_app.app import Program, application
from desktop_app.presentation.background import DatabaseThread
from desktop_app.ui.assessment.question_view import QuestionView


def main() -> None:
    app = application()
    program = Program(app, Path(sys.argv[1]), DatabaseThread(), language="en", sends=False)
    program.window.show()
    program.when_open(lambda: program.window.go_to("question", "ICT-05"))
    program.open_profile("own")
    typed = False

    def look() -> None:
        nonlocal typed
        view = program.frame.pages.view if program.frame.pages is not None else None
        if not isinstance(view, QuestionView) or view.model.work is None or view.question_pane.box is None:
            return
        if not typed:
            typed = True
            edit = view.question_pane.box.field("numerator")
            assert isinstance(edit, QLineEdit)
            QTest.keyClicks(edit, "8")
        elif view.model.work.begun_is_kept:
            print("kept", flush=True)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    app.exec()


if __name__ == "__main__":
    main()
