"""The card where the city says how much each barrier is in its way."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.barrier_words import barrier_help, barrier_meaning, barrier_name, weight_word
from desktop_app.presentation.barriers_page import BarriersPage
from desktop_app.ui.problem import Problem
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.community.barriers import BARRIERS, Weight


class OwnCard(Card):
    def __init__(self, model: BarriersPage) -> None:
        super().__init__(
            _("In your city"),
            _("How much is it in the way? Your answers are counted with those of other cities, and can be changed."),
        )
        self._model, self._problem = model, Problem()
        self.add(self._problem)
        self.rows = {barrier: BarrierRow(barrier) for barrier in BARRIERS}
        for barrier, row in self.rows.items():
            row.choice.value_picked.connect(lambda weight, barrier=barrier: model.choose(barrier, weight))
            self.add(row)
        self.body.addStretch(1)

    def refresh(self) -> None:
        self._problem.show_problem(self._model.problem)
        for barrier, row in self.rows.items():
            row.choice.set_value(self._model.own.get(barrier))


class BarrierRow(QWidget):
    """A barrier, what is meant by it, what helps, and the choice."""

    def __init__(self, barrier: str) -> None:
        super().__init__()
        name, meaning = barrier_name(barrier), barrier_meaning(barrier)
        self.choice = SegmentedChoice(name, [(weight, weight_word(weight)) for weight in Weight])
        self.choice.setAccessibleDescription(meaning)
        self.choice.set_value(None)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(4)
        for part in (WrapLabel(name, "strong"), WrapLabel(meaning), self.choice):
            column.addWidget(part)
        column.addWidget(WrapLabel(_("What helps: {help}").format(help=barrier_help(barrier)), "caption"))
