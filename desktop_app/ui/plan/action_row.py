"""One planned action: how far it is by word and form, what, who, when, and what can be done with it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.plan_words import details, standing_word, when
from desktop_app.presentation.wording import breakable
from desktop_app.storage.views import PlanAction
from desktop_app.ui.theme.tokens import Tone
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.shape import Form
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes
from roadmap_core.assessment.actions import Status

_LATE: tuple[Tone, Form] = ("warn", "triangle")
_OPEN: tuple[Tone, Form] = ("neutral", "ring")
_LOOK: dict[str, tuple[Tone, Form]] = {Status.UNDER_WAY: ("info", "half"), Status.DONE: ("good", "check")}


class ActionRow(QWidget):
    """Signals:
    finished(): the person has done it.
    changed(): the person wants to change it.
    removed(): the person takes the action out of the plan.
    """

    finished = Signal()
    changed = Signal()
    removed = Signal()

    def __init__(self, action: PlanAction, today: date, *, is_in_form: bool) -> None:
        super().__init__()
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=8, row_gap=4)
        flow.addWidget(_pill(action, today))
        for text, named, signal in (
            (_("Done"), _("Done: {action}"), self.finished),
            (_("Change"), _("Change: {action}"), self.changed),
            (_("Remove"), _("Remove: {action}"), self.removed),
        ):
            if not is_in_form and (signal is not self.finished or action.is_open):
                button = QPushButton(text)
                writes(button)
                button.setProperty("role", "small")
                button.setAccessibleName(named.format(action=action.text))
                button.clicked.connect(signal)
                flow.addWidget(button)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(WrapLabel(breakable(action.text)))
        for line in filter(None, (when(action), *details(action))):
            words.addWidget(WrapLabel(breakable(line), "caption"))
        words.addWidget(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 8)
        row.addLayout(words, 1)


def _pill(action: PlanAction, today: date) -> Pill:
    tone, form = _LATE if action.is_late(today) else _LOOK.get(action.status, _OPEN)
    return Pill(standing_word(action, today), tone, form)
