"""Asks once more before a computer is removed: that can't be undone. Says what is safe."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.i18n import _
from desktop_app.presentation.people_page import PeoplePage
from desktop_app.presentation.people_words import name
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.segmented_choice import SegmentedChoice
from desktop_app.ui.widgets.wrap_label import WrapLabel
from desktop_app.ui.widgets.writing import writes


class RemoveCard(Card):
    """Shown while a computer is asked about; `keep_button` is the harmless way out, and so is Escape.

    Signals:
        laid_out(): it has another size; after it was shown this comes several times, as its words wrap.
    """

    laid_out = Signal()

    def __init__(self, page: PeoplePage) -> None:
        super().__init__()
        self._page = page
        self.choice = SegmentedChoice(
            _("What it has written so far"),
            [(True, _("Goes on counting")), (False, _("Doesn't count either"))],
        )
        self._meaning = WrapLabel()
        self.keep_button, self.remove_button = QPushButton(_("Keep it")), QPushButton(_("Remove this computer"))
        writes(self.remove_button)
        self.remove_button.setProperty("role", "danger")
        for text in (
            _("It receives nothing of your city any more once the server knows. What it received before stays on it."),
            _("Nothing is deleted. What doesn't count is set aside, and a lead can let it count later."),
            _("This can't be undone: to come back, that computer has to begin anew and be admitted again."),
        ):
            self.add(WrapLabel(text))
        self.add(WrapLabel(_("What it has written so far"), "strong"))
        self.add(self.choice)
        self.add(self._meaning)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        flow.addWidget(self.keep_button)
        flow.addWidget(self.remove_button)
        self.add(buttons)
        self.choice.value_picked.connect(self._choose)
        self.keep_button.clicked.connect(page.keep)
        self.remove_button.clicked.connect(page.remove)

    def refresh(self) -> None:
        computer = self._page.removing
        was_shown = self.isVisible()
        self.setVisible(computer is not None)
        if computer is None:
            return
        self.set_texts(_("Remove {computer}?").format(computer=name(computer)))
        self.choice.set_value(self._page.keeps_work)
        self._explain()
        if not was_shown:
            self.keep_button.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.laid_out.emit()

    def _choose(self, keeps: bool) -> None:  # noqa: FBT001 - the slot of a signal with one value
        self._page.keeps_work = keeps
        self._explain()

    def _explain(self) -> None:
        if self._page.keeps_work:
            text = _(
                "For a person who left, or a computer that was handed back: only what comes from now on is set aside."
            )
        else:
            text = _("For a computer that somebody else may have used: all that it ever wrote is set aside.")
        self._meaning.setText(text)
