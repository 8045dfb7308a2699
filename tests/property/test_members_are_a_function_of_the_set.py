"""Any order and parts of arrival: the same judgements of each entry, those that the rules give to the whole set."""

import random
from collections import Counter

import pytest

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.merge.members import Judgement
from tests.property.effort import TIMES
from tests.property.who_counts import ByTheRules
from tests.property.worlds import Replica, World

BLOCKS, WORLDS = 10, 30 * TIMES


def by_the_rules(world: World, entries: list[Entry]) -> dict[EntryHash, tuple[str, str | None]]:
    rules = ByTheRules(entries, world.document)
    return {entry.hash: rules.verdict(entry) for entry in entries}


def told(judged: dict[EntryHash, Judgement]) -> dict[EntryHash, tuple[str, str | None]]:
    return {entry: (found.verdict.name.lower(), found.code) for entry, found in judged.items()}


def arriving(world: World, chance: random.Random) -> list[list[Entry]]:
    """The entries in some order and parts, some twice, some never; no key is known before its log's first entry."""
    entries = [entry for entry in world.entries if entry.genesis or chance.random() < 0.9]
    entries += chance.sample(entries, len(entries) // 4)
    chance.shuffle(entries)
    known: set[LogId] = set()
    ready: list[Entry] = []
    waiting: list[Entry] = []
    for entry in entries:
        if entry.genesis:
            known.add(entry.log)
        (ready if entry.log in known else waiting).append(entry)
        ready += [other for other in waiting if other.log in known]
        waiting = [other for other in waiting if other.log not in known]
    parts = []
    while ready:
        size = chance.choice((1, 1, 2, 5, len(ready)))
        parts.append(ready[:size])
        ready = ready[size:]
    return parts


@pytest.mark.parametrize("block", range(BLOCKS))
def test_every_order_gives_what_the_rules_give_to_the_set(block: int) -> None:
    for seed in range(block * WORLDS, (block + 1) * WORLDS):
        print("seed", seed)
        world, chance = World(seed), random.Random(seed)
        for _ in range(2):
            replica = Replica(world.document)
            before: dict[EntryHash, Judgement] = {}
            for part in arriving(world, chance):
                differs = replica.take(part)
                after = replica.judgements() if differs or chance.random() < 0.5 else {}
                assert differs or all(after.get(entry, found) == found for entry, found in before.items())
                before |= after or {e.hash: replica.membership.judge(e) for e in part}
            here = list(replica.entries.values())
            assert told(replica.judgements()) == by_the_rules(world, here)
            fresh = Replica(world.document)
            fresh.take(here[::-1])
            assert fresh.judgements() == replica.judgements()
            assert fresh.membership.erased() == replica.membership.erased()
            assert fresh.membership.rekeys() == replica.membership.rekeys()


def test_the_worlds_hold_every_verdict_and_reason() -> None:
    seen: Counter[object] = Counter()
    for seed in range(150):
        world = World(seed)
        seen.update(by_the_rules(world, world.entries).values())
        replica = Replica(world.document)
        replica.take(world.entries)
        seen["erased"] += len(replica.membership.erased())
        seen["rekeys"] += len(replica.membership.rekeys())
    held = {("quarantined", code) for code in ("E-REVOKED", "E-EXPIRED", "E-SCOPE", "E-FORK")}
    expected = {("counts", None), ("pending", "E-NOT-ADMITTED"), "erased", "rekeys", *held}
    assert seen.keys() == expected
    assert min(seen.values()) >= 20, seen
