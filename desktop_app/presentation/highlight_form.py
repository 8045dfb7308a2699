"""The form of a highlight: what came of a community's work, and on which day. No Qt."""

from datetime import date

from desktop_app.i18n import _
from desktop_app.presentation.answer_form import day_of
from desktop_app.presentation.call_form import Begun
from roadmap_core.community.ties import Highlight

HELD_ON, TOLD = "held on", "told"
HIGHLIGHT_FIELDS = (HELD_ON, TOLD)


class HighlightForm:
    """Attributes:
    flaw: what it needs before it can be told, or "".
    """

    def __init__(self, begun: Begun) -> None:
        self._begun = begun
        self.flaw = ""

    def text(self, name: str) -> str:
        return self._begun.texts.get(name, "")

    def type(self, name: str, text: str) -> None:
        self._begun.put(name, text)

    def highlight(self, community: str, today: date) -> Highlight | None:
        """What is to be told, of today where no day is typed; None if something is missing, and `flaw` says what."""
        day = day_of(self.text(HELD_ON)) if self.text(HELD_ON).strip() else today
        self.flaw = ""
        if not self.text(TOLD).strip():
            self.flaw = _("Say in a few words what came of it.")
        elif day is None:
            self.flaw = _("Write the day as year-month-day, such as 2026-03-31.")
        return None if self.flaw or day is None else Highlight(b"", community, day.isoformat(), self.text(TOLD))
