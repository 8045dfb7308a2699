"""One planned action: what, who, when, and a button that takes it out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _, format_date
from desktop_app.presentation.answer_form import day_of
from desktop_app.presentation.wording import isolated
from desktop_app.storage.views import PlanAction
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class ActionRow(QWidget):
    """Signals:
    removed(): the person takes the action out of the plan.
    """

    removed = Signal()

    def __init__(self, action: PlanAction) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(WrapLabel(action.text))
        if detail := _detail(action):
            words.addWidget(WrapLabel(detail, "caption"))
        remove = QPushButton(_("Remove"))
        writes(remove)
        remove.setProperty("role", "small")
        remove.setAccessibleName(_("Remove: {action}").format(action=action.text))
        remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(remove)


def _detail(action: PlanAction) -> str:
    day = day_of(action.due)
    if day is None:
        return isolated(action.owner) if action.owner else ""
    due = format_date(day)
    if action.owner:
        return _("{owner}, by {date}").format(owner=isolated(action.owner), date=due)
    return _("By {date}").format(date=due)
