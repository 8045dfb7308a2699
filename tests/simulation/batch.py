"""Many runs, in as many processes as there are processors: each has templates of its own."""

import logging
import multiprocessing
from collections.abc import Iterable, Sequence
from multiprocessing import util

from tests.simulation.counters import Counters
from tests.simulation.history import Result, run
from tests.simulation.world import tidy_up, warm_up

_HANDFUL = 25


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
    """The same by many processes, a handful of seeds at a time; tells of failures as they come."""
    found = []
    handfuls = [seeds[start : start + _HANDFUL] for start in range(0, len(seeds), _HANDFUL)]
    with multiprocessing.get_context("spawn").Pool(processes, _prepare) as pool:
        for counters, failures in pool.imap_unordered(in_turn, handfuls):
            found.append((counters, failures))
            for result in failures:
                print(f"seed {result.seed}: {result.failure}", flush=True)
        pool.close()  # so that each ends by itself, and tidies up
        pool.join()
    return found


def _prepare() -> None:
    util.Finalize(None, tidy_up, exitpriority=1)
