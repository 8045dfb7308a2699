"""Two answers: the list of questions that need a choice, and the page on which one is made. Never a pop-up."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.contested_page import ContestedPage
from desktop_app.presentation.wording import question_text
from desktop_app.storage.views import QuestionView
from desktop_app.ui.contested.alternative_card import AlternativeCard
from desktop_app.ui.view import View
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.page_header import PageHeader
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.wrap_label import WrapLabel


class ContestedView(View[ContestedPage]):
    def __init__(self, model: ContestedPage) -> None:
        super().__init__(model, _("Two answers"))
        self._header = PageHeader(_("Two answers"), "")
        self._problem = Banner("", "", "bad")
        self._content = QWidget()
        self.body.addWidget(self._header)
        self.body.addWidget(self._problem)
        self.body.addWidget(self._content)
        self.body.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        problem = self.model.problem
        self._problem.setVisible(problem is not None)
        if problem is not None:
            self._problem.set_texts(problem.title, f"{problem.what_happened} {problem.what_next}")
        view = self.model.view
        content = self._list() if view is None else self._choice(view)
        self.body.replaceWidget(self._content, content)
        self._content.hide()
        self._content.deleteLater()
        self._content = content

    def _list(self) -> QWidget:
        self._header.set_texts(
            _("Two answers"),
            _("Two colleagues answered without knowing of each other. Both answers are kept until you choose."),
        )
        if not self.model.questions:
            return EmptyState(
                "two-answers",
                _("Nothing to choose"),
                _("When two computers of your city answer the same question differently, both answers stand here."),
            )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for question_id in self.model.questions:
            column.addWidget(self._row(question_id))
        return page

    def _row(self, question_id: str) -> Card:
        text = question_text(self.model.desk.instrument.question(question_id)).text
        card = Card(self.model.policy_of(question_id))
        card.add(WrapLabel(text))
        choose = QPushButton(_("Compare and choose"))
        choose.setAccessibleDescription(text)
        choose.clicked.connect(lambda _checked=False: self.model.desk.navigator.go("contested", question_id))
        card.add_action(choose)
        return card

    def _choice(self, view: QuestionView) -> QWidget:
        question = question_text(self.model.desk.instrument.question(view.question_id)).text
        self._header.set_texts(
            _("Choose between two answers"),
            _("Both were written without knowing of the other. The one that you don't choose stays in the history."),
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        asked = Card(self.model.policy_of(view.question_id))
        asked.add(WrapLabel(question, "strong"))
        column.addWidget(asked)
        if len({alternative.answer for alternative in view.alternatives}) > 1:
            column.addWidget(self._answers(view))
            column.addWidget(self._reason())
        if len({alternative.note for alternative in view.note_alternatives}) > 1:
            column.addWidget(self._notes(view))
        column.addWidget(self._others())
        return page

    def _answers(self, view: QuestionView) -> QWidget:
        split = StackingSplit(stack_below=95)
        own = next((a for a in view.alternatives if a.is_this_computer), None)
        for alternative in view.alternatives:
            split.add_pane(
                AlternativeCard(
                    self.model.origin(alternative),
                    self.model.who_and_when(alternative),
                    self.model.answer(alternative),
                    is_own=alternative is own,
                    keep=partial(self.model.keep, alternative),
                )
            )
        return split

    def _reason(self) -> QWidget:
        card = Card(_("Why this one"), _("If you like, say why. Your colleagues will read it."))
        field = QLineEdit(self.model.reason)
        field.setAccessibleName(_("Why this one"))
        field.textChanged.connect(self.model.type_reason)
        card.add(field)
        return card

    def _notes(self, view: QuestionView) -> QWidget:
        card = Card(_("Two notes"), _("Keep both, one below the other, or only one of them."))
        for alternative in view.note_alternatives:
            card.add(WrapLabel(self.model.who_and_when(alternative), "caption"))
            card.add(WrapLabel(alternative.note or _("No note")))
            keep = QPushButton(_("Keep this note"))
            keep.clicked.connect(lambda _checked=False, chosen=alternative: self.model.keep_note(chosen))
            card.body.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeading)
        both = QPushButton(_("Keep both notes"))
        both.clicked.connect(self.model.keep_both_notes)
        card.body.addWidget(both, 0, Qt.AlignmentFlag.AlignLeading)
        return card

    def _others(self) -> QWidget:
        card = Card()
        later = QPushButton(_("Decide later"))
        later.clicked.connect(lambda: self.model.desk.navigator.go("contested"))
        third = QPushButton(_("Write another answer"))
        third.clicked.connect(self.model.open_question)
        card.add_action(third)
        card.add_action(later)
        return card
