"""What stands round every page: whose city, who works here, the status line, the counters of the navigation."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import explain
from desktop_app.i18n import _, format_number, ngettext
from desktop_app.identity.vault_format import Mode
from desktop_app.operations import officials, undoing
from desktop_app.operations.changes import Changes
from desktop_app.operations.protection import mode_of
from desktop_app.operations.undoing import Turned
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation import undo_words
from desktop_app.presentation.computer_notices import ComputerNotice, notice, unprotected, without_sheet
from desktop_app.presentation.countries import country_name
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.places import NOWHERE, Place
from desktop_app.presentation.problems import what_now
from desktop_app.presentation.status_line import Fact, facts
from desktop_app.presentation.wording import isolated
from desktop_app.storage import queries
from desktop_app.storage.computer_findings import NamedFinding, named_findings
from desktop_app.storage.views import CityView, Connection, StatusView


class Shell(QObject):
    """Signals:
    changed(): city, status or counters are different now.
    told(str): something was saved or sent; for screen readers, in words.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, desk: Desk, first: Place = NOWHERE) -> None:
        """`first` is the page to open when the profile has a city; NOWHERE for the overview."""
        super().__init__()
        self.desk = desk
        self._first = first
        self.city: CityView | None = None
        self.status: StatusView | None = None
        self.findings: tuple[NamedFinding, ...] = ()
        self.mode: Mode | None = None
        self._turned = ""
        desk.bus.changed.connect(self._hear)
        desk.guard.changed.connect(self.changed)

    def load(self) -> None:
        self.desk.ask(queries.city, self._show_city)
        self.desk.ask(queries.status, self._show_status)

    def go_to(self, key: str, item: str = "") -> None:
        """Open a page, on `item` or on what it shows first; before a city was chosen there is nothing but the start."""
        if self.city is None:
            return
        first = self.desk.instrument.questions[0].id if key == "question" else ""
        self.desk.navigator.go(key, item or first)

    def change_official(self, name: str) -> None:
        """Somebody else works here now."""
        self.desk.act(lambda workspace: officials.change_official(workspace, name))

    def undo(self) -> None:
        """Take back the newest thing that was done on this computer, at whichever page that was."""
        self._turn(undoing.undo, undo_words.undone)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._turn(undoing.redo, undo_words.done_again)

    def facts(self) -> tuple[Fact, ...]:
        said = (Fact(self._turned, "neutral"),) if self._turned else ()
        return (*facts(self.status, datetime.now(UTC)), *said) if self.status else ()

    def notices(self) -> tuple[ComputerNotice, ...]:
        """About the city's computers: for the first page, and nowhere else."""
        is_first = self.desk.navigator.place.page == "overview"
        if not is_first:
            return ()
        found = tuple(notice(one) for one in self.findings)
        is_own = self.city is not None and not self.city.is_sample
        return (*found, *self._about_protection()) if is_own else found

    def _about_protection(self) -> tuple[ComputerNotice, ...]:
        if self.mode is Mode.OPEN:
            return (unprotected(),)
        has_sheet = self.mode is None or self.desk.guard.has_sheet
        return () if has_sheet else (without_sheet(),)

    def counters(self) -> dict[str, tuple[str, str]]:
        """A short number and its sentence, by page."""
        if self.status is None:
            return {}
        waiting, contested, asking = self.status.waiting_changes, self.status.contested, self.status.asking
        return {
            "sending": _counter(
                waiting, ngettext("{number} change waits to be sent", "{number} changes wait to be sent", waiting)
            ),
            "contested": _counter(
                contested,
                ngettext("{number} question has two answers", "{number} questions have two answers", contested),
            ),
            "people": _counter(
                asking, ngettext("{number} computer waits for you", "{number} computers wait for you", asking)
            ),
        }

    @property
    def is_waiting(self) -> bool:
        """Whether this computer has asked to be admitted, and nobody has done so yet."""
        return self.status is not None and self.status.connection is Connection.PENDING

    def city_title(self) -> str:
        if self.city is None:
            return ""
        return _("{city}, {country}").format(
            city=isolated(self.city.city_name), country=isolated(country_name(self.city.country))
        )

    def instrument_title(self) -> str:
        """Our own questions, aligned with the roadmap: never said to be the Alliance's (product.md, "Say it right")."""
        return _("Self-assessment questionnaire {version}").format(version=self.desk.instrument.version)

    def close(self) -> None:
        self.desk.bus.changed.disconnect(self._hear)
        self.desk.guard.changed.disconnect(self.changed)

    def _turn(self, operation: Callable[[Workspace], Turned | None], say: Callable[[Turned | None], str]) -> None:
        found: list[Turned | None] = []

        def turn(workspace: Workspace) -> Changes:
            found.append(operation(workspace))
            return found[0].changes if found[0] is not None else Changes()

        def told() -> None:
            self._say(say(found[0]))

        if self.city is not None and not self.desk.is_read_only:
            self.desk.act(turn, told, lambda error: self._say(what_now(explain(error))))

    def _say(self, words: str) -> None:
        """In the status line, until something else is done."""
        self._turned = words
        self.changed.emit()
        if words:
            self.told.emit(words)

    def _hear(self, changes: Changes) -> None:
        if self._turned and changes.origin == "local" and (changes.questions or changes.policies):
            self._say("")
        if changes.city:
            self.desk.ask(queries.city, self._show_city)
        self.desk.ask(queries.status, self._show_status)
        if changes.origin == "remote":  # own entries are no news about other computers
            self.desk.ask(named_findings, self._show_findings)

    def _show_findings(self, found: tuple[NamedFinding, ...]) -> None:
        if found != self.findings:
            self.findings = found
            self.changed.emit()

    def _look_at_protection(self) -> None:
        """What protects the keys; read from the vault's header, so that nothing is opened."""
        profile = self.desk.workspace.profile
        self.desk.background.run(lambda: mode_of(profile), self._show_protection)

    def _show_protection(self, mode: Mode) -> None:
        self.mode = mode
        self.changed.emit()

    def _show_city(self, city: CityView | None) -> None:
        self.city = city
        self.changed.emit()
        if self.desk.navigator.place == NOWHERE:
            first = self._first if city is not None and self._first != NOWHERE else None
            self.desk.navigator.go(
                first.page if first else "overview" if city else "start", first.item if first else ""
            )
            self.desk.ask(named_findings, self._show_findings)  # reads every log: the page's own questions come before
        self._look_at_protection()

    def _show_status(self, status: StatusView) -> None:
        before, self.status = self.status, status
        self.changed.emit()
        if before is not None:
            known = {fact.text for fact in facts(before, datetime.now(UTC))}
            moved = status.saved_ms != before.saved_ms or status.sent_ms != before.sent_ms
            for fact in self.facts() if moved else ():
                if fact.tone == "good" and fact.text not in known:
                    self.told.emit(fact.text)


def _counter(count: int, words: str) -> tuple[str, str]:
    return (format_number(count), words.format(number=format_number(count))) if count else ("", "")
