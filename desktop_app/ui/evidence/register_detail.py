"""Beside the list of the register: all that is known of what is chosen, where it is used, and what can be done."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation import wording
from desktop_app.presentation.citation_words import particulars
from desktop_app.presentation.evidence_page import EvidencePage, RegisterRow
from desktop_app.presentation.wording import breakable
from desktop_app.storage.citation_query import Source
from desktop_app.ui.evidence.grades import show_grade
from desktop_app.ui.overview.step_button import StepButton
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.text_view import TextView
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class RegisterDetail(QWidget):
    """Built anew only for another row, or another state of it."""

    def __init__(self, model: EvidencePage) -> None:
        super().__init__()
        self._model = model
        self._shown: RegisterRow | None = None
        self._title, self._grade, self._meaning = Heading("", level=2), Pill(""), WrapLabel("", "caption")
        self._known, self._used_words = QWidget(), Heading("", level=3)
        self._used: list[StepButton] = []
        self._amend, self._remove = QPushButton(_("Amend")), QPushButton()
        writes(self._amend, self._remove)
        self._lay_out()
        self._remove.clicked.connect(model.remove)

    def refresh(self) -> None:
        row = self._model.row
        self.setVisible(row is not None)
        if row is None or row == self._shown:
            return
        self._shown = row
        self._title.setText(breakable(row.source.citation.title) if row.source else _("Answered without evidence"))
        show_grade(self._grade, self._model.desk.instrument, row.grade)
        self._meaning.setText(wording.grade_meaning(self._model.desk.instrument, row.grade))
        self._show_known(row.source)
        self._show_used(row.source.questions if row.source else (row.question_id,))
        for part in (self._amend, self._remove, self._used_words):
            part.setVisible(row.source is not None)

    def take_focus(self) -> None:
        """To where it is used."""
        if self._used:
            self._used[0].setFocus()

    @property
    def amend_button(self) -> QPushButton:
        return self._amend

    @property
    def used_buttons(self) -> list[StepButton]:
        return self._used

    def _show_known(self, source: Source | None) -> None:
        known = QWidget()
        column = QVBoxLayout(known)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for name, text in particulars(source.citation) if source else ():
            column.addWidget(WrapLabel(name, "caption"))
            column.addWidget(TextView(text, name))
            column.addSpacing(4)
        self._column.replaceWidget(self._known, known)
        self._known.hide()
        self._known.deleteLater()
        self._known = known

    def _show_used(self, questions: tuple[str, ...]) -> None:
        count = len(questions)
        used = ngettext("Used at {number} question", "Used at {number} questions", count)
        number = format_number(count)
        self._used_words.setText(used.format(number=number))
        remove = ngettext("Remove from {number} question", "Remove from {number} questions", count)
        self._remove.setText(remove.format(number=number))
        for button in self._used:
            button.hide()
            button.deleteLater()
        self._used = [self._question(question_id) for question_id in questions]
        for at, button in enumerate(self._used):
            self._column.insertWidget(self._column.indexOf(self._used_words) + 1 + at, button)

    def _question(self, question_id: str) -> StepButton:
        instrument = self._model.desk.instrument
        text = wording.question_text(instrument.question(question_id)).text
        policy = wording.policy_name(instrument.policy_of(question_id))
        button = StepButton(text, _("{id} · {policy}").format(id=question_id, policy=wording.isolated(policy)))
        button.clicked.connect(lambda _checked=False: self._model.open_question(question_id))
        return button

    def _lay_out(self) -> None:
        graded, buttons = QWidget(), QWidget()
        for holder, widgets in ((graded, (self._grade, self._meaning)), (buttons, (self._amend, self._remove))):
            flow = FlowLayout(holder, gap=8, row_gap=4)
            for widget in widgets:
                flow.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        for part in (self._title, graded, buttons, self._known, self._used_words):
            self._column.addWidget(part)
