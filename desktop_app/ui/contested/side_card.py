"""One side of two answers: where it was written, what it says, by whom and when, its note, and what keeps it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.contested_page import ContestedPage
from desktop_app.presentation.contested_sides import Side
from desktop_app.presentation.wording import spoken
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.restyle import set_style_property
from desktop_app.ui.widgets.text_view import TextView
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class SideCard(Card):
    """`show_side` may be called again at any time: nothing in it is built anew, so the focus stays.

    Signals:
        answer_kept(Alternative): the person chose this answer.
        note_kept(Alternative): the person chose this note.
    """

    answer_kept = Signal(object)
    note_kept = Signal(object)

    def __init__(self, model: ContestedPage, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._model = model
        self._side: Side | None = None
        self._pill = Pill("", "neutral", plain=True)
        self._answer, self._detail = Heading(level=2), TextView()
        self._answer.setProperty("role", "title")
        self._who, self._when, self._proof = WrapLabel(), WrapLabel("", "caption"), WrapLabel("", "caption")
        self._note_by, self._note = WrapLabel("", "caption"), TextView()
        self.keep_button = QPushButton(_("Keep this answer"))
        self.keep_note_button = QPushButton(_("Keep only this note"))
        writes(self.keep_button, self.keep_note_button)
        self.add(_in_a_row(self._pill, self._who))
        for part in (self._answer, self._detail, self._when, self._proof, self._note_by, self._note):
            self.add(part)
        self.add(_in_a_row(self.keep_button, self.keep_note_button))
        self.body.addStretch(1)
        self.keep_button.clicked.connect(self._keep)
        self.keep_note_button.clicked.connect(self._keep_note)

    def show_side(self, side: Side) -> None:
        self._side, model = side, self._model
        written = side.written
        self._pill.set_status(model.origin(written), "info" if side.is_own else "neutral")
        self.set_chosen(chosen=side.is_own)
        self._who.setText(model.who(written))
        self._when.setText(model.when(written))
        self._proof.setText(model.proof(written))
        self._proof.setVisible(bool(self._proof.text()))
        self._show_answer(side)
        self._show_note(side)

    def _show_answer(self, side: Side) -> None:
        text = self._model.answer(side.answer) if side.answer else ""
        detail = self._model.detail(side.answer) if side.answer else ""
        self._answer.setText(text)
        self._answer.setVisible(bool(text))
        self._detail.set_text(detail)
        self._detail.setAccessibleName(spoken(text))
        self._detail.setVisible(bool(detail))
        self.keep_button.setVisible(side.answer is not None and self._model.answers_differ)
        self.keep_button.setAccessibleName(_("Keep this answer: {answer}").format(answer=spoken(text)))
        set_style_property(self.keep_button, "role", "primary" if side.is_own else "")

    def _show_note(self, side: Side) -> None:
        note, author = side.note, spoken(self._model.who(side.note or side.written))
        name = _("Note by {author}").format(author=author)
        self._note_by.setText(_("Note") if note and note.note else _("No note"))
        self._note_by.setVisible(note is not None)
        self._note.set_text(note.note if note else "")
        self._note.setAccessibleName(name)
        self._note.setVisible(note is not None and bool(note.note))
        self.keep_note_button.setVisible(note is not None and self._model.notes_differ)
        self.keep_note_button.setAccessibleName(_("Keep only this note: {author}").format(author=author))

    def _keep(self) -> None:
        if self._side is not None and self._side.answer is not None:
            self.answer_kept.emit(self._side.answer)

    def _keep_note(self) -> None:
        if self._side is not None and self._side.note is not None:
            self.note_kept.emit(self._side.note)


def _in_a_row(*parts: QWidget) -> QWidget:
    row = QWidget()
    flow = FlowLayout(row, gap=10)
    for part in parts:
        flow.addWidget(part)
    return row
