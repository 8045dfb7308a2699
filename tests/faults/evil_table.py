"""Every scripted lie and what the program says: printed, or written to docs/evidence/lies.md (`--write`)."""

import sys
from collections.abc import Iterable
from pathlib import Path

from tests.end_to_end import test_attached_files_lies as files
from tests.end_to_end import test_lies_about_private_parts as private
from tests.end_to_end import test_lies_to_a_courier as courier
from tests.fakes.evil_server import Lie
from tests.fakes.lies.every import EVERY_LIE

EVIDENCE = Path(__file__).parents[2] / "docs" / "evidence" / "lies.md"
_HEAD = """# Lies of an evil server

A server that was taken over: the real one, with its database and its log key, behind a liar on loopback
(`tests/fakes/evil_server.py`). It has no key of a computer, of a registrar or of the alliance's root.
`python -m tests.faults.evil_table --write` writes this page; `tests/faults/test_rows.py` fails where it says something
else than the tests do.

Each of the first table is told to a real profile three times in a row, with honest rounds before and behind. After each
of them: no place is believed that the honest log doesn't have, no value is forged or gone, nobody else decides, work
goes on; and once the server is honest again, everything is as if it had never lied. Where a lie is a consistent history
of its own, it is found out when the stories meet (`test_evil_server_split.py`).
"""
_COURIER = ("nothing; what it carries waits until the server is honest",)
_READ = "nothing; read once it comes as it was written"


def ends(lie: Lie) -> str:
    """What the device says, round by round, and what stays."""
    said = ", then ".join(code or "nothing" for code in lie.codes)
    healed = {"epoch": "a new epoch", "restart": "a restart, or an hour"}.get(lie.heals, "")
    stays = f"; {lie.after}{'*' if lie.after.endswith('-') else ''} stays until {healed}" if lie.after else ""
    refused = "; shown as refused until a new epoch" if lie.refuses else ""
    return said + stays + refused


def table() -> str:
    """All of them, in Markdown."""
    told = [(lie.row, lie.does, ends(lie)) for lie in EVERY_LIE]
    read = [("82", lie, "nothing" if lie in private.HARMLESS else _READ) for lie in private.LIES]
    carried = [("79", lie, *_COURIER) for lie in (*courier.LIES, *courier.RAW)]
    carried.append(("80", "rewrites the log, flawless by itself", *_COURIER))
    given = [("110", f"gives {lie} for a piece of a file", code) for lie, (_, code) in files.WRONG.items()]
    taken = [("110", f"says, of a file that is sent: {lie}", code) for lie, (_, code) in files.REFUSED.items()]
    chapters = {
        "In the exchange (`test_evil_server.py`)": told,
        "About private parts (`test_lies_about_private_parts.py`)": read,
        "To a courier (`test_lies_to_a_courier.py`)": carried,
        "About files (`test_attached_files_lies.py`)": given + taken,
    }
    count = sum(map(len, chapters.values()))
    parts = [_HEAD, *(f"## {title}\n\n{_rows(rows)}" for title, rows in chapters.items())]
    return "\n".join(parts) + f"\n{count} lies, none of them believed.\n"


def _rows(rows: Iterable[tuple[str, str, str]]) -> str:
    lines = ["| # | Row | The server | The program says |", "|---|---|---|---|"]
    lines += [f"| {number} | {row} | {does} | {said} |" for number, (row, does, said) in enumerate(rows, 1)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if "--write" in sys.argv:
        EVIDENCE.write_text(table(), encoding="utf-8")
    else:
        print(table(), end="")
