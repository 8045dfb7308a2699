"""The people of the city and their computers: who asks, who may do what; what a lead says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop_app.errors import Words, explain
from desktop_app.i18n import _, format_list
from desktop_app.operations import members
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.files_in import FilesIn
from desktop_app.presentation.files_out import FilesOut
from desktop_app.presentation.half_texts import HalfTexts
from desktop_app.presentation.page import Page
from desktop_app.presentation.people_words import name
from desktop_app.storage import half_texts
from desktop_app.storage.people_view import people_view
from desktop_app.storage.views import AnnouncedAct, CityComputer, ComputerState, Connection, HeldUpdate, PeopleView
from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash, LogId
from roadmap_core.entries.statements import Role

if TYPE_CHECKING:  # the HTTP client comes along with it
    from desktop_app.sync.inviting import Invitation

MOST_AT_ONCE = 500
"""Updates that are let count by one statement, which has to fit an entry (64 KiB)."""


class PeoplePage(Page):
    """Attributes:
    view: None until it was read.
    code, role: with which another computer is to be admitted, as typed and chosen.
    code_problem: why it could not be admitted, or None.
    admitted: the name of the computer that was admitted since the page was opened, or "".
    invitation: the last one that was made since the program was started, or None.
    invite_problem: why none could be made, or None.
    is_inviting: whether one is being made.
    removing: the computer that is to be removed once the person has said so again, or None.
    keeps_work: whether what it has written so far goes on counting then.
    problem: why a computer could not be removed, or updates not be taken, or None.
    coming, going: a request and the answer to it, where they travel as files.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: PeopleView | None = None
        self.code = self.admitted = ""
        self.role = Role.EDITOR
        self.code_problem: Words | None = None
        self.invitation: Invitation | None = None
        self.invite_problem: Words | None = None
        self.is_inviting = False
        self.removing: CityComputer | None = None
        self.keeps_work = True
        self.problem: Words | None = None
        self.coming, self.going = FilesIn(desk), FilesOut(desk)
        self._half = HalfTexts(desk, self._code_failed, self.changed.emit)
        desk.line.busy_changed.connect(self.changed)
        desk.line.invited.connect(self._show_invitation)
        desk.line.invite_failed.connect(self._not_invited)

    def open(self, item: str = "") -> None:
        self.admitted, self.removing = "", None
        self.code_problem = self.invite_problem = self.problem = None
        super().open(item)

    def load(self) -> None:
        place = half_texts.ADMITTING
        self.desk.ask(lambda store: (people_view(store), half_texts.kept(store, place)), self._show_found)

    def leave(self) -> None:
        super().leave()
        self.keep_typed()

    def keep_typed(self) -> None:
        """A code that wasn't used yet outlives the program."""
        if self._half.knows(half_texts.ADMITTING):
            self._half.keep(half_texts.ADMITTING, {"code": self.code} if self.code else {})

    @property
    def has_unsaved(self) -> bool:
        return bool(self._half.unsaved)

    def show_unsaved(self) -> None:
        if self.has_unsaved and not self._is_open:
            self.desk.navigator.go("people")

    def concerns(self, changes: Changes) -> bool:
        return changes.city or changes.connection or changes.outbox

    def close(self) -> None:
        self.desk.line.busy_changed.disconnect(self.changed)
        self.desk.line.invited.disconnect(self._show_invitation)
        self.desk.line.invite_failed.disconnect(self._not_invited)
        self.coming.close()
        self.going.close()
        super().close()

    @property
    def is_lead(self) -> bool:
        return self.view is not None and self.view.is_lead

    @property
    def is_connected(self) -> bool:
        return self.view is not None and bool(self.view.server)

    @property
    def is_busy(self) -> bool:
        return self.desk.line.is_busy

    def standing(self) -> str:
        """Who admits and removes computers here."""
        if self.view is None:
            return ""
        if self.view.is_lead:
            return _("You are a lead of your city: you admit computers, and remove them.")
        if self.view.leads:
            names = format_list(list(dict.fromkeys(name(one) for one in self.view.leads)))
            return _("The lead of your city admits computers, and removes them: {names}").format(names=names)
        return _("Nobody is known here yet as the lead of your city. The alliance's registrar admits the first one.")

    @property
    def is_waiting(self) -> bool:
        """Whether this computer has asked, and nobody has admitted it yet."""
        return self.view is not None and self.view.connection is Connection.PENDING

    def receive(self) -> None:
        """Send and receive now: a request may have come in."""
        self.desk.line.send_wanted.emit()

    def show_joining(self) -> None:
        self.desk.navigator.go("join")

    def admit(self) -> None:
        """Admit the computer whose code was typed, in the role that was chosen."""
        code, role, view = self.code.strip(), self.role, self.view
        self.code_problem, self.admitted = None, ""
        before = {one.log for one in view.asking} if view is not None else set()

        def admitted() -> None:
            self.code = ""
            self.desk.ask(people_view, lambda view: self._say_admitted(view, before))

        def failed(error: Exception) -> None:
            self.code_problem = explain(error)
            self.load()

        self.desk.act(lambda workspace: members.admit(workspace, code, role), admitted, failed)

    def _code_failed(self, error: Exception) -> None:
        self.code_problem = explain(error)
        self.changed.emit()

    def invite(self) -> None:
        """Have the server open an invitation for one more computer."""
        self.invite_problem, self.is_inviting = None, True
        self.desk.line.invitation_wanted.emit()
        self.changed.emit()

    def may_remove(self, computer: CityComputer) -> bool:
        """Leads are removed by the registrar alone."""
        is_other = not computer.is_this_computer and computer.role not in (Role.LEAD, Role.REGISTRAR)
        return self.is_lead and is_other and computer.state is ComputerState.ADMITTED

    def ask_to_remove(self, computer: CityComputer) -> None:
        """Show what removing means before anything happens."""
        self.removing, self.keeps_work, self.problem = computer, True, None
        self.changed.emit()

    def keep(self) -> None:
        """Remove nothing."""
        self.removing = None
        self.changed.emit()

    def remove(self) -> None:
        """Remove the computer that was asked about."""
        computer = self.removing
        if computer is not None:
            log, cut_off = computer.log, None if self.keeps_work else NO_ENTRY
            self._act(lambda workspace: members.revoke(workspace, log, cut_off))

    def object_to(self, act: AnnouncedAct) -> None:
        """Say that this city is against what the registrar has announced."""
        self._act(lambda workspace: members.object_to(workspace, act.entry))

    def set_aside(self) -> list[tuple[CityComputer, tuple[HeldUpdate, ...]]]:
        """By computer, what is kept and doesn't count."""
        if self.view is None:
            return []
        return [(one, self.view.set_aside[one.log]) for one in self.view.computers if one.log in self.view.set_aside]

    def let_count(self, updates: tuple[HeldUpdate, ...]) -> None:
        """Let updates that were set aside count, exactly those that were shown."""
        hashes: list[EntryHash] = [update.hash for update in updates[:MOST_AT_ONCE]]
        self._act(lambda workspace: members.endorse(workspace, hashes))

    def _act(self, operation: Callable[[Workspace], Changes]) -> None:
        self.problem = None

        def done() -> None:
            self.removing = None
            self.changed.emit()

        def failed(error: Exception) -> None:
            self.problem = explain(error)
            self.changed.emit()

        self.desk.act(operation, done, failed)

    def _say_admitted(self, view: PeopleView, before: set[LogId]) -> None:
        new = [one for one in view.computers if one.log in before and one.state is ComputerState.ADMITTED]
        self.admitted = name(new[0]) if new else ""
        self._show(view)

    def _show_invitation(self, invitation: Invitation) -> None:
        self.invitation, self.is_inviting = invitation, False
        self.changed.emit()

    def _not_invited(self, problem: Words) -> None:
        self.invite_problem, self.is_inviting = problem, False
        self.changed.emit()

    def _show_found(self, found: tuple[PeopleView, Mapping[str, str]]) -> None:
        view, half = found
        if not self._half.knows(half_texts.ADMITTING):
            self._half.found(half_texts.ADMITTING, half)
            self.code = self.code or half.get("code", "")
        self._show(view)

    def _show(self, view: PeopleView) -> None:
        self.view = view
        self.changed.emit()
