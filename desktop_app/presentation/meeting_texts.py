"""What is typed for meetings and isn't written down yet: the form of the next one, and texts on questions. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.storage.meeting_query import MeetingView, Said
from roadmap_core.assessment.meetings import Outcome, Point

REMARK, DISSENT = "remark", "dissent"
FIELDS = (REMARK, DISSENT)
POLICY, DAY, PRESENT = "policy", "day", "present"
"""Fields of the form of the next meeting; `PRESENT` also of one that was begun."""


@dataclass
class MeetingTexts:
    """Texts by name: those of the form, and those on a question of a meeting, where they differ from what stands."""

    begun: dict[str, str] = field(default_factory=dict)

    def text(self, key: bytes, question_id: str, name: str, standing: str) -> str:
        """What the field shows: what is typed, else what stands."""
        return self.begun.get(_place(key, question_id, name), standing)

    def type(self, key: bytes, question_id: str, name: str, text: str, standing: str) -> None:
        """`text` is typed over `standing`."""
        self.put(_place(key, question_id, name), text, standing)

    def present(self, meeting: MeetingView | None) -> str:
        """Who is at a meeting that was begun, a name on each line."""
        return self.text(meeting.key, "", PRESENT, "\n".join(meeting.present)) if meeting is not None else ""

    def type_present(self, meeting: MeetingView | None, text: str) -> None:
        if meeting is not None:
            self.type(meeting.key, "", PRESENT, text, "\n".join(meeting.present))

    def put(self, name: str, text: str, standing: str = "") -> None:
        if text == standing:
            self.begun.pop(name, None)
        else:
            self.begun[name] = text

    def without(self, key: bytes, question_id: str) -> Mapping[str, str]:
        """All but the texts on this question; "": on the meeting itself."""
        places = {_place(key, question_id, name) for name in (*FIELDS, PRESENT)}
        return {name: text for name, text in self.begun.items() if name not in places}

    def without_form(self) -> Mapping[str, str]:
        """All but the form of the next meeting."""
        return {name: text for name, text in self.begun.items() if name not in (POLICY, DAY, PRESENT)}

    def take_up(self, kept: Mapping[str, str]) -> None:
        """What was kept in an earlier run; what is typed already stays."""
        self.begun = {**kept, **self.begun}


@dataclass(frozen=True)
class PointTexts:
    """The texts on one question of one meeting; `said` is what the meeting has said of it."""

    texts: MeetingTexts
    key: bytes
    question_id: str
    said: Sequence[Said]

    def text(self, name: str) -> str:
        """`REMARK` or `DISSENT`, as typed, or as it stands."""
        return self.texts.text(self.key, self.question_id, name, self._standing(name))

    def type(self, name: str, text: str) -> None:
        self.texts.type(self.key, self.question_id, name, text, self._standing(name))

    def point(self, outcome: Outcome) -> Point:
        """What is to be written into the minutes."""
        remark, dissent = (self.text(name).strip() for name in FIELDS)
        return Point(self.key, self.question_id, outcome, remark, dissent)

    @property
    def is_begun(self) -> bool:
        """Whether something that is typed isn't written into the minutes."""
        return any(self.text(name) != self._standing(name) for name in FIELDS)

    def _standing(self, name: str) -> str:
        """Of several that stand, the newest."""
        newest = max(self.said, key=lambda one: one.claimed_ms, default=None)
        if newest is None:
            return ""
        return newest.point.remark if name == REMARK else newest.point.dissent


def _place(key: bytes, question_id: str, name: str) -> str:
    return f"{key.hex()} {question_id} {name}"
