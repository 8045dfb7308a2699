"""The place of the AnswerBox on a page: another question gets another box, since it has other fields."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.presentation.question_page import QuestionPage
from desktop_app.ui.assessment.answer_box import AnswerBox
from desktop_app.ui.widgets.accessible import announce


class AnswerSlot(QWidget):
    """Passes on to the view-model what is chosen and typed in the box.

    Signals:
        typed(): a field of the form holds something else.
        settled(): what was typed is handed over to be saved.
    """

    typed = Signal()
    settled = Signal()

    def __init__(self, model: QuestionPage) -> None:
        super().__init__()
        self._model = model
        self._item = ""
        self.box: AnswerBox | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def refresh(self, *, with_flaw: bool) -> bool:
        """Show the question of the view-model; whether its box took the place of another one."""
        old, is_new = self.box, self.box is None or self._item != self._model.item
        if is_new:
            self._item, self.box = self._model.item, self._made()
            self._layout.addWidget(self.box)
            if old is not None:
                old.hide()
                self._layout.removeWidget(old)
                old.deleteLater()
        if self.box is not None:
            self.box.set_question(self._model.text.text)
            self.box.refresh(with_flaw=with_flaw)
        return is_new and old is not None

    def choose_key(self, key: str) -> bool:
        return self.box is not None and self.box.choose_key(key)

    def take_focus(self) -> None:
        if self.box is not None:
            self.box.take_focus()

    def _made(self) -> AnswerBox:
        box = AnswerBox(self._model)
        box.option_picked.connect(self._model.pick_option)
        box.special_picked.connect(self._model.pick_special)
        box.more_wanted.connect(self._model.open_specials)
        box.typed.connect(self._type)
        box.settled.connect(self._settle)
        return box

    def _type(self, key: str, text: str) -> None:
        self._model.type(**{key: text})
        self.typed.emit()

    def _settle(self) -> None:
        self._model.settle()
        self.settled.emit()
        if self._model.flaw.sentence:
            announce(self, self._model.flaw.sentence)
