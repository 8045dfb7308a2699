"""The page on which one of two answers is chosen. It follows changes in place: focus and typed text stay."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.contested_page import ContestedPage
from desktop_app.ui.contested.side_card import SideCard
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.field_row import FieldRow
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.stacking_split import StackingSplit
from desktop_app.ui.widgets.text_area import SETTLE_MS
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class ChoicePane(QWidget):
    """Question, sides, reason, and what else can be done."""

    def __init__(self, model: ContestedPage) -> None:
        super().__init__()
        self._model = model
        self._policy, self._question = WrapLabel("", "caption"), WrapLabel("", "strong")
        self._sides = StackingSplit(stack_below=95)
        self._cards: dict[str, SideCard] = {}
        self.reason = QLineEdit(model.reason)
        self._why = Card()
        self._why.add(
            FieldRow(_("Why this one"), self.reason, _("If you like, say why. Your colleagues will read it."))
        )
        self.both_button = QPushButton(_("Keep both notes"))
        self.third_button = QPushButton(_("Write another answer"))
        writes(self.both_button, self.third_button)
        self.later_button = QPushButton(_("Decide later"))
        self._other = self._other_ways()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        asked = QVBoxLayout()
        asked.setSpacing(2)
        asked.addWidget(self._policy)
        asked.addWidget(self._question)
        column.addLayout(asked)
        for part in (self._sides, self._why, self._other):
            column.addWidget(part)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(model.keep_typed)
        self.reason.textEdited.connect(self._type_reason)
        self.reason.editingFinished.connect(model.keep_typed)
        self.both_button.clicked.connect(model.keep_both_notes)
        self.third_button.clicked.connect(model.open_question)
        self.later_button.clicked.connect(model.show_list)

    def refresh(self) -> None:
        model = self._model
        if model.view is not None:
            self._policy.setText(model.place_of(model.view.question_id))
            self._question.setText(model.question(model.view.question_id))
        self._show_sides()
        self._why.setVisible(model.answers_differ or model.notes_differ)
        if self.reason.text() != model.reason:
            self.reason.setText(model.reason)
        self.both_button.setVisible(model.notes_differ and not model.answers_differ)
        self._other.set_texts(*_other_words(answers=model.answers_differ, notes=model.notes_differ))

    @property
    def cards(self) -> tuple[SideCard, ...]:
        """In the order in which they are shown."""
        return tuple(self._cards[side.key] for side in self._model.sides)

    def _type_reason(self, reason: str) -> None:
        self._model.type_reason(reason)
        self._settled.start()

    def _show_sides(self) -> None:
        sides = self._model.sides
        for key in self._cards.keys() - {side.key for side in sides}:
            card = self._cards.pop(key)
            card.hide()
            card.deleteLater()
        for side in sides:
            if side.key not in self._cards:
                self._cards[side.key] = card = SideCard(self._model, self._sides)
                card.answer_kept.connect(self._model.keep)
                card.note_kept.connect(self._model.keep_note)
                self._sides.add_pane(card)
            self._cards[side.key].show_side(side)

    def _other_ways(self) -> Card:
        card, buttons = Card(), QWidget()
        flow = FlowLayout(buttons, gap=12)
        for button in (self.both_button, self.third_button, self.later_button):
            flow.addWidget(button)
        card.add(buttons)
        return card


def _other_words(*, answers: bool, notes: bool) -> tuple[str, str]:
    if answers and notes:
        return _("All notes are kept"), _("Whichever answer you keep: the other notes are added below its note.")
    if notes:
        return _("Only the notes differ"), _("Keep all, one below the other, or only one of them.")
    return _("Not sure yet?"), _("Nothing is lost when you leave this page: all answers stand until somebody chooses.")
