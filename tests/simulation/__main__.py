"""make simulate SEEDS=1500, and the replay of one: python -m tests.simulation --seed 17 --trace"""

import argparse
import logging
import os
import sys
import time
from pathlib import Path

from tests.simulation.batch import in_processes
from tests.simulation.counters import MUST_HAPPEN, Counters, missing
from tests.simulation.history import Result, events_of, run, shortest
from tests.simulation.mutants import MUTANTS
from tests.simulation.world import tidy_up, warm_up

SURVIVED = "SURVIVED"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seeds", type=int, default=1500, help="how many runs")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="one run alone")
    parser.add_argument("--mutant", default="", choices=["", *MUTANTS], help="the mistake that the run is to make")
    parser.add_argument("--mutants", type=int, help="try every mistake on so many seeds")
    parser.add_argument("--table", type=Path, help="where the table of mistakes is written, as markdown")
    parser.add_argument("--trace", action="store_true", help="print what happened")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if chosen.mutants:
        return _mutants(chosen)
    if chosen.seed is not None:
        return _replay(chosen.seed, chosen.mutant, trace=chosen.trace)
    return _batch(chosen)


def _mutants(chosen: argparse.Namespace) -> int:
    """The table of mistakes: which seed saw each first, by which promise, after how many runs."""
    warm_up()
    rows = [_caught(name, chosen.mutants) for name in MUTANTS]
    tidy_up()
    lines = ["| | Mistake | Seed | Caught by | Runs |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    print("\n".join(lines))
    if chosen.table:
        chosen.table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return any(row[2] == SURVIVED for row in rows)


def _caught(name: str, seeds: int) -> tuple[str, str, str, str, str]:
    mistake = MUTANTS[name].mistake
    for seed in range(seeds):
        failure = run(seed, mutant=name).failure
        if failure:
            promise = failure.removeprefix("BrokenPromiseError: ").split(": ")[0]
            return name, mistake, str(seed), promise, str(seed + 1)
    return name, mistake, SURVIVED, "", str(seeds)


def _replay(seed: int, mutant: str, *, trace: bool) -> int:
    result = run(seed, mutant=mutant)
    print("\n".join(result.trace) if trace else result.trace[-1])
    if result.failure:
        _explain(result, mutant)
    tidy_up()
    return bool(result.failure)


def _explain(result: Result, mutant: str = "") -> None:
    kind = result.failure[:40]
    events = shortest(events_of(result.seed), lambda events: run(result.seed, events, mutant).failure.startswith(kind))
    print(f"\nseed {result.seed}: {result.failure}\nThe shortest list of events that fails in this way:")
    again = run(result.seed, events, mutant)
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
        os.execve(
            sys.executable,
            [sys.executable, "-m", "tests.simulation", *sys.argv[1:]],
            {**os.environ, "PYTHONHASHSEED": "0"},
        )
    sys.exit(main())
