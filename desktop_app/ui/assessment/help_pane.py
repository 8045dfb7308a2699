"""Beside the question: what good looks like, evidence, references, why it matters, history."""

from datetime import UTC, datetime
from itertools import takewhile

from PySide6.QtWidgets import QWidget

from desktop_app.i18n import _
from desktop_app.presentation.question_help import HelpPart, help_parts, history
from desktop_app.presentation.question_page import QuestionPage
from desktop_app.ui.assessment.panes import Pane
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.wrap_label import WrapLabel


class HelpPane(Pane):
    """Text only; from the first part that says something else on, it is built anew."""

    def __init__(self, model: QuestionPage) -> None:
        super().__init__(_("Help"))
        self._model = model
        self._shown: tuple[HelpPart, ...] = ()
        self._parts: list[list[QWidget]] = []
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
        same = len(tuple(takewhile(lambda pair: pair[0] == pair[1], zip(parts, self._shown, strict=False))))
        for widget in (one for made in self._parts[same:] for one in made):
            widget.hide()
            widget.deleteLater()
        self._parts[same:] = [_made(part) for part in parts[same:]]
        self._shown = parts
        at = sum(len(made) for made in self._parts[:same])
        for offset, widget in enumerate(one for made in self._parts[same:] for one in made):
            self.content.insertWidget(at + offset, widget)


def _made(part: HelpPart) -> list[QWidget]:
    lines = [f"•\N{NO-BREAK SPACE}{line}" if part.is_list and len(part.lines) > 1 else line for line in part.lines]
    return [Heading(part.heading, level=3), *(WrapLabel(line, "small") for line in lines)]
