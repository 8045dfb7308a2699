"""`make demo`: runs the main job; writes build/demo/summary.json, the same as a table, and pictures.

Starts the real server on a free port of this machine, sets up 36 cities with a real profile each, answers through the
program's operations (invented, and labelled so), sends over real HTTP, and lets two officials of Kaga answer the same
question differently on two computers. A 37th city, which has no line at all, takes part by stick. With a display it
leaves Kaga's window open.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.demo.by_stick import carry_an_island
from benchmarks.demo.cities import Computer, set_up_city
from benchmarks.demo.disagreement import SecondOfficial, disagree_and_settle
from benchmarks.demo.summary import as_table, community_figures
from benchmarks.server_process import ServerProcess

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build" / "demo"


def main() -> int:
    started = time.monotonic()
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    with ServerProcess(BUILD / "server") as server:
        summary = run(server)
        take_pictures(BUILD / "profiles" / "kaga-jp", BUILD / "pictures")
        shutil.copy(BUILD / "second" / "contested.png", BUILD / "pictures")
        summary["pictures"] = sorted(path.name for path in (BUILD / "pictures").glob("*.png"))
        summary["seconds"] = round(time.monotonic() - started, 1)
        (BUILD / "summary.json").write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        table = as_table(summary)
        (BUILD / "summary.txt").write_text(table + "\n", encoding="utf-8")
        print(table)
        print(f"\nWritten to {BUILD.relative_to(ROOT)}: summary.json, summary.txt, pictures/")
        leave_window_open(BUILD / "profiles" / "kaga-jp")
    return 0


def run(server: ServerProcess) -> dict[str, object]:
    computers: list[Computer] = []
    cities = server.cities()
    codes = server.invite(*(city.id for city in cities))
    for number, city in enumerate(cities, start=1):
        computers.append(set_up_city(city, codes[city.id], server.address, BUILD / "profiles" / city.id))
        if sys.stdout.isatty():
            print(f"\r{number} of 36 cities have answered and joined", end="", flush=True)
    if sys.stdout.isatty():
        print()
    server.admit({computer.city.id: computer.code for computer in computers})
    for computer in computers:
        computer.send()
    kaga = next(computer for computer in computers if computer.city.id == "kaga-jp")
    second = SecondOfficial(server.address, server.invite("kaga-jp")["kaga-jp"], BUILD / "profiles" / "kaga-jp-second")
    case = disagree_and_settle(kaga, second, take_contested_picture)
    up, down, requests = (
        sum(counts) for counts in zip(case.pop("traffic"), *(c.traffic for c in computers), strict=True)
    )
    kaga.receive_community()
    status = server.status()
    figures = community_figures(kaga)
    roots_equal = all(computer.root_equals(status) for computer in computers)
    island = carry_an_island(kaga, server, BUILD / "stick", BUILD / "profiles" / "sample-island")
    for computer in computers:
        computer.close()
    return {
        "data": "invented sample data, not the answers of any city",
        "cities": len(computers),
        "answers": sum(computer.answers for computer in computers),
        "entries": sum(log["size"] for log in status["logs_by_city"]),
        "bytes_up": up,
        "bytes_down": down,
        "requests": requests,
        **case,
        "roots_equal": roots_equal,
        **figures,
        "without_a_line": island,
    }


def take_contested_picture(profile: Path) -> None:
    """Two answers, as the second computer shows them before one is chosen."""
    take_pictures(profile, BUILD / "second")


def take_pictures(profile: Path, folder: Path) -> None:
    """The screens of the real window, painted offscreen by a process of its own."""
    command = [sys.executable, "-m", "desktop_app", "--profile", str(profile), "--screenshot-dir", str(folder)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(command, check=True, cwd=ROOT, env=environment, timeout=120, stderr=subprocess.DEVNULL)


def leave_window_open(profile: Path) -> None:
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        print("Kaga's window is open. Close it to end the demo.")
        subprocess.run([sys.executable, "-m", "desktop_app", "--profile", str(profile)], check=False, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
