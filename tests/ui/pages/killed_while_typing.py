"""A program of its own: types half an answer, action or citation, tells when it is called kept, and waits to be killed.

python -m tests.ui.pages.killed_while_typing PROFILE question|plan|evidence|locked

"locked": half an answer; Ctrl+L is pressed behind it, and it is told when the profile is closed.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.app import application
from desktop_app.presentation.background import DatabaseThread
from desktop_app.program import Program
from desktop_app.ui.assessment.question_view import QuestionView
from desktop_app.ui.plan.plan_view import PlanView


def main() -> None:
    app = application()
    program = Program(app, Path(sys.argv[1]), DatabaseThread(), language="en", sends=False)
    program.window.show()
    page = sys.argv[2]
    program.when_open(lambda: _open(program, page))
    program.open_profile("own")
    typed = False

    def look() -> None:
        nonlocal typed
        view = program.frame.pages.view if program.frame.pages is not None else None
        edit = _field(view, page)
        if typed and page == "locked" and program.opened is None and not program.locking.model.is_saving:
            print("locked", flush=True)
        if edit is None:
            return
        if not typed:
            typed = True
            QTest.keyClicks(edit, "8")
            if page == "locked":
                program.locking.lock()
        elif _is_kept(view, page):
            print("kept", flush=True)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    app.exec()


def _open(program: Program, page: str) -> None:
    if page == "plan":
        program.window.go_to("plan")
    else:
        program.window.go_to("question", "ICT-05")


def _field(view: QWidget | None, page: str) -> QLineEdit | None:
    """Where something is begun, as soon as the page has come from the database."""
    if isinstance(view, PlanView) and view.model.view is not None:
        return view.fields.field("text")
    if isinstance(view, QuestionView) and view.model.work is not None and view.question_pane.box is not None:
        if page == "evidence":
            view.question_pane.open_evidence()
            return view.question_pane.evidence.box.fields[0].field("title")
        edit = view.question_pane.box.field("numerator")
        assert isinstance(edit, QLineEdit)
        return edit
    return None


def _is_kept(view: QWidget | None, page: str) -> bool:
    if isinstance(view, PlanView):
        return view.model.begun_is_kept
    if not isinstance(view, QuestionView) or view.model.work is None:
        return False
    return view.model.citing.begun_is_kept if page == "evidence" else view.model.work.begun_is_kept


if __name__ == "__main__":
    main()
