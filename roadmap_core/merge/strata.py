"""What those say who may say who writes: registrars and leads, each stratum by itself (protocol.md, section 8)."""

from collections.abc import Collection
from dataclasses import dataclass, field

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.entries.statements import Endorse, Enrol, Rekey, Revoke, Role

GRANTED_BY_REGISTRARS = frozenset(Role) - {Role.REGISTRAR}
GRANTED_BY_LEADS = GRANTED_BY_REGISTRARS - {Role.LEAD}

Rank = tuple[bool, int, EntryHash, int]
"""Which of several enrolments of one computer holds: a lead's, then the one that was said last."""


@dataclass(slots=True)
class Word:
    """The enrolments, cut-offs, endorsements and keys of one stratum, in whatever order it is told them.

    Attributes:
        enrolments: by genesis.
        cut_offs: by log; all of them hold, so the strictest does.
        endorsed: entries that count whatever else is said.
        endorsed_up_to: entries that count so together with those before them.
    """

    enrolments: dict[EntryHash, tuple[Rank, Enrol]] = field(default_factory=dict)
    cut_offs: dict[LogId, set[EntryHash]] = field(default_factory=dict)
    endorsed: set[EntryHash] = field(default_factory=set)
    endorsed_up_to: set[EntryHash] = field(default_factory=set)
    rekeys: set[Rekey] = field(default_factory=set, compare=False)

    def listen(self, entry: Entry, grants: Collection[int]) -> None:
        """Takes what a counting entry says, and of its enrolments those to roles in `grants`."""
        for place, said in enumerate(entry.operations):
            match said:
                case Enrol() if said.role in grants:
                    rank = (said.role == Role.LEAD, entry.lamport, entry.hash, place)
                    known = self.enrolments.get(said.genesis)
                    if known is None or known[0] < rank:
                        self.enrolments[said.genesis] = rank, said
                case Revoke():
                    self.cut_offs.setdefault(said.log, set()).add(said.cut_off)
                case Endorse():
                    (self.endorsed_up_to if said.with_earlier else self.endorsed).update(said.entries)
                case Rekey():
                    self.rekeys.add(said)
                case _:
                    pass


@dataclass(slots=True)
class Said:
    """What all statements come to. Equal ones give equal verdicts, chains and branches aside.

    Attributes:
        unnamed: logs that were found to be named in no statement that bears on entries which arrive later.
    """

    registrars: Word = field(default_factory=Word)
    leads: Word = field(default_factory=Word)
    enrolments: dict[bytes, Enrol] = field(default_factory=dict)
    lead_keys: frozenset[bytes] = frozenset()
    unnamed: set[LogId] = field(default_factory=set, compare=False)

    def over(self, key: bytes) -> tuple[Word, ...]:
        """The strata that a computer stands under, if it is no registrar's."""
        return (self.registrars,) if key in self.lead_keys else (self.registrars, self.leads)
