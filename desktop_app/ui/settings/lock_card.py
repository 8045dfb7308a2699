"""After how long the window locks itself."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation.guard import Guard
from desktop_app.settings import LOCK_MINUTES
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.wrap_label import WrapLabel


class LockCard(Card):
    """Chosen at once, as everything that is of this computer alone."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(
            _("Lock"),
            _("A locked window shows nothing and sends nothing. What you began to type is kept."),
        )
        self._guard = guard
        name = _("Lock by itself when nobody works")
        self.minutes = SegmentedChoice(name, [(minutes, _words(minutes)) for minutes in LOCK_MINUTES])
        self.minutes.value_picked.connect(lambda minutes: guard.minutes_wanted.emit(cast("int", minutes)))
        self.lock = QPushButton(_("Lock now"))
        self.lock.clicked.connect(guard.lock_wanted)
        self.add(WrapLabel(name, "strong"))
        self.add(self.minutes)
        self.body.addWidget(self.lock, 0, Qt.AlignmentFlag.AlignLeading)
        guard.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self.minutes.set_value(self._guard.minutes)


def _words(minutes: int) -> str:
    if not minutes:
        return _("Never")
    return ngettext("{number} minute", "{number} minutes", minutes).format(number=format_number(minutes))
