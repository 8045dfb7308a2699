"""What those do who decide who may write: a lead blocks a computer or lets entries count, the registrar changes."""

import random

from desktop_app.operations import members
from desktop_app.storage.engine import driver_of, reading
from desktop_app.storage.entry_log import Standing
from desktop_app.storage.membership import membership
from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash, LogId
from roadmap_core.entries.statements import Endorse, Revoke, Role
from tests.simulation import admission
from tests.simulation.computer import SimComputer
from tests.simulation.world import World

_MOST_REVOKED = 2
_FEW = 3


def revoke(world: World, chance: random.Random) -> str:
    """Early, exact, late, or by the registrar at an entry that may not have come to anybody yet."""
    lead = _lead(world, chance)
    kind = chance.choice(("early", "exact", "nothing counts", "ahead"))
    blockable = [one for one in world.of_city(lead.city) if one is not lead and _is_blockable(lead, one)]
    if world.revoked >= _MOST_REVOKED or not blockable:
        return "none"
    computer = chance.choice(blockable)
    log = admission.own_log(computer)
    assert log is not None
    if kind == "ahead":
        cut_off = chance.choice(_entries_of(computer, log))
        world.server.act(lead.city, [Revoke(log, cut_off)])
    else:
        early = chance.choice(_entries_of(lead, log))
        members.revoke(lead.workspace, log, {"early": early, "nothing counts": NO_ENTRY}.get(kind))
    world.revoked += 1
    world.counters[f"computers revoked: {kind}"] += 1
    return f"{lead.name} {computer.name} {kind}"


def endorse(world: World, chance: random.Random) -> str:
    """What is held back counts after all: by the lead's word, or the registrar's."""
    lead = _lead(world, chance)
    with reading(lead.workspace.engine) as connection:
        held = driver_of(connection).execute(_HELD_BACK, (int(Standing.QUARANTINED),)).fetchall()
    if not held:
        return "none"
    chosen = [EntryHash(row[0]) for row in chance.sample(held, min(len(held), chance.randint(1, _FEW)))]
    with_earlier = chance.random() < 0.3
    if chance.random() < 0.3:
        world.server.act(lead.city, [Endorse(tuple(chosen), with_earlier)])
    else:
        members.endorse(lead.workspace, chosen, with_earlier=with_earlier)
    world.counters["entries endorsed"] += len(chosen)
    return f"{lead.name} {len(chosen)} {with_earlier}"


_HELD_BACK = "SELECT hash FROM entry WHERE standing = ? ORDER BY hash"


def new_document(world: World, chance: random.Random) -> str:
    """Another alliance document: the next one is due later, or another registrar takes the place of the first."""
    is_replaced = chance.random() < 0.5
    world.server.renew_document(is_replaced=is_replaced)
    world.counters["registrars replaced" if is_replaced else "alliance documents renewed"] += 1
    return f"replaced={is_replaced}"


def _lead(world: World, chance: random.Random) -> SimComputer:
    return chance.choice([one for one in world.computers if one is world.of_city(one.city)[0]])


def _is_blockable(lead: SimComputer, computer: SimComputer) -> bool:
    """A lead's own computer, a copy of it included, is blocked by registrars alone."""
    log = admission.own_log(computer)
    with reading(lead.workspace.engine) as connection:
        role = membership(connection).role(log) if log else None
    return role not in (None, Role.LEAD) and admission.reads(lead, computer)


def _entries_of(computer: SimComputer, log: LogId) -> list[EntryHash]:
    """The hashes of a log's entries that a computer holds, oldest first."""
    with reading(computer.workspace.engine) as connection:
        rows = driver_of(connection).execute("SELECT hash FROM entry WHERE log = ? ORDER BY seq, hash", (log,))
        return [EntryHash(row[0]) for row in rows]
