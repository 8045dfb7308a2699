"""The question itself: what is asked, the answer, notices, the note, and the way to the next one."""

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_app.errors import Words
from desktop_app.i18n import _, format_number
from desktop_app.presentation import wording
from desktop_app.presentation.problems import what_now
from desktop_app.presentation.question_page import QuestionPage
from desktop_app.presentation.question_work import QuestionWork
from desktop_app.storage.views import QuestionState
from desktop_app.ui.assessment.answer_box import AnswerBox
from desktop_app.ui.assessment.answer_slot import AnswerSlot
from desktop_app.ui.assessment.evidence_card import EvidenceCard
from desktop_app.ui.assessment.language_notice import LanguageNotice
from desktop_app.ui.assessment.marks_bar import MarksBar
from desktop_app.ui.assessment.notices import Notices
from desktop_app.ui.assessment.panes import Pane
from desktop_app.ui.marks import reached_word
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.scroll_page import reveal
from desktop_app.ui.widgets.text_area import TextArea
from desktop_app.ui.widgets.writing import writes


class QuestionPane(Pane):
    """Decides nothing: shows the view-model and passes on what was done."""

    def __init__(self, model: QuestionPage) -> None:
        super().__init__(_("Question"))
        self._model = model
        self._stage, self._reached = Pill("", "neutral", plain=True), Pill("", "neutral")
        self._text = Heading("", level=1)
        self._language = LanguageNotice(model)
        self._slot = AnswerSlot(model)
        self._notices = Notices(model)
        self._note = TextArea(_("Note"), _("What should colleagues know about this answer?"), lines=3)
        self._who_reads = Pill(_("Answers go to the alliance, notes to your city alone"), "neutral", plain=True)
        self._evidence, self._marks = EvidenceCard(model), MarksBar(model.desk.instrument, model.marks)
        self._clear = QPushButton(_("Take the answer away"))
        writes(self._clear)
        self._history = QPushButton(_("History of this answer"))
        self._history.setProperty("role", "quiet")
        self._previous, self._next = QPushButton(_("Previous")), QPushButton(_("Next"))
        self._lay_out()
        self._connect()

    def refresh(self, *, with_flaw: bool = True) -> None:
        model, question = self._model, self._model.question
        stage = wording.stage_label(model.desk.instrument, question.stage)
        weight = format_number(question.weight)
        self._stage.set_status(_("{stage} stage · weight {weight}").format(stage=stage, weight=weight), "neutral")
        self._text.setText(model.text.text)
        self._language.refresh()
        if self._slot.refresh(with_flaw=with_flaw):
            with QSignalBlocker(self._note):  # else the next question hears that its note was emptied
                self._note.show_text("")
            self.show_top()
        self._next.setEnabled(bool(model.neighbour(1)))
        self._previous.setEnabled(bool(model.neighbour(-1)))
        work = model.work
        self._notices.refresh()
        self._evidence.refresh()
        self._marks.refresh()
        if work is not None:
            self._show_work(work)

    def _show_work(self, work: QuestionWork) -> None:
        self._note.offer_text(work.note)
        has_answer = work.view.answer is not None
        self._clear.setText(_("Take the answer away") if has_answer else _("Clear what is begun"))
        self._clear.setVisible(has_answer or work.has_begun)
        if work.begun_is_kept:
            self._reached.set_status(_("Unfinished, kept on this computer"), "neutral", "ring")
        elif work.unsaved:
            self._reached.set_status(_("Not saved yet"), "neutral", "ring")
        elif work.view.state is QuestionState.TWO_ANSWERS:
            self._reached.set_status(_("Two answers"), "warn", "two")
        else:
            self._reached.set_status(*reached_word(work.view.reached))

    def settle(self) -> None:
        self._note.settle()
        self._evidence.settle()
        self._model.settle()

    def show_problem(self) -> None:
        """Scroll to the words about what could not be saved."""
        reveal(self._notices if self._notices.isVisible() else self._evidence)

    def choose_key(self, key: str) -> bool:
        return self._marks.choose_key(key) or self._slot.choose_key(key)

    def take_focus(self) -> None:
        self._slot.take_focus()

    def focus_note(self) -> None:
        self._note.setFocus()

    def open_evidence(self) -> None:
        """The form for evidence, in sight once it has its place."""
        self._evidence.begin()
        QTimer.singleShot(0, self._evidence, lambda: reveal(self._evidence.box))

    @property
    def marks(self) -> MarksBar:
        return self._marks

    @property
    def evidence(self) -> EvidenceCard:
        return self._evidence

    @property
    def box(self) -> AnswerBox | None:
        return self._slot.box

    @property
    def note(self) -> TextArea:
        return self._note

    def _settle_note(self, text: str) -> None:
        self._model.type_note(text)
        self._model.settle()

    def _tell_not_saved(self, words: Words) -> None:
        announce(self, _("{title}. {what_now}").format(title=words.title, what_now=what_now(words)), urgent=True)

    def _lay_out(self) -> None:
        head, note_head = QWidget(), QWidget()
        row = FlowLayout(head, gap=8)
        row.addWidget(self._stage)
        row.addWidget(self._reached)
        row.addWidget(self._history)
        flow = FlowLayout(note_head, gap=8)
        flow.addWidget(Heading(_("Note"), level=3))
        flow.addWidget(self._who_reads)
        for widget in (head, self._text, self._language, self._slot, self._notices, self._marks, note_head, self._note):
            self.content.addWidget(widget)
        self.content.addLayout(self._buttons())
        self.content.addWidget(self._evidence)
        self.content.addStretch(1)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._next.setProperty("role", "primary")
        self._clear.setProperty("role", "quiet")
        row.addWidget(self._previous)
        row.addWidget(self._clear)
        row.addStretch(1)
        row.addWidget(self._next)
        return row

    def _connect(self) -> None:
        self._slot.typed.connect(lambda: self.refresh(with_flaw=False))
        self._slot.settled.connect(self.refresh)
        self._note.text_settled.connect(self._settle_note)
        self._note.textChanged.connect(lambda: self._model.type_note(self._note.text()))
        self._next.clicked.connect(lambda: self._model.go(self._model.neighbour(1)))
        self._previous.clicked.connect(lambda: self._model.go(self._model.neighbour(-1)))
        self._clear.clicked.connect(self._model.clear)
        self._history.clicked.connect(self._model.look_back)
        self._model.not_saved.connect(self._tell_not_saved)
