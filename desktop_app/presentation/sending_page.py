"""What leaves this computer, change by change, and who will see it; what came; how it stands to the alliance."""

from datetime import UTC, datetime

from desktop_app.errors import Words, describe, explain
from desktop_app.i18n import _, format_number, ngettext
from desktop_app.operations import members
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.presentation.status_line import moment
from desktop_app.presentation.wording import answer_text, isolated, policy_name
from desktop_app.storage import queries
from desktop_app.storage.views import Connection, SendingView, WaitingItem
from roadmap_core.entries.facets import Facet

SLOW_LINE_BITS_PER_SECOND = 64_000


class SendingPage(Page):
    """Attributes:
    view: what waits, what was received; None until it was read.
    code: this computer's code, once a person has asked for it.
    address, invitation, admit_code: as typed.
    problem: why connecting or admitting failed, or None.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: SendingView | None = None
        self.code = self.address = self.invitation = self.admit_code = ""
        self.problem: Words | None = None
        desk.line.busy_changed.connect(self.changed)
        desk.line.join_failed.connect(self._say)

    def load(self) -> None:
        self.desk.ask(queries.sending, self._show)

    def concerns(self, changes: Changes) -> bool:
        return changes.outbox or changes.connection or changes.city or changes.contested

    def close(self) -> None:
        self.desk.line.busy_changed.disconnect(self.changed)
        self.desk.line.join_failed.disconnect(self._say)
        super().close()

    @property
    def is_connected(self) -> bool:
        return self.view is not None and bool(self.view.server)

    @property
    def line_problem(self) -> Words | None:
        """What stands in the way since the last try."""
        return describe(self.view.problem) if self.view and self.view.problem else None

    def send(self) -> None:
        """Send what waits and receive what is new, now."""
        self.desk.line.send_wanted.emit()

    def join(self) -> None:
        """Connect to the server with what was typed."""
        self.problem = None
        if self.address.strip():
            self.desk.line.join_wanted.emit(self.address.strip(), self.invitation.strip())

    def show_code(self) -> None:
        """Make this computer's code, for the lead of the city."""

        def made(code: str) -> None:
            self.code = code
            self.changed.emit()

        self.desk.background.run(lambda: members.computer_code(self.desk.workspace), made, self._failed)

    def admit(self) -> None:
        """Admit the computer whose code was typed."""
        code = self.admit_code.strip()
        self.problem = None

        def admitted() -> None:
            self.admit_code = ""
            self.changed.emit()

        def enrol(workspace: Workspace) -> Changes:
            return members.enrol(workspace, code)

        self.desk.act(enrol, admitted, self._failed)

    def subject(self, item: WaitingItem) -> str:
        """What a waiting change is about, in one line."""
        instrument = self.desk.instrument
        if item.facet == Facet.PLAN:
            name = policy_name(instrument.policy(item.question_id))
            return _("Plan for {policy}: {text}").format(policy=name, text=isolated(item.note))
        if item.facet == Facet.NOTE:
            return _("Note on {question}: {text}").format(question=item.question_id, text=isolated(_short(item.note)))
        answer = answer_text(instrument, instrument.scale_of(item.question_id), item.answer)
        return _("{question}: {answer}").format(question=item.question_id, answer=answer)

    def who_sees(self, item: WaitingItem) -> str:
        """Who will be able to read it. Notes and plans aren't sealed for the city yet, and this says so."""
        if item.facet == Facet.ANSWER:
            return _("Counted for the whole alliance")
        return _("Your city, and the alliance's server")

    def when(self, milliseconds: int) -> str:
        return moment(milliseconds, datetime.now(UTC))

    def weight(self) -> str:
        """How much it is on the line, and how long that takes on a slow one."""
        if self.view is None or not self.view.waiting_bytes:
            return ""
        size = self.view.waiting_bytes
        seconds = max(1, round(size * 8 / SLOW_LINE_BITS_PER_SECOND))
        sentence = ngettext(
            "About {bytes} bytes. On a slow line of 64 kbit/s: about {seconds} second.",
            "About {bytes} bytes. On a slow line of 64 kbit/s: about {seconds} seconds.",
            seconds,
        )
        return sentence.format(bytes=format_number(size), seconds=format_number(seconds))

    def standing(self) -> str:
        """How this computer stands to the alliance, as one sentence."""
        if self.view is None or self.view.connection is Connection.NONE:
            return _("This computer isn't connected to the alliance. Everything you do is saved here.")
        if self.view.connection is Connection.NOT_ADMITTED:
            return _("This computer waits until the lead of your city admits it. Everything you do is saved here.")
        return _("Everything is saved on this computer. What is confirmed has a receipt that was checked here.")

    def _failed(self, error: Exception) -> None:
        self._say(explain(error))

    def _say(self, problem: Words) -> None:
        self.problem = problem
        self.changed.emit()

    def _show(self, view: SendingView) -> None:
        self.view = view
        self.code = self.code or view.computer_code
        self.address = self.address or view.server
        self.changed.emit()


def _short(text: str, letters: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= letters else line[: letters - 1] + "…"
