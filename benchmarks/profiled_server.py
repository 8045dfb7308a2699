"""`waymark-server` under a profiler that counts CPU time of all its threads, for `ingest --profile`.

python -m benchmarks.profiled_server FILE serve --data DIR --port 0 --json     the profile goes into FILE at the end
"""

import cProfile
import pstats
import sys
import threading
import time
from typing import Any

profiles: list[cProfile.Profile] = []


def main() -> int:
    bootstrap: Any = threading.Thread._bootstrap_inner  # type: ignore[attr-defined]
    threading.Thread._bootstrap_inner = lambda thread: profiled(bootstrap, thread)  # type: ignore[attr-defined]
    from sync_server.__main__ import main as serve

    status: int = profiled(serve, sys.argv[2:])
    stats = pstats.Stats(profiles[0])
    for profile in profiles[1:]:
        stats.add(profile)
    stats.dump_stats(sys.argv[1])
    return status


def profiled(work: Any, *arguments: Any) -> Any:
    profile = cProfile.Profile(time.thread_time)
    profiles.append(profile)
    return profile.runcall(work, *arguments)


if __name__ == "__main__":
    sys.exit(main())
