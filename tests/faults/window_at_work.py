"""A program of its own: the real window at work, until it is killed. What it tries and what it shows as saved is told.

python -m tests.faults.window_at_work PROFILE SEED

Lines of JSON: ["try", question, field, value] before a key is pressed, ["undo"] before Ctrl+Z, and ["stands", question,
answer, note] when the window has heard that a change of this question is committed. Fields: answer, note.
"""

import json
import random
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from desktop_app.app import application
from desktop_app.operations.changes import Changes
from desktop_app.presentation.background import DatabaseThread
from desktop_app.program import Program
from desktop_app.storage import queries
from desktop_app.storage.views import QuestionView as Stored
from desktop_app.ui.assessment.question_view import QuestionView
from roadmap_core.assessment.answers import Choice

QUESTIONS = ("ICT-01", "ICT-02", "ICT-03", "ICT-04")
MILLISECONDS = 15
"""Between two acts: about as fast as keys come when one is held."""


def say(*words: object) -> None:
    print(json.dumps(words), flush=True)


class AtWork:
    """One official who never rests."""

    def __init__(self, program: Program, chance: random.Random) -> None:
        self._program, self._chance, self._number = program, chance, 0

    def begin(self) -> None:
        """The profile is open."""
        self._program.window.go_to("question", QUESTIONS[0])
        pages = self._program.frame.pages
        view = pages.view if pages is not None else None
        assert isinstance(view, QuestionView)
        self._desk = view.model.desk
        self._desk.bus.changed.connect(self._hear)

    def act(self) -> None:
        pages = self._program.frame.pages
        view = pages.view if pages is not None else None
        if not isinstance(view, QuestionView) or view.model.work is None or view.question_pane.box is None:
            return
        act = self._chance.choices((self._answer, self._note, self._undo, self._go), (6, 3, 1, 3))[0]
        act(view)

    def _answer(self, view: QuestionView) -> None:
        digit = self._chance.randint(1, 4)
        say("try", view.model.item, "answer", digit - 1)
        view.question_pane.setFocus()
        QTest.keyClick(self._program.window.focusWidget() or view, Qt.Key(Qt.Key.Key_0 + digit))

    def _note(self, view: QuestionView) -> None:
        note = view.question_pane.note
        self._number += 1
        typed = f"{note.toPlainText()} {self._number}"[-200:]
        say("try", view.model.item, "note", typed)
        note.setFocus()
        note.selectAll()
        QTest.keyClicks(note, typed)

    def _undo(self, view: QuestionView) -> None:
        view.take_focus()
        say("undo")
        QTest.keyClick(self._program.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def _go(self, _view: QuestionView) -> None:
        self._program.window.go_to("question", self._chance.choice(QUESTIONS))

    def _hear(self, changes: Changes) -> None:
        for question in changes.questions:
            self._desk.ask(lambda store, question=question: queries.question(store, question), self._stands)

    @staticmethod
    def _stands(found: Stored) -> None:
        answer = found.answer.option if isinstance(found.answer, Choice) else None
        say("stands", found.question_id, answer, found.note)


def main() -> None:
    app = application()
    program = Program(app, Path(sys.argv[1]), DatabaseThread(), language="en")
    program.window.show()
    work = AtWork(program, random.Random(int(sys.argv[2])))
    program.when_open(work.begin)
    program.open_profile("own")
    timer = QTimer()
    timer.timeout.connect(work.act)
    timer.start(MILLISECONDS)
    app.exec()


if __name__ == "__main__":
    main()
