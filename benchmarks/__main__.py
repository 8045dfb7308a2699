"""`python -m benchmarks` runs all of them; `python -m benchmarks NAME ...` those named; options are theirs."""

import importlib
import sys

NAMES = (
    "save",
    "first_window",
    "start_large",
    "line_bytes",
    "bundle_size",
    "workload_w",
    "ingest",
    "community_scale",
    "five_years",
    "screens",
    "memory",
)


def main() -> int:
    wanted = [word for word in sys.argv[1:] if not word.startswith("-")] or list(NAMES)
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
        return 2
    for name in wanted:
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
