"""A city with a registrar, a lead and an editor, for tests of who may write."""

from dataclasses import dataclass, field

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.entries.statements import Enrol, Role
from roadmap_core.ledger.alliance import AllianceDocument
from roadmap_core.merge.honoured import not_honoured
from roadmap_core.merge.members import COUNTS, Verdict
from roadmap_core.refusals import Code
from tests.property.worlds import Replica, document
from tests.vectors.computers import CLAIMED_MS, Computer


def as_role(computer: Computer, role: int = Role.EDITOR, until_ms: int | None = None) -> Enrol:
    return Enrol(computer.genesis.hash, role, "", until_ms)


@dataclass
class Town:
    registrars: dict[str, frozenset[EntryHash] | None] = field(default_factory=lambda: {"registrar": None})

    def __post_init__(self) -> None:
        self.registrar, self.lead, self.editor = (Computer(name) for name in ("registrar", "lead", "editor"))
        self.first_words = self.registrar.seal(as_role(self.lead, Role.LEAD))
        self.replica = Replica(document(self.registrars))
        self.members = self.replica.membership
        self.take(self.registrar.genesis, self.lead.genesis, self.editor.genesis, self.first_words)
        self.take(self.lead.seal(as_role(self.editor)))

    def take(self, *entries: Entry) -> bool:
        return self.replica.take(list(entries))

    def code(self, entry: Entry) -> Code | None:
        """Why an entry doesn't count; it may not have arrived, which changes nothing."""
        judged = self.members.judge(entry)
        assert (judged == COUNTS) == (judged.code is None)
        assert (judged.verdict == Verdict.PENDING) == (judged.code == Code.NOT_ADMITTED)
        return judged.code

    def unheard(self, entry: Entry) -> dict[int, Code]:
        assert self.code(entry) is None
        return not_honoured(entry, self.members)

    def under(self, new: AllianceDocument) -> "Town":
        """The same entries under another alliance document."""
        other = Town()
        other.replica = Replica(new)
        other.members = other.replica.membership
        other.take(*self.replica.entries.values())
        return other


LATE_MS = CLAIMED_MS + 1_000
