"""Joining a city: address and invitation, the code to be read out, and what happens until this computer is admitted."""

from collections.abc import Mapping
from functools import partial

from desktop_app.errors import Words, describe, explain
from desktop_app.i18n import _
from desktop_app.identity.os_keys import system_keys
from desktop_app.identity.unlocking import Given
from desktop_app.operations import members
from desktop_app.operations.changes import Changes
from desktop_app.operations.coming_back import come_back
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.files_in import FilesIn
from desktop_app.presentation.files_out import FilesOut
from desktop_app.presentation.half_texts import HalfTexts
from desktop_app.presentation.page import Page
from desktop_app.presentation.people_words import role_name
from desktop_app.presentation.protecting import Protecting, sheet_of
from desktop_app.presentation.sheets import Sheet
from desktop_app.storage import half_texts
from desktop_app.storage.people_view import people_view
from desktop_app.storage.views import Connection, PeopleView


class JoinPage(Page):
    """Attributes:
    view: None until it was read.
    code: this computer's code, once it has one that is of use.
    address, invitation: as typed.
    problem: why connecting failed, or None.
    back_problem: why a computer that was removed got no new key, or None.
    protecting: how the profile opens: coming back opens it once more.
    is_retyping: whether a computer that waits is to be connected otherwise.
    coming, going: the answer and the request, where they travel as files.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: PeopleView | None = None
        self.code = self.address = self.invitation = ""
        self.problem: Words | None = None
        self.is_retyping = False
        self.back_problem: Words | None = None
        self.protecting = Protecting(desk, Sheet(desk, partial(sheet_of, desk)))
        self.coming, self.going = FilesIn(desk), FilesOut(desk)
        self._half = HalfTexts(desk, self._failed, self.changed.emit)
        desk.line.busy_changed.connect(self.changed)
        desk.line.join_failed.connect(self._say)

    def open(self, item: str = "") -> None:
        self.is_retyping = False
        super().open(item)

    def load(self) -> None:
        self.protecting.load()
        place = half_texts.JOINING
        self.desk.ask(lambda store: (people_view(store), half_texts.kept(store, place)), self._show)

    def leave(self) -> None:
        super().leave()
        self.keep_typed()

    def keep_typed(self) -> None:
        """What is typed and not used yet outlives the program."""
        if self._half.knows(half_texts.JOINING):
            self._half.keep(half_texts.JOINING, self._begun)

    @property
    def has_unsaved(self) -> bool:
        return bool(self._half.unsaved)

    def show_unsaved(self) -> None:
        if self.has_unsaved and not self._is_open:
            self.desk.navigator.go("join")

    @property
    def _begun(self) -> dict[str, str]:
        is_used = self.connection is not Connection.NONE and not self.is_retyping
        server = self.view.server if self.view is not None else ""
        begun = {"address": self.address if self.address != server else "", "invitation": self.invitation}
        return {} if is_used else {name: text for name, text in begun.items() if text}

    def concerns(self, changes: Changes) -> bool:
        return changes.connection or changes.city

    def close(self) -> None:
        self.desk.line.busy_changed.disconnect(self.changed)
        self.desk.line.join_failed.disconnect(self._say)
        self.coming.close()
        self.going.close()
        super().close()

    @property
    def connection(self) -> Connection:
        """As the server says it; ADMITTED also where a file has told so."""
        if self.view is None or self.is_removed:
            return Connection.NONE
        return Connection.ADMITTED if self.view.is_admitted else self.view.connection

    @property
    def is_removed(self) -> bool:
        """Whether this computer was removed, and may come back."""
        return self.view is not None and self.view.is_removed

    @property
    def is_busy(self) -> bool:
        return self.desk.line.is_busy

    def standing(self) -> str:
        """How this computer stands to the city, as one sentence."""
        if self.is_removed:
            return _("This computer was removed from your city. Everything you do is saved here.")
        if self.connection is Connection.ADMITTED:
            role = self.view.own.role if self.view is not None and self.view.own is not None else None
            return _("This computer is admitted. Its role: {role}").format(role=role_name(role))
        if self.connection is Connection.PENDING:
            return _("This computer waits until the lead of your city admits it. Everything you do is saved here.")
        if self.connection is Connection.NOT_ADMITTED:
            return _("The alliance's server doesn't know this computer yet. Everything you do is saved here.")
        return _("This computer isn't connected to the alliance. Everything you do is saved here.")

    def join(self) -> None:
        """Connect to the server with what was typed."""
        self.problem = None
        if self.address.strip():
            self.is_retyping = False
            self.desk.line.join_wanted.emit(self.address.strip(), self.invitation.strip())
        else:
            self.problem = describe("E-ADDRESS", {"address": "—"})
        self.changed.emit()

    def ask_again(self) -> None:
        """Ask the server now whether this computer is admitted; it is asked by itself, too."""
        self.desk.line.send_wanted.emit()

    def ask_anew(self) -> None:
        """Make a new request, as after five wrong codes; it needs a new invitation, or goes out as a file."""

        def asked() -> None:
            self.invitation, self.is_retyping = "", True
            self.load()

        self.problem = None
        self.desk.act(members.ask_anew, asked, self._failed)

    def come_back(self, passphrase: str) -> None:
        """Get a new key for a computer that was removed; `passphrase` opens the profile, if it has one."""
        given = Given(passphrase, system_keys())

        def asked() -> None:
            self.invitation, self.is_retyping = "", True
            self.desk.guard.sheet_outdated.emit()
            self.load()

        def failed(error: Exception) -> None:
            self.back_problem = explain(error)
            self.changed.emit()

        self.back_problem = None
        self.desk.act(lambda workspace: come_back(workspace, given), asked, failed)

    def retype(self) -> None:
        """Show the fields again, for another address or invitation."""
        self.is_retyping = True
        self.changed.emit()

    def show_code(self) -> None:
        """Make this computer's code, for the lead of the city."""

        def made(code: str) -> None:
            self.code = code
            self.changed.emit()

        self.desk.background.run(lambda: members.computer_code(self.desk.workspace), made, self._failed)

    def show_people(self) -> None:
        self.desk.navigator.go("people")

    def _failed(self, error: Exception) -> None:
        self._say(explain(error))

    def _say(self, problem: Words) -> None:
        self.problem, self.is_retyping = problem, True
        self.changed.emit()

    def _show(self, found: tuple[PeopleView, Mapping[str, str]]) -> None:
        view, half = found
        self.view = view
        if not self._half.knows(half_texts.JOINING):
            self._half.found(half_texts.JOINING, half)
            self.address = self.address or half.get("address", "")
            self.invitation = self.invitation or half.get("invitation", "")
            self.is_retyping = self.is_retyping or (bool(half) and self.connection is not Connection.NONE)
        self.code = view.computer_code or ("" if view.is_admitted else self.code)
        self.address = self.address or view.server
        self.changed.emit()
