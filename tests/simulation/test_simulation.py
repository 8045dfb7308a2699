"""The simulator in CI: some seeds with every fault, the same seed twice, and the mutants that it must catch.

`make simulate SEEDS=1500` runs many; what it counts there may not be zero.
"""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.simulation.counters import MUST_HAPPEN, Counters, missing
from tests.simulation.history import Event, events_of, run, shortest
from tests.simulation.mutants import MUTANTS
from tests.simulation.world import tidy_up, warm_up

SEEDS = (*range(20), 315)
"""Some, and those that have failed."""
MUTANT_SEEDS = 150
LIKELY = {"M2": 4, "M5": 12, "M6": 4, "M8": 9}
"""Where the search for a run that a mistake breaks begins: those before are known to pass, and take their time."""
SILENT_IN_FEW = 14
"""Of what must happen in a batch, so much may be missing in as few seeds as these."""


@pytest.fixture(scope="module", autouse=True)
def _room() -> Iterator[None]:
    warm_up()
    yield
    tidy_up()


def test_nothing_that_was_promised_breaks_while_everything_fails() -> None:
    counters: Counters = Counters()
    for seed in SEEDS:
        result = run(seed)
        assert not result.failure, f"seed {seed}: {result.failure}\n" + "\n".join(result.trace)
        counters += result.counters
    assert len(missing(counters)) <= SILENT_IN_FEW, missing(counters)


def test_the_same_seed_gives_the_same_trace() -> None:
    first, second = run(11), run(11)
    assert first.trace == second.trace
    assert first.counters == second.counters
    assert run(12).trace != first.trace


def test_a_trace_does_not_depend_on_how_python_hashes() -> None:
    traces = {
        subprocess.run(
            [
                sys.executable,
                "-c",
                "from tests.simulation import history, world; print(history.run(5).trace); world.tidy_up()",
            ],
            env={**os.environ, "PYTHONHASHSEED": hashing},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hashing in ("1", "2")
    }
    assert len(traces) == 1


@pytest.mark.parametrize("name", MUTANTS)
def test_each_mistake_is_caught(name: str) -> None:
    seeds = range(LIKELY.get(name, 0), MUTANT_SEEDS)
    caught = next((seed for seed in seeds if run(seed, mutant=name).failure), None)
    assert caught is not None, f"{MUTANTS[name].mistake} survived {MUTANT_SEEDS} seeds"
    print(f"{name} {MUTANTS[name].mistake}: seed {caught}")


def test_a_failing_run_is_cut_down_to_the_events_that_matter() -> None:
    seed = next(seed for seed in range(MUTANT_SEEDS) if run(seed, mutant="M7").failure)
    events = events_of(seed)
    kept = shortest(events, lambda events: bool(run(seed, events, "M7").failure))
    assert len(kept) < len(events)
    assert run(seed, kept, "M7").failure
    assert set(kept) <= set(events)


def test_a_counter_at_zero_is_told() -> None:
    assert missing(Counters(dict.fromkeys(MUST_HAPPEN[1:], 1))) == [MUST_HAPPEN[0]]


def test_an_event_means_the_same_when_others_are_left_out() -> None:
    alone = run(3, [Event("wait", 7)])
    assert not alone.failure
    assert alone.trace[0].startswith("  7 wait")
