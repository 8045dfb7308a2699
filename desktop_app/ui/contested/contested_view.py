"""Two answers: the list of questions that need a choice, and the page on which one is made. Never a pop-up."""

from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.errors import Words
from desktop_app.i18n import _, format_number
from desktop_app.presentation.contested_page import ContestedPage
from desktop_app.presentation.problems import sentences
from desktop_app.ui.contested.choice_pane import ChoicePane
from desktop_app.ui.contested.question_rows import QuestionRows
from desktop_app.ui.contested.settled_card import SettledCard
from desktop_app.ui.view import View
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.page_header import PageHeader


class ContestedView(View[ContestedPage]):
    """One of four parts is shown: nothing to choose, the list, two answers side by side, what was settled."""

    def __init__(self, model: ContestedPage) -> None:
        super().__init__(model, _("Two answers"))
        self._header = PageHeader(_("Two answers"))
        self._problem = Banner("", "", "bad")
        self._said: Words | None = None
        self._empty = EmptyState("two-answers", "", "")
        self._rows, self._choice, self._settled = QuestionRows(model), ChoicePane(model), SettledCard(model)
        self._empty.action_triggered.connect(lambda: model.desk.navigator.go("roadmap"))
        self.body.addWidget(self._header)
        self.body.addWidget(self._problem)
        for part in self._parts():
            self.body.addWidget(part)
            part.hide()
        self.body.addStretch(1)

    @property
    def choice(self) -> ChoicePane:
        return self._choice

    def refresh(self) -> None:
        self._say_problem()
        part = self._part()
        changes = part.isHidden()
        had_focus = changes and self._has_focus()
        self._say_title()
        self._empty.set_texts(
            _("Nothing to choose"),
            _("When two computers of your city answer the same question differently, both answers stand here."),
            _("Go to the roadmap"),
        )
        for filled in (self._rows, self._choice, self._settled):
            filled.refresh()
        for one in self._parts():
            one.setVisible(one is part)
        if had_focus:
            self.take_focus()

    def _parts(self) -> tuple[QWidget, ...]:
        return self._empty, self._rows, self._choice, self._settled

    def _part(self) -> QWidget:
        if self.model.view is None:
            return self._rows if self.model.questions else self._empty
        return self._settled if self.model.is_settled else self._choice

    def _say_title(self) -> None:
        view = self.model.view
        if view is None:
            sentence = _(
                "Two colleagues answered without knowing of each other. Both answers are kept until you choose."
            )
            self._header.set_texts(_("Two answers"), sentence)
            return
        if self.model.is_settled:
            self._header.set_texts(_("Two answers"))
        elif self.model.answers_differ:
            count = len(view.alternatives)
            title = _("Choose one of {number} answers").format(number=format_number(count))
            self._header.set_texts(
                _("Choose between two answers") if count == 2 else title,
                _("Each was written without knowing of the other. What you don't choose stays in the history."),
            )
        else:
            self._header.set_texts(
                _("Choose between two notes"), _("Both were written without knowing of the other. Nothing is lost.")
            )

    def _say_problem(self) -> None:
        problem = self.model.problem
        self._problem.setVisible(problem is not None)
        if problem is not None:
            words = sentences(problem)
            self._problem.set_texts(problem.title, words)
            if problem is not self._said:
                announce(self._problem, f"{problem.title}. {words}", urgent=True)
        self._said = problem

    def _has_focus(self) -> bool:
        """Whether the keyboard is in the part that is shown now."""
        focus = QApplication.focusWidget()
        return focus is not None and any(one.isAncestorOf(focus) for one in self._parts())
