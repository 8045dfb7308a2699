"""Meeting mode: a policy's questions one by one on one screen, what is decided of each, and the minutes."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Signal

from desktop_app.errors import Words, explain
from desktop_app.i18n import _
from desktop_app.operations import meetings
from desktop_app.operations.changes import Changes
from desktop_app.operations.outside_files import write_whole
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.half_texts import HalfTexts
from desktop_app.presentation.meeting_form import MeetingForm
from desktop_app.presentation.meeting_texts import POLICY, PRESENT, MeetingTexts, PointTexts
from desktop_app.presentation.meeting_way import begins_at, beside, goes_on_at
from desktop_app.presentation.minutes import Minutes, as_page, minutes, suffixed
from desktop_app.presentation.page import Page
from desktop_app.presentation.question_page import QuestionPage
from desktop_app.presentation.wording import isolated
from desktop_app.storage import half_texts, meeting_query, queries
from desktop_app.storage.meeting_query import MeetingView, Said
from desktop_app.storage.store import Store
from roadmap_core.assessment.meetings import KEY_BYTES, Meeting, Outcome, Point
from roadmap_core.instrument.model import Policy

_Found = tuple[tuple[MeetingView, ...], Mapping[str, str], str]


class Showing(StrEnum):
    """What of the page is open."""

    LIST = "list"
    QUESTION = "question"
    MINUTES = "minutes"


class MeetingPage(Page):
    """`item` is the policy that the form is about, the key of a meeting in hexadecimal, or empty.

    Attributes:
        meetings: the latest first; None until they are loaded.
        showing: the list with the form, a question of the open meeting, or its minutes.
        asked: the question that is open, with its answer; nothing is open before a meeting is.
        form: of the next meeting.
        fills_screen: whether the page has the whole screen.
        saved: what came of writing the minutes, in words; empty before.
        problem: why something could not be written, or None.

    Signals:
        told(str): what was done, for a screen reader.
        moved(): another question, or another part of the page, is open now.
    """

    told = Signal(str)
    moved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.meetings: tuple[MeetingView, ...] | None = None
        self.showing = Showing.LIST
        self.asked = QuestionPage(desk)
        self.asked.changed.connect(self.changed)
        self.saved = self._city = ""
        self.problem: Words | None = None
        self._key = self._wanted = b""
        self._is_writing = self.fills_screen = False
        self._texts = MeetingTexts()
        self.form = MeetingForm(desk.instrument, self._texts)
        self._half = HalfTexts(desk, self._failed, self._mended)

    def open(self, item: str = "") -> None:
        if item and item != self.item:
            self._go_to(item)
        super().open(item)
        if self.showing is Showing.QUESTION:
            self.asked.open(self.asked.item)

    def _go_to(self, item: str) -> None:
        if item in {policy.id for policy in self.desk.instrument.policies}:
            self.form.type(POLICY, item)
        else:
            self._key, self.showing = bytes.fromhex(item), Showing.MINUTES

    def load(self) -> None:
        def found(store: Store) -> _Found:
            city, kept = queries.city(store), half_texts.kept(store, half_texts.MEETING)
            return meeting_query.meetings(store), kept, city.city_name if city else ""

        self.desk.ask(found, self._show)

    def leave(self) -> None:
        super().leave()
        self.fill_screen(fill=False)
        self.asked.leave()
        self.keep_typed()

    def close(self) -> None:
        self.asked.close()
        super().close()

    def keep_typed(self) -> None:
        """What isn't written down yet outlives the program."""
        self.asked.keep_typed()
        self._half.keep(half_texts.MEETING, self._texts.begun)

    @property
    def has_unsaved(self) -> bool:
        return bool(self._half.unsaved) or self.asked.has_unsaved

    def show_unsaved(self) -> None:
        if self.has_unsaved and not self._is_open:
            self.desk.navigator.go("meeting")

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.policies) or changes.outbox or changes.city

    @property
    def meeting(self) -> MeetingView | None:
        """The meeting that is open."""
        return next((one for one in self.meetings or () if one.key == self._key), None)

    @property
    def policy(self) -> Policy:
        """Of the open meeting, else that of the form."""
        meeting = self.meeting
        return self.desk.instrument.policy(meeting.policy_id if meeting is not None else self.form.policy_id)

    @property
    def said(self) -> Sequence[Said]:
        """What the meeting has said of the open question."""
        return self.meeting.of(self.asked.item) if self.meeting is not None else ()

    @property
    def minutes(self) -> Minutes | None:
        """Of the open meeting."""
        return minutes(self.desk.instrument, self.meeting, self._city) if self.meeting is not None else None

    @property
    def typed(self) -> PointTexts:
        """The texts on the open question."""
        return PointTexts(self._texts, self._key, self.asked.item, self.said)

    @property
    def present(self) -> str:
        """Who is at the open meeting, a name on each line: as typed, or as it stands."""
        return self._texts.present(self.meeting)

    def type_present(self, text: str) -> None:
        self._texts.type_present(self.meeting, text)

    def begin(self) -> None:
        """Begin a meeting with what the form says."""
        if not self.form.check() or self._is_writing:
            self.changed.emit()
            return
        policy_id, day, present = self.form.policy_id, str(self.form.day), self.form.text(PRESENT)
        begun, keys = self._texts.without_form(), list[bytes]()

        def write(workspace: Workspace) -> Changes:
            keys.append(workspace.random(KEY_BYTES))
            return meetings.begin_meeting(workspace, policy_id, Meeting(keys[0], day, present), begun)

        self._write(write, begun, lambda: self._open_begun(keys[0]))

    def change_present(self) -> None:
        """Write who is at the open meeting, as typed."""
        meeting, present = self.meeting, self.present
        if meeting is None or self._is_writing:
            return
        begun = self._texts.without(meeting.key, "")
        self._write(
            lambda workspace: meetings.change_present(workspace, meeting, present, begun),
            begun,
            lambda: self.told.emit(_("Written into the minutes")),
        )

    def go_on(self, key: bytes) -> None:
        """Open a meeting at the first question that it has not decided."""
        self._key = key
        if (meeting := self.meeting) is not None:
            self.showing = Showing.QUESTION
            self._ask(begins_at(self.policy, meeting))

    def show_minutes(self, key: bytes) -> None:
        self.keep_typed()
        self._key, self.saved, self.showing = key, "", Showing.MINUTES
        self.moved.emit()

    def fill_screen(self, *, fill: bool) -> None:
        """For a room that looks at one screen: what is round the page makes room."""
        self.fills_screen = fill
        self.desk.navigator.screen_wanted.emit(fill)
        self.changed.emit()

    def show_list(self) -> None:
        self.keep_typed()
        self.fill_screen(fill=False)
        self.showing = Showing.LIST
        self.moved.emit()

    def ask(self, question_id: str) -> None:
        """Go to a question of the open meeting; nothing is written into the minutes by that."""
        if question_id:
            self.keep_typed()
            self._ask(question_id)

    def neighbour(self, step: int) -> str:
        """The question `step` further on in the policy; empty at the ends."""
        return beside(self.policy, self.asked.item, step)

    def say(self, outcome: Outcome) -> None:
        """Write what the meeting says of the open question, and go to the next; with none left, to the minutes."""
        self.asked.settle()
        meeting, work = self.meeting, self.asked.work
        if meeting is None or work is None or self._is_writing:
            return
        if outcome is Outcome.DECIDED and work.has_begun:  # it waits for the rest, or for a choice
            self.changed.emit()
            return
        point, shown = self.typed.point(outcome), [one.point for one in self.said]
        begun = self._texts.without(meeting.key, point.question)

        def done() -> None:
            self.told.emit(_("Written into the minutes"))
            self._next(meeting, point)

        self._write(
            lambda workspace: meetings.write_point(workspace, meeting.policy_id, point, shown, begun), begun, done
        )

    def export(self, file: Path) -> None:
        """Write the minutes of the open meeting."""
        if (found := self.minutes) is None:
            return
        named, page = suffixed(file), as_page(found).encode()

        def written(_none: None) -> None:
            self.problem, self.saved = None, _("The minutes are in {file}.").format(file=isolated(named.name))
            self.told.emit(self.saved)
            self.changed.emit()

        self.desk.background.run(lambda: write_whole(named, page, "E-EXPORT"), written, self._failed)

    def _write(
        self, operation: Callable[[Workspace], Changes], begun: Mapping[str, str], done: Callable[[], None]
    ) -> None:
        """`begun` lies on the disk once `operation` is done."""
        self._is_writing = True

        def written() -> None:
            self._is_writing, self.problem = False, None
            self._texts.begun = dict(begun)
            self._half.found(half_texts.MEETING, begun)
            done()

        def failed(error: Exception) -> None:
            self._is_writing = False
            self._failed(error)

        self.desk.act(operation, written, failed)

    def _next(self, meeting: MeetingView, point: Point) -> None:
        if following := goes_on_at(self.policy, meeting, point):
            self._ask(following)
        else:
            self.show_minutes(self._key)

    def _ask(self, question_id: str) -> None:
        self.problem = None
        self.asked.open(question_id)
        self.moved.emit()

    def _mended(self) -> None:
        self.problem = None
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.problem = explain(error)
        self.changed.emit()

    def _show(self, found: _Found) -> None:
        self.meetings, kept, self._city = found
        if not self._half.knows(half_texts.MEETING):
            self._half.found(half_texts.MEETING, kept)
            self._texts.take_up(kept)
        if self.meeting is None and self.showing is not Showing.LIST and not self._is_writing:
            self.showing = Showing.LIST
        self.changed.emit()
        self._open_begun(self._wanted)

    def _open_begun(self, key: bytes) -> None:
        """The meeting that was just begun, once it is loaded."""
        self._wanted = key
        if any(one.key == key for one in self.meetings or ()):
            self._wanted = b""
            self.go_on(key)
