"""Many runs, in as many processes as there are processors: each has templates of its own."""

import logging
import multiprocessing
from collections.abc import Iterable, Sequence

from tests.simulation.counters import Counters
from tests.simulation.history import Result, run
from tests.simulation.world import tidy_up, warm_up


def in_turn(seeds: Iterable[int]) -> tuple[Counters, list[Result]]:
    """What happened in all of them, and the runs that failed."""
    logging.disable(logging.CRITICAL)
    counters: Counters = Counters()
    failures: list[Result] = []
    warm_up()
    for seed in seeds:
        result = run(seed)
        counters += result.counters
        if result.failure:
            failures.append(result)
    return counters, failures


def in_processes(seeds: Sequence[int], processes: int) -> list[tuple[Counters, list[Result]]]:
    """The same, with one share of the seeds for each process."""
    shares = [seeds[part::processes] for part in range(processes)]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return pool.map(_share, shares)


def _share(seeds: Sequence[int]) -> tuple[Counters, list[Result]]:
    try:
        return in_turn(seeds)
    finally:
        tidy_up()
