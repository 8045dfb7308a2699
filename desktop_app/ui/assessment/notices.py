"""The notices under an answer: two answers stand, something came meanwhile, something could not be saved."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _, format_list
from desktop_app.presentation import wording
from desktop_app.presentation.problems import what_now
from desktop_app.presentation.question_page import QuestionPage
from desktop_app.presentation.question_work import QuestionWork
from desktop_app.storage.views import QuestionState
from desktop_app.ui.widgets.banner import Banner


class Notices(QWidget):
    """At most three banners; none of them moves what stands above."""

    def __init__(self, model: QuestionPage) -> None:
        super().__init__()
        self._model = model
        self._two = Banner(_("Two answers"), "", "warn", "two-answers")
        self._two.add_action(_("Compare and choose"), model.compare)
        self._arrived = Banner(_("This question was changed on another computer"), "", "info")
        self._arrived.add_action(_("Keep both"), model.keep_typed)
        self._arrived.add_action(_("Show what came and drop what I typed"), model.take_arrived)
        self._problem = Banner("", "", "bad")
        self._problem.add_action(_("Try again"), model.settle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for banner in (self._problem, self._arrived, self._two):
            layout.addWidget(banner)
            banner.hide()

    def refresh(self) -> None:
        work, problem = self._model.work, self._model.problem
        self._problem.setVisible(problem is not None)
        if problem is not None:
            self._problem.set_texts(problem.title, what_now(problem))
        self._arrived.setVisible(work is not None and (work.answer_arrived or work.note_arrived))
        self._arrived.set_texts(
            _("This question was changed on another computer"),
            _("What you typed here is untouched. If you keep both, they stand side by side until somebody chooses."),
        )
        self._two.setVisible(work is not None and work.view.state is QuestionState.TWO_ANSWERS)
        if work is not None:
            self._two.set_texts(_("Two answers"), self._others(work))
        shown = any(not banner.isHidden() for banner in (self._problem, self._arrived, self._two))
        self.setVisible(shown)

    def _others(self, work: QuestionWork) -> str:
        """What the others wrote, in their names."""
        instrument, scale = self._model.desk.instrument, self._model.question.scale
        sentences = [
            _("{author}: “{answer}”").format(
                author=wording.isolated(entry.author),
                answer=wording.isolated(wording.answer_text(instrument, scale, entry.answer)),
            )
            for entry in work.view.alternatives
        ]
        return format_list(sentences) if sentences else _("Two notes were written without knowing of each other.")
