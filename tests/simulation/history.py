"""Runs: a list of events out of a seed, what came of it, and the shortest list that still fails."""

import random
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from tests.simulation.computer import ComputerCrash
from tests.simulation.counters import Counters
from tests.simulation.events import BY_NAME, KINDS
from tests.simulation.mutants import put_in
from tests.simulation.settling import settle
from tests.simulation.wire import ServerCrash
from tests.simulation.world import World, world


@dataclass(frozen=True)
class Event:
    """`salt` is where its chance comes from, so that it does the same whatever stands around it."""

    kind: str
    salt: int


@dataclass(frozen=True)
class Result:
    """What came of a run; `failure` is "" for a good one."""

    seed: int
    trace: tuple[str, ...]
    failure: str
    detail: str
    counters: Counters


def events_of(seed: int) -> list[Event]:
    chance = random.Random(f"{seed} events")
    kinds = chance.choices([kind.__name__ for kind in KINDS], list(KINDS.values()), k=chance.randint(20, 40))
    return [Event(kind, salt) for salt, kind in enumerate(kinds)]


def run(seed: int, events: Sequence[Event] | None = None, mutant: str = "") -> Result:
    """One run; never raises for what the product does. With `mutant`, it makes that mistake from the first event on."""
    counters: Counters = Counters()
    trace: list[str] = []
    event, failure, detail = None, "", ""
    with world(seed, counters) as made, ExitStack() as stack:
        made.populate()
        try:
            if mutant:
                stack.enter_context(put_in(mutant))
            for event in events_of(seed) if events is None else events:
                trace += [_happen(made, event)]
            event = None
            settle(made)
            trace.append(f"settled {made.fingerprint()}")
        except (Exception, ComputerCrash, ServerCrash) as error:  # noqa: BLE001 whatever it is, the run has failed and says how
            failure = f"{type(error).__name__}: {str(error)[:300]}"
            detail = traceback.format_exc()
            trace.append(f"{event or 'settling'}: {failure}")
    return Result(seed, tuple(trace), failure, detail, counters)


def _happen(made: World, event: Event) -> str:
    chance = random.Random(f"{made.seed} {event.salt}")
    made.now_ms += chance.choice((1_000, 5_000, 60_000, 1_200_000))
    told = BY_NAME[event.kind](made, chance)
    for computer in made.computers:
        made.ledger.look(computer)
    return f"{event.salt:3} {event.kind:15} {told:60} {made.fingerprint()}"


def shortest(events: Sequence[Event], fails: Callable[[Sequence[Event]], bool]) -> list[Event]:
    """Leaves out as many events as it can while the run still fails: halves first, then one by one."""
    kept, size = list(events), max(1, len(events) // 2)
    while size:
        at = 0
        while at < len(kept):
            without = kept[:at] + kept[at + size :]
            if fails(without):
                kept = without
            else:
                at += size
        size //= 2
    return kept
