"""The quiet list of questions that need a choice."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.contested_page import ContestedPage
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.wrap_label import WrapLabel


class QuestionRows(QWidget):
    """One card for each question. Cards that stay are not built anew, so the focus stays."""

    def __init__(self, model: ContestedPage) -> None:
        super().__init__()
        self._model = model
        self._cards: dict[str, Card] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    def refresh(self) -> None:
        questions = self._model.questions
        for question_id in self._cards.keys() - set(questions):
            card = self._cards.pop(question_id)
            card.hide()
            card.deleteLater()
        for at, question_id in enumerate(questions):
            if question_id not in self._cards:
                self._cards[question_id] = self._card(question_id)
                self._column.insertWidget(at, self._cards[question_id])

    def _card(self, question_id: str) -> Card:
        text = self._model.question(question_id)
        words, place = QWidget(), QWidget()
        column, row = QVBoxLayout(words), QHBoxLayout(place)
        choose = QPushButton(_("Compare and choose"))
        choose.setAccessibleName(_("Compare and choose: {question}").format(question=text))
        choose.clicked.connect(lambda _checked=False: self._model.compare(question_id))
        column.setSpacing(2)
        column.addWidget(WrapLabel(self._model.place_of(question_id), "caption"))
        column.addWidget(WrapLabel(text, "strong"))
        column.addStretch(1)
        row.addWidget(choose)
        row.addStretch(1)
        card, split = Card(parent=self), StackingSplit(stack_below=75)
        for layout in (column, row):
            layout.setContentsMargins(0, 0, 0, 0)
        split.add_pane(words, 1)
        split.add_pane(place, 0)
        card.add(split)
        return card
