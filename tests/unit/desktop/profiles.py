"""Real profiles in temporary folders, with a clock and a chance that a test holds in its hand, and no server."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.operations.sealing import ensure_device, seal_drafts
from desktop_app.operations.start import CityChoice, begin
from desktop_app.operations.workspace import Workspace, open_workspace
from desktop_app.settings import DEFAULT_ALLIANCE
from desktop_app.storage import alliance, city_log, entry_log, intake, own_log, private_parts, queries
from desktop_app.storage.engine import driver_of, reading, transaction
from desktop_app.storage.views import QuestionView
from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import EntryHash, short
from roadmap_core.entries.operations import Genesis
from roadmap_core.entries.sealing import Claims, LogTip, seal, seal_genesis
from roadmap_core.entries.statements import Enrol, Role, Statement
from roadmap_core.exchange.stream import parted
from roadmap_core.keys.ed25519 import SoftwareSigner
from roadmap_core.ledger.alliance import AllianceDocument

KAGA = CityChoice("kaga-jp", "Kaga", "JP")
MORNING_MS = 1_790_000_000_000
PARTS: dict[bytes, bytes] = {}
"""The private parts that travel between the computers of a test, by digest."""


@dataclass
class Clock:
    """Shows what it is told."""

    now_ms: int = MORNING_MS

    def __call__(self) -> int:
        return self.now_ms


@dataclass
class Computer:
    """One computer of Kaga, its official at the keyboard."""

    workspace: Workspace
    clock: Clock = field(default_factory=Clock)

    def view(self, question_id: str) -> QuestionView:
        return queries.question(self.workspace.store, question_id)

    def entries(self) -> list[Entry]:
        """Seals, and gives everything that is here; private parts are left where `take` finds them."""
        seal_drafts(self.workspace)
        with reading(self.workspace.engine) as connection:
            rows = driver_of(connection).execute("SELECT digest, data FROM private_part WHERE data IS NOT NULL")
            PARTS.update(rows.fetchall())
            return [read(connection, data) for data in parted(entry_log.all_items(connection))[0]]

    def take(self, entries: list[Entry]) -> frozenset:
        """Stores entries of another computer, as a page of the server would."""
        with transaction(self.workspace.engine) as connection:
            keys = self.workspace.keys
            registers = own_log.take_arrived(connection, keys, entries, self.clock()).registers
            private_parts.keep(connection, [PARTS[e.body[0]] for e in entries if e.body and e.body[0] in PARTS])
            return registers | intake.read_parts(connection, keys.secret())

    def tables(self, *names: str) -> dict[str, list]:
        """Whole tables, for comparing bytes."""
        with reading(self.workspace.engine) as connection:
            driver = driver_of(connection)
            return {name: driver.execute(f"SELECT * FROM {name}").fetchall() for name in names}

    def place(self, hashes: list[EntryHash], confirmed_ms: int = MORNING_MS) -> None:
        """Gives entries positions, as a checked head would."""
        with transaction(self.workspace.engine) as connection:
            for position, whole in enumerate(hashes, 1):
                row = (position, confirmed_ms, whole)
                driver_of(connection).execute("UPDATE entry SET position = ?, confirmed_ms = ? WHERE hash = ?", row)

    @property
    def genesis(self) -> Entry:
        device = ensure_device(self.workspace)
        with reading(self.workspace.engine) as connection:
            found = entry_log.any_entry(connection, short(device.genesis))
        assert found is not None
        return found

    def trust(self, registrar: "Registrar") -> None:
        """Takes the alliance's documents, as from a server or a file."""
        with transaction(self.workspace.engine) as connection:
            held = alliance.following(alliance.held(connection, registrar.document.alliance), registrar.documents)
            city_log.save(connection, root_key=held.root_key)
            alliance.keep_chain(connection, held)
            intake.judge_anew(connection)


class Registrar:
    """Root key and registrar of an alliance, with its own log in Kaga."""

    def __init__(self, seed: int = 7) -> None:
        chance = random.Random(seed)
        self.root, self.signer = SoftwareSigner(chance.randbytes(32)), SoftwareSigner(chance.randbytes(32))
        log_key = SoftwareSigner(chance.randbytes(32)).public_key
        keys = (self.root.public_key, {self.signer.public_key: None}, (log_key,))
        self.document = AllianceDocument(DEFAULT_ALLIANCE, 1, None, *keys, until_ms=4_000_000_000_000)
        self.documents = [self.document.signed(self.root)]
        genesis = Genesis(self.signer.public_key, bytes(32), DEFAULT_ALLIANCE, KAGA.id, 0, b"", b"")
        self.entries = [seal_genesis(genesis, Claims(MORNING_MS, 0, 0), self.signer)]

    def say(self, *statements: Statement) -> list[Entry]:
        """All that was signed so far, with these."""
        tip = self.entries[-1]
        claims = Claims(MORNING_MS, tip.lamport + 1, 0)
        self.entries += seal(LogTip(tip.log, tip.seq, tip.hash), statements, {}, claims, self.signer)
        return self.entries

    def admit(self, computer: Computer, role: Role = Role.LEAD) -> list[Entry]:
        return self.say(Enrol(computer.genesis.hash, role, "", None))


def take_from_colleague(computer: Computer, colleague: Computer) -> None:
    """What another computer of the city wrote comes in, with its admission by a registrar."""
    registrar = Registrar()
    computer.trust(registrar)
    computer.take([*colleague.entries(), *registrar.admit(colleague, Role.EDITOR)])


def make_colleagues(lead: Computer, editor: Computer, registrar: Registrar) -> None:
    """Both are admitted, and know it; both have the city's key, and know who is who."""
    registrar.admit(lead)
    said = registrar.admit(editor, Role.EDITOR)
    for computer in (lead, editor):
        computer.trust(registrar)
        computer.take([lead.genesis, editor.genesis, *said])
    editor.take(lead.entries())
    lead.take(editor.entries())


def read(connection, data: bytes) -> Entry:
    log = claimed_log(data)
    found = read_genesis(data) if log is None else read_entry(data, entry_log.public_key(connection, log))
    assert isinstance(found, Entry)
    return found


def open_computer(folder: Path, official: str = "M. Sato", *, seed: int = 1, computer: str = "") -> Computer:
    """A new profile, begun."""
    clock = Clock()
    workspace = open_workspace(folder, clock, random.Random(seed).randbytes)
    begin(workspace, KAGA, official, computer=computer)
    return Computer(workspace, clock)
