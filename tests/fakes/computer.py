"""An official's computer as the program runs on it: a real profile, real operations, real rounds. No window."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Self

from desktop_app.operations import answers, contested, members, sealing, start
from desktop_app.operations.workspace import Workspace, open_workspace
from desktop_app.storage import city_log, entry_log, queries
from desktop_app.storage.city_log import CityLogState
from desktop_app.storage.engine import driver_of, reading
from desktop_app.storage.views import Connection, QuestionView, StatusView
from desktop_app.sync.enrolment import join
from desktop_app.sync.outcome import Outcome
from desktop_app.sync.pace import Pace
from desktop_app.sync.round import run_rounds
from desktop_app.sync.server import Patience, Server
from desktop_app.sync.session import Session
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import short
from roadmap_core.instrument.model import ScaleKind
from tests.server.running import RunningServer

HASTE = Patience(connect=5, idle=5, total=5)


class Unmeasured(Pace):
    """A line that stays as slow as it was."""

    def measured(self, payload_bytes: int, seconds: float) -> None:
        pass


@dataclass
class Computer:
    """A profile of `city` in `folder`, opened, with its log begun."""

    folder: Path
    official: str = "Aiko"
    city: str = "kaga-jp"
    patience: Patience = HASTE
    workspace: Workspace = field(init=False)
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        is_new = not self.folder.exists()
        self.workspace = open_workspace(self.folder)
        self.session = Session(lambda address: Server(address, self.patience))
        if is_new:
            start.begin(
                self.workspace, start.CityChoice(self.city, "Kaga", "JP"), self.official, computer=self.official
            )
            sealing.ensure_device(self.workspace)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.session.close()
        self.workspace.close()

    def join(self, address: str, invitation: str | None = None) -> Connection:
        return join(self.workspace, address, invitation, self.session)

    def send(self) -> Outcome:
        """What the button does."""
        sealing.seal_drafts(self.workspace)
        return run_rounds(self.workspace, self.session, partial(sealing.seal_what_waited, self.workspace))

    def poll(self) -> Outcome:
        """What the program does by itself, once a minute."""
        sealing.seal_drafts(self.workspace)
        seal_again = partial(sealing.seal_what_waited, self.workspace)
        return run_rounds(self.workspace, self.session, seal_again, is_polling=True)

    def admit(self, other: "Computer") -> None:
        """The lead has heard the other one's code; it has come by sending, or is fetched now."""
        self.send()
        members.admit(self.workspace, members.computer_code(other.workspace))

    @property
    def genesis(self) -> Entry:
        """The first entry of this computer's log."""
        with reading(self.workspace.engine) as connection:
            own = entry_log.own_log(connection)
            found = entry_log.any_entry(connection, short(own[1])) if own else None
        assert found is not None
        return found

    def join_as_lead(self, server: RunningServer) -> None:
        """Joins with an invitation, is admitted by the registrar, and has sent everything."""
        assert self.join(server.address, server.invite(self.city)) is Connection.PENDING
        server.admit(self.genesis)
        assert self.send().problem == ""

    def answer(self, question: str, option: int) -> None:
        view = self.question(question)
        answers.give_answer(self.workspace, question, Choice(option), view.seen)

    def note(self, question: str, text: str) -> None:
        answers.write_note(self.workspace, question, text, self.question(question).note_seen)

    def settle(self, question: str, option: int) -> None:
        contested.settle(self.workspace, question, Choice(option), self.question(question).seen)

    def question(self, question: str) -> QuestionView:
        return queries.question(self.workspace.store, question)

    def choices(self, question: str) -> set[int]:
        """The options that stand side by side."""
        found = (alternative.answer for alternative in self.question(question).alternatives)
        return {answer.option for answer in found if isinstance(answer, Choice)}

    @property
    def contested(self) -> tuple[str, ...]:
        return queries.contested(self.workspace.store)

    @property
    def status(self) -> StatusView:
        return queries.status(self.workspace.store)

    @property
    def log_state(self) -> CityLogState:
        with reading(self.workspace.engine) as connection:
            found = city_log.state(connection)
        assert found is not None
        return found

    @property
    def root(self) -> bytes:
        return self.log_state.frontier.root()

    @property
    def evidence(self) -> list[tuple[bytes, int, int, str]]:
        with reading(self.workspace.engine) as connection:
            return city_log.evidence(connection)

    @property
    def waiting(self) -> int:
        """Sealed entries that have no checked position."""
        with reading(self.workspace.engine) as connection:
            return city_log.count_waiting(connection)

    def positions(self) -> dict[bytes, int | None]:
        with reading(self.workspace.engine) as connection:
            return dict(driver_of(connection).execute("SELECT hash, position FROM entry").fetchall())

    @property
    def choice_questions(self) -> list[str]:
        """Questions that are answered by choosing."""
        instrument = self.workspace.instrument
        return [q.id for q in instrument.questions if q.scale.kind is ScaleKind.ORDINAL]
