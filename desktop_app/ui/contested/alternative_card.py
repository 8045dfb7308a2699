"""One of two answers: where it was written, what it says, who and when, and the button that keeps it."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from desktop_app.i18n import _
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.heading import Heading
from desktop_app.ui.widgets.pill import Pill
from desktop_app.ui.widgets.wrap_label import WrapLabel


class AlternativeCard(Card):
    """`text` is what stands there; `keep` is called when the person chooses it."""

    def __init__(self, origin: str, who: str, text: str, *, is_own: bool, keep: Callable[[], None]) -> None:
        super().__init__()
        pill = Pill(origin, "info" if is_own else "neutral", plain=True)
        self.add(pill)
        self.add(Heading(text, level=2))
        self.add(WrapLabel(who, "muted"))
        self.button = QPushButton(_("Keep this answer"))
        self.button.setProperty("role", "primary" if is_own else "")
        self.button.setAccessibleName(_("Keep this answer: {answer}").format(answer=text))
        self.button.clicked.connect(lambda _checked=False: keep())
        self.add(self.button)
        self.body.addStretch(1)
        self.set_chosen(chosen=is_own)
