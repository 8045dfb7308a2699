"""Setting up one city: a real profile, invented answers through the operations, and its first sending."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_app.operations.members import computer_code
from desktop_app.operations.sample import fill_with_sample
from desktop_app.operations.sealing import ensure_device, seal_drafts
from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import Workspace, open_workspace
from desktop_app.storage import city_log
from desktop_app.storage.engine import reading
from desktop_app.sync.enrolment import join
from desktop_app.sync.round import run_round
from desktop_app.sync.session import Session
from roadmap_core.community.cities import City
from roadmap_core.ledger.tree import Frontier

OFFICIAL = "Sample official"


@dataclass
class Computer:
    """One computer of one city, with its own profile folder."""

    city: City
    workspace: Workspace
    address: str
    session: Session = field(default_factory=Session)
    answers: int = 0

    def join(self, invitation: str | None) -> None:
        ensure_device(self.workspace)
        join(self.workspace, self.address, invitation, self.session)

    @property
    def code(self) -> str:
        """What its owner reads out over the phone."""
        return computer_code(self.workspace)

    def send(self) -> None:
        """Seals what was answered, and sends and receives until nothing is left."""
        seal_drafts(self.workspace)
        outcome = run_round(self.workspace, self.session)
        if outcome.problem:
            raise SystemExit(f"{self.city.name} could not send: {outcome.problem}")

    def receive_community(self) -> None:
        """As after the next start: the community's status is asked for anew."""
        self.session.close()
        self.send()

    @property
    def traffic(self) -> tuple[int, int, int]:
        """Bytes up, bytes down and requests, HTTP heads included."""
        counted = self.session.server(self.address).traffic
        return counted.up, counted.down, counted.requests

    def frontier(self) -> Frontier:
        """What this computer has computed from the entries that it holds."""
        with reading(self.workspace.engine) as connection:
            held = city_log.state(connection)
        assert held is not None
        return held.frontier

    def root_equals(self, status: dict[str, Any]) -> bool:
        """Whether the root that this computer has computed for itself is the one that the server computed."""
        theirs = next(log for log in status["logs_by_city"] if log["id"] == self.city.id)
        ours = self.frontier()
        return (ours.size, ours.root().hex()) == (theirs["size"], theirs["root"])

    def close(self) -> None:
        self.session.close()
        self.workspace.close()


def set_up_city(city: City, invitation: str, address: str, profile: Path) -> Computer:
    """The city's lead: begins offline, answers, joins with the city's invitation, and waits to be admitted."""
    official = "M. Sato" if city.id == "kaga-jp" else OFFICIAL
    computer = start_computer(city, official, address, profile)
    today = datetime.now(UTC).date()
    computer.answers = fill_with_sample(computer.workspace, city.id, today)
    computer.join(invitation)
    return computer


def start_computer(city: City, official: str, address: str, profile: Path) -> Computer:
    """A new profile, as after the first start: nothing sent, nobody asked."""
    profile.mkdir(parents=True)
    workspace = open_workspace(profile)
    choice = CityChoice(city.id, city.name, city.iso2)
    begin(workspace, choice, official, computer=f"sample-{secrets.token_hex(2)}", is_sample=True)
    return Computer(city, workspace, address)
