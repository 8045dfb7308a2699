"""Where the person is: a page and what is open on it. Nobody opens a page but through the navigator."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from roadmap_core.instrument.model import Instrument


@dataclass(frozen=True, slots=True)
class Place:
    """`item` is what the page shows, by its id: a question, a policy; empty for the page as such."""

    page: str
    item: str = ""


NOWHERE = Place("")


def place_again(page: str, item: str, instrument: Instrument) -> Place:
    """A place of an earlier run: `NOWHERE` for one that an edition of the questionnaire took away."""
    questions = {question.id for question in instrument.questions}
    policies = {policy.id for policy in instrument.policies}
    if page in ("", "start") or (page == "question" and item not in questions):
        return NOWHERE
    return Place(page, item if page == "question" or (page == "plan" and item in policies) else "")


class Navigator(QObject):
    """Signals:
    moved(Place): the person went to another place.
    profile_wanted(str): "sample" to try with sample data, "own" to go back.
    language_wanted(str): a language was chosen on a page; BCP 47 tag.
    backup_wanted(str): go back to the backup of this name.
    file_dropped(Path): a file with updates was dropped onto the window, whose page about files is in front.
    screen_wanted(bool): the page in front wants the whole screen, or no longer.
    evidence_wanted(): the form for evidence is to be open on the question that is in front.
    """

    moved = Signal(object)
    language_wanted = Signal(str)
    profile_wanted = Signal(str)
    backup_wanted = Signal(str)
    file_dropped = Signal(object)
    screen_wanted = Signal(bool)
    evidence_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.place = NOWHERE

    def go(self, page: str, item: str = "") -> None:
        place = Place(page, item)
        if place != self.place:
            self.place = place
            self.moved.emit(place)

    def bring(self, file: Path) -> None:
        """Have a file looked into that was dropped onto the window."""
        self.go("sending")
        self.file_dropped.emit(file)

    def cite(self, question_id: str) -> None:
        """Go to a question with its form for evidence open."""
        self.go("question", question_id)
        self.evidence_wanted.emit()
