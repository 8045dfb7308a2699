"""Ratios in one run: cases take turns, so that a noisy machine is noisy for all of them."""

import gc
import json
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

RESULTS = Path(__file__).resolve().parent.parent / "build" / "bench"


@dataclass
class Timed:
    """Seconds of each call of one case: on the wall, and of this process's CPU."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def ms(self) -> float:
        return median_ms(self.wall)

    @property
    def cpu_ms(self) -> float:
        return median_ms(self.cpu)


def interleaved(cases: Mapping[str, Callable[[], object]], rounds: int, warm: int = 3) -> dict[str, Timed]:
    """What each call took, by case; the first `warm` rounds are thrown away."""
    timed = {name: Timed() for name in cases}
    gc.disable()
    try:
        for turn in range(rounds + warm):
            for name, case in cases.items():
                started, cpu = time.perf_counter(), time.process_time()
                case()
                if turn >= warm:
                    timed[name].cpu.append(time.process_time() - cpu)
                    timed[name].wall.append(time.perf_counter() - started)
    finally:
        gc.enable()
    return timed


def median_ms(seconds: Iterable[float]) -> float:
    return round(statistics.median(seconds) * 1000, 3)


def report(name: str, figures: Mapping[str, object]) -> None:
    """Prints the figures and keeps them in build/bench/NAME.json."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"measured": time.strftime("%Y-%m-%d"), **figures}, indent=2)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(f"{name}: {text}", flush=True)
