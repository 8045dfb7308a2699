"""Where a question is answered: options as cards, or a number or a day, and the special answers with what they need."""

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation import wording
from desktop_app.presentation.answer_form import AnswerForm, Unfinished
from desktop_app.presentation.question_page import QuestionPage
from desktop_app.ui.widgets.choice_group import ChoiceGroup, ChoiceText
from desktop_app.ui.widgets.text_fields import Field, TextFields
from roadmap_core.instrument.model import Question, ScaleKind

_MORE = "more"


class AnswerBox(QWidget):
    """Shows the form of one question; built anew for each question.

    Signals:
        option_picked(int), special_picked(str), more_wanted(): what was chosen on a card.
        typed(str, str), settled(): as TextFields.
    """

    option_picked = Signal(int)
    special_picked = Signal(str)
    more_wanted = Signal()
    typed = Signal(str, str)
    settled = Signal()

    def __init__(self, model: QuestionPage) -> None:
        super().__init__()
        self._model = model
        self._choices = ChoiceGroup("")
        self._choices.value_picked.connect(self._picked)
        self._scale_fields = self._fields(_scale_fields(model.question))
        self._reason = self._fields([Field("reason", _("Why does it not apply?"), letters=46)])
        self._elsewhere = self._fields(
            [
                Field("body", _("Which body is responsible?"), letters=26),
                Field("law", _("Which law says so?"), letters=26),
            ]
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        if self._scale_fields is not None:
            layout.addWidget(self._scale_fields)
        layout.addWidget(self._choices)
        for fields in (self._reason, self._elsewhere):
            if fields is not None:
                layout.addWidget(fields)
        self._shown: tuple[object, ...] = ()

    def refresh(self, *, with_flaw: bool) -> None:
        """Show the form of the view-model. `with_flaw` says what is missing; not while somebody is typing."""
        form = self._model.work.form if self._model.work is not None else AnswerForm()
        structure = (self._model.specials_open, self._model.in_english)
        if structure != self._shown:
            had_focus = any(card.hasFocus() for card in self._choices.findChildren(QWidget))
            self._choices.set_choices(self._cards())
            self._shown = structure
            if had_focus:
                self._focus_special()
        self._choices.set_value(("special", form.special) if form.special else form.option)
        texts = {
            name: getattr(form, name) for name in AnswerForm.__dataclass_fields__ if name not in ("option", "special")
        }
        flaw = self._model.flaw if with_flaw else Unfinished()
        for fields in self._all_fields():
            fields.show_texts(texts)
            fields.show_flaw(flaw.field, flaw.sentence)
        if self._scale_fields is not None:
            self._scale_fields.show_reading(self._model.reading)
        if self._reason is not None and self._elsewhere is not None:
            self._reason.setVisible(form.special == "not_applicable")
            self._elsewhere.setVisible(form.special == "not_competent")

    def set_question(self, text: str) -> None:
        """The question, which is the name of the group for screen readers."""
        self._choices.set_name(text)

    def choose_key(self, key: str) -> bool:
        return self._choices.choose_key(key)

    def take_focus(self) -> None:
        if self._scale_fields is not None:
            self._scale_fields.focus_first()
        else:
            self._choices.focus_chosen()

    @property
    def choices(self) -> ChoiceGroup:
        return self._choices

    def field(self, key: str) -> QWidget:
        """The text field of that name. Raises KeyError if the question has none."""
        for fields in self._all_fields():
            if fields.has(key):
                return fields.field(key)
        raise KeyError(key)

    def _all_fields(self) -> list[TextFields]:
        return [fields for fields in (self._scale_fields, self._reason, self._elsewhere) if fields is not None]

    def _fields(self, fields: list[Field]) -> TextFields | None:
        if not fields:
            return None
        made = TextFields(fields)
        made.typed.connect(self.typed)
        made.settled.connect(self.settled)
        return made

    def _cards(self) -> list[ChoiceText]:
        scale = self._model.question.scale
        cards = [
            ChoiceText(at, self._model.option_label(option), self._model.option_meaning(option))
            for at, option in enumerate(scale.options)
        ]
        if not self._model.specials_open:
            return [*cards, ChoiceText(_MORE, _("Not known, not applicable, not our competence …"))]
        instrument = self._model.desk.instrument
        return cards + [
            ChoiceText(
                ("special", special.id),
                wording.special_label(instrument, special.id),
                wording.special_effect(instrument, special.id),
            )
            for special in instrument.special_answers
        ]

    def _picked(self, value: Hashable) -> None:
        if value == _MORE:
            self.more_wanted.emit()
        elif isinstance(value, tuple):
            self.special_picked.emit(value[1])
            for fields in (self._reason, self._elsewhere):
                if fields is not None and fields.isVisible():
                    fields.focus_first()
        elif isinstance(value, int):
            self.option_picked.emit(value)

    def _focus_special(self) -> None:
        if self._model.specials_open:
            self._choices.card(("special", self._model.desk.instrument.special_answers[0].id)).setFocus()
        else:
            self._choices.focus_chosen()


def _scale_fields(question: Question) -> list[Field]:
    scale = question.scale
    if scale.is_percent:
        return [
            Field("numerator", _("How many of them")),
            Field("denominator", _("Out of how many in all")),
            Field("period", _("In which period"), _("For example 2026"), letters=18),
        ]
    if scale.kind is ScaleKind.NUMBER:
        return [Field("figure", _("Number"), letters=16)]
    if scale.kind is ScaleKind.DATE:
        return [Field("day", _("When was it last done?"), _("year-month-day"), letters=18)]
    return []
