"""Setting up one city: a real profile, invented answers through the operations, and its first sending."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.server_process import ServerProcess
from desktop_app.operations.sample import fill_with_sample
from desktop_app.operations.sealing import ensure_device, seal_drafts
from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import Workspace, open_workspace
from desktop_app.storage import city_log
from desktop_app.sync.enrolment import join
from desktop_app.sync.round import run_round
from desktop_app.sync.server import Server
from roadmap_core.community.cities import City

OFFICIAL = "Sample official"


@dataclass
class Computer:
    """One computer of one city, with its own profile folder."""

    city: City
    workspace: Workspace
    server: Server
    answers: int = 0

    def send(self) -> None:
        """Seals what was answered, and sends and receives until nothing is left."""
        seal_drafts(self.workspace)
        run_round(self.workspace, self.server)

    def root_equals(self, status: dict[str, Any]) -> bool:
        """Whether the root that this computer has computed for itself is the one that the server computed."""
        theirs = next(log for log in status["logs_by_city"] if log["id"] == self.city.id)
        ours = city_log.frontier(self.workspace.store)
        return (ours.size, ours.root().hex()) == (theirs["size"], theirs["root"])

    def close(self) -> None:
        self.server.close()
        self.workspace.close()


def set_up_city(city: City, server: ServerProcess, address: str, profile: Path) -> Computer:
    """The city's lead: begins offline, answers, joins with the city's invitation, sends."""
    official = "M. Sato" if city.id == "kaga-jp" else OFFICIAL
    computer = start_computer(city, official, address, profile)
    today = datetime.now(UTC).date()
    computer.answers = fill_with_sample(computer.workspace, city.id, today)
    ensure_device(computer.workspace)
    join(computer.workspace, address, server.invite(city.id))
    computer.send()
    return computer


def start_computer(city: City, official: str, address: str, profile: Path) -> Computer:
    """A new profile, as after the first start: nothing sent, nobody asked."""
    profile.mkdir(parents=True)
    workspace = open_workspace(profile)
    choice = CityChoice(city.id, city.name, city.country)
    begin(workspace, choice, official, computer=f"sample-{secrets.token_hex(2)}", is_sample=True)
    return Computer(city, workspace, Server(address))
