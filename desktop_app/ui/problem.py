"""Why something failed, beside what it is about. Said once, shown until the next try."""

from PySide6.QtWidgets import QWidget

from desktop_app.errors import Words
from desktop_app.presentation.problems import sentences
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.restyle import set_style_property


class Problem(Banner):
    """Hidden while nothing is wrong."""

    def __init__(self) -> None:
        super().__init__("", "", "bad")
        self._said: Words | None = None
        self.hide()

    def show_problem(self, problem: Words | None) -> None:
        self.setVisible(problem is not None)
        if problem is not None:
            self.set_texts(problem.title, sentences(problem))
            if problem is not self._said:
                announce(self, problem.title, urgent=True)
        self._said = problem


def mark_field(field: QWidget, problem: Words | None) -> None:
    """Show that the problem is about this field; who hears the field hears the problem."""
    set_style_property(field, "state", "error" if problem else "")
    field.setAccessibleDescription(sentences(problem) if problem else "")
