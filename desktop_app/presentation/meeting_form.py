"""The form of the next meeting: on which policy, on which day, who is present. No Qt."""

from datetime import date, datetime

from desktop_app.i18n import _
from desktop_app.presentation.answer_form import day_of
from desktop_app.presentation.meeting_texts import DAY, POLICY, PRESENT, MeetingTexts
from roadmap_core.instrument.model import Instrument


class MeetingForm:
    """Attributes:
    flaw: what it needs before a meeting can begin, or "".
    """

    def __init__(self, instrument: Instrument, texts: MeetingTexts) -> None:
        self._instrument, self._texts = instrument, texts
        self.flaw = ""

    def text(self, name: str) -> str:
        """`POLICY` (its id), `DAY` or `PRESENT`: as typed, or as it is proposed."""
        return self._texts.begun.get(name, self._proposed(name))

    def type(self, name: str, text: str) -> None:
        self._texts.put(name, text, self._proposed(name))

    @property
    def policy_id(self) -> str:
        """Of the instrument of now, whatever was kept."""
        known = {policy.id for policy in self._instrument.policies}
        return self.text(POLICY) if self.text(POLICY) in known else self._proposed(POLICY)

    @property
    def day(self) -> date | None:
        return day_of(self.text(DAY))

    def check(self) -> bool:
        """Whether a meeting can begin; else `flaw` says what is missing."""
        self.flaw = ""
        if not self.text(PRESENT).strip():
            self.flaw = _("Say who is present.")
        elif self.day is None:
            self.flaw = _("Write the day as year-month-day, such as 2026-03-31.")
        return not self.flaw

    def _proposed(self, name: str) -> str:
        if name == POLICY:
            return self._instrument.policies[0].id
        return datetime.now().astimezone().date().isoformat() if name == DAY else ""
