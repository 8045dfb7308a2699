"""make simulate SEEDS=1500, and the replay of one: python -m tests.simulation --seed 17 --trace"""

import argparse
import logging
import os
import sys
import time

from tests.simulation.counters import MUST_HAPPEN, Counters, missing
from tests.simulation.batch import in_processes
from tests.simulation.history import Result, events_of, run, shortest
from tests.simulation.world import tidy_up


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seeds", type=int, default=1500, help="how many runs")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="one run alone")
    parser.add_argument("--trace", action="store_true", help="print what happened")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    return _replay(chosen.seed, trace=chosen.trace) if chosen.seed is not None else _batch(chosen)


def _replay(seed: int, *, trace: bool) -> int:
    result = run(seed)
    print("\n".join(result.trace) if trace else result.trace[-1])
    if result.failure:
        _explain(result)
    tidy_up()
    return bool(result.failure)


def _explain(result: Result) -> None:
    kind = result.failure[:40]
    events = shortest(result.seed, events_of(result.seed), lambda other: other.failure.startswith(kind))
    print(f"\nseed {result.seed}: {result.failure}\nThe shortest list of events that fails in this way:")
    again = run(result.seed, events)
    print("\n".join(again.trace), again.detail, sep="\n")


def _batch(chosen: argparse.Namespace) -> int:
    began = time.monotonic()
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    found = in_processes(seeds, chosen.processes)
    seconds = time.monotonic() - began
    counters = sum((counters for counters, _ in found), Counters())
    failures = [result for _, results in found for result in results]
    for name in MUST_HAPPEN:
        print(f"{counters[name]:9}  {name}")
    print(f"{len(seeds)} seeds from {chosen.first} in {seconds:.1f} s: {len(seeds) / seconds:.1f} a second")
    for result in failures:
        print(f"FAILED seed {result.seed}: {result.failure}")
    silent = missing(counters)
    if silent:
        print(f"FAILED never happened: {', '.join(silent)}")
    for result in failures[:1]:
        _explain(result)
        tidy_up()
    if not failures:
        print(f"0 violations: the rate of failures is below {3 / len(seeds):.2%} at 95 %")
    return bool(failures or silent)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]],  # fmt: skip
                  {**os.environ, "PYTHONHASHSEED": "0"})
    sys.exit(main())
