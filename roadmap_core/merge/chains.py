"""Entries and those before them in their logs, as far as they have arrived; and logs with too many branches."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from roadmap_core.entries.identifiers import EntryHash, LogId

PlaceOf = Callable[[EntryHash], tuple[LogId, EntryHash] | None]
"""The log of an entry that has arrived, and the entry before it there; None for one that has not."""

MOST_BRANCHES = 8


class Chains:
    """Walks each chain once, and again when the entry arrives at which it broke off."""

    def __init__(self, place_of: PlaceOf) -> None:
        self.place_of = place_of
        self._walked: dict[EntryHash, tuple[frozenset[EntryHash], EntryHash]] = {}

    @property
    def were_walked(self) -> bool:
        """Whether anything that arrives could lengthen a chain that was asked for."""
        return bool(self._walked)

    def up_to(self, tip: EntryHash) -> frozenset[EntryHash]:
        """An entry and those before it in its log; what lies before a gap is not known to be before it."""
        if tip not in self._walked:
            found: set[EntryHash] = set()
            at, place = tip, self.place_of(tip)
            log = place and place[0]
            while place is not None and place[0] == log:
                found.add(at)
                at, place = place[1], self.place_of(place[1])
            self._walked[tip] = frozenset(found), at
        return self._walked[tip][0]

    def log_of(self, entry: EntryHash) -> LogId | None:
        """The log of an entry that has arrived."""
        place = self.place_of(entry)
        return place and place[0]

    def go_on_at(self, entry: EntryHash) -> bool:
        """Forgets the chains that broke off at an entry that has arrived now. Whether there were any."""
        broken_off = [tip for tip, (_, at) in self._walked.items() if at == entry]
        for tip in broken_off:
            del self._walked[tip]
        return bool(broken_off)


def held_from(places: Iterable[tuple[int, EntryHash]]) -> int | None:
    """The sequence from which on a log's entries are held back (E-FORK); None with at most 8 branches.

    Branches are counted where they leave each other: by the entries that name one entry as the one before them, and by
    those that claim one sequence. Both only grow, so what is held back stays so.

    Args:
        places: sequence and entry before, of each entry of the log that has arrived.
    """
    by_prev: dict[EntryHash, list[int]] = defaultdict(list)
    by_seq: dict[int, list[int]] = defaultdict(list)
    for seq, prev in places:
        by_prev[prev].append(seq)
        by_seq[seq].append(seq)
    together = [seqs for seqs in (*by_prev.values(), *by_seq.values()) if len(seqs) > 1]
    left = 1 + sum(len(seqs) - 1 for seqs in by_prev.values())
    widest = max(map(len, by_seq.values()), default=0)
    return min(map(min, together)) if max(left, widest) > MOST_BRANCHES else None
