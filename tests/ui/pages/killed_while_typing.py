"""A program of its own: types half an answer or action, says when the window calls it kept, and waits to be killed.

python -m tests.ui.pages.killed_while_typing PROFILE question|plan
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.app import Program, application
from desktop_app.presentation.background import DatabaseThread
from desktop_app.ui.assessment.question_view import QuestionView
from desktop_app.ui.plan.plan_view import PlanView


def main() -> None:
    app = application()
    program = Program(app, Path(sys.argv[1]), DatabaseThread(), language="en", sends=False)
    program.window.show()
    page = sys.argv[2]
    program.when_open(lambda: program.window.go_to(page, "ICT-05" if page == "question" else ""))
    program.open_profile("own")
    typed = False

    def look() -> None:
        nonlocal typed
        view = program.frame.pages.view if program.frame.pages is not None else None
        edit = _field(view)
        if edit is None:
            return
        if not typed:
            typed = True
            QTest.keyClicks(edit, "8")
        elif _is_kept(view):
            print("kept", flush=True)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    app.exec()


def _field(view: QWidget | None) -> QLineEdit | None:
    """Where something is begun, as soon as the page has come from the database."""
    if isinstance(view, PlanView) and view.model.view is not None:
        return view.fields.field("text")
    if isinstance(view, QuestionView) and view.model.work is not None and view.question_pane.box is not None:
        edit = view.question_pane.box.field("numerator")
        assert isinstance(edit, QLineEdit)
        return edit
    return None


def _is_kept(view: QWidget | None) -> bool:
    if isinstance(view, PlanView):
        return view.model.begun_is_kept
    return isinstance(view, QuestionView) and view.model.work is not None and view.model.work.begun_is_kept


if __name__ == "__main__":
    main()
