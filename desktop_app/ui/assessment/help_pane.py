"""Beside the question: what good looks like, evidence, references, why it matters, history."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _
from desktop_app.presentation.question_help import HelpPart, help_parts, history
from desktop_app.presentation.question_page import QuestionPage
from desktop_app.ui.assessment.panes import Pane
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.wrap_label import WrapLabel


class HelpPane(Pane):
    """Text only; rebuilt when it says something else."""

    def __init__(self, model: QuestionPage) -> None:
        super().__init__(_("Help"))
        self._model = model
        self._shown: tuple[HelpPart, ...] = ()
        self._parts: list[QWidget] = []
        self.content.addStretch(1)

    def take_focus(self) -> None:
        """So that it can be read and scrolled with the keyboard."""
        self.area.setFocus()

    def refresh(self) -> None:
        model = self._model
        parts = help_parts(model.desk.instrument, model.question, model.good_answer)
        if model.work is not None:
            past = history(model.desk.instrument, model.question, model.work.view, datetime.now(UTC))
            parts = (*parts, past)
        if parts == self._shown:
            return
        self._shown = parts
        for widget in self._parts:
            widget.hide()
            widget.deleteLater()
        self._parts = [made for part in parts for made in _made(part)]
        for at, widget in enumerate(self._parts):
            self.content.insertWidget(at, widget)


def _made(part: HelpPart) -> list[QWidget]:
    lines = [f"•\N{NO-BREAK SPACE}{line}" if part.is_list and len(part.lines) > 1 else line for line in part.lines]
    return [Heading(part.heading, level=3), *(WrapLabel(line, "small") for line in lines)]
