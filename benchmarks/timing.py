"""Ratios in one run: cases take turns, so that a noisy machine is noisy for all of them."""

import gc
import json
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

RESULTS = Path(__file__).resolve().parent.parent / "build" / "bench"


def interleaved(cases: Mapping[str, Callable[[], object]], rounds: int, warm: int = 3) -> dict[str, list[float]]:
    """Seconds of each call, by case; the first `warm` rounds are thrown away."""
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    gc.disable()
    try:
        for turn in range(rounds + warm):
            for name, case in cases.items():
                started = time.perf_counter()
                case()
                if turn >= warm:
                    seconds[name].append(time.perf_counter() - started)
    finally:
        gc.enable()
    return seconds


def median_ms(seconds: list[float]) -> float:
    return round(statistics.median(seconds) * 1000, 3)


def report(name: str, figures: Mapping[str, object]) -> None:
    """Prints the figures and keeps them in build/bench/NAME.json."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, indent=2)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(f"{name}: {text}")
