"""Which tests name which row of the table of faults: printed, or written to docs/evidence/faults.md (`--write`).

A test names its row in its own name: `test_row_47_...`, or `test_rows_42_and_43_...` for two.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
ROWS = Path(__file__).with_name("rows.tsv")
EVIDENCE = TESTS.parent / "docs" / "evidence" / "faults.md"
_NAMED = re.compile(r"test_rows?_(\d+(?:_and_\d+)*)_")
_HEAD = """# Faults, and the tests that name them

`python -m tests.faults.rows --write` writes this page from the names of the tests; `tests/faults/test_rows.py` fails
where it names a test that is not there. A row without a test says so.
"""


def faults() -> dict[int, tuple[str, str]]:
    """Where it happens, and what, by the number of the row."""
    lines = (line.split("\t") for line in ROWS.read_text(encoding="utf-8").splitlines())
    return {int(number): (where, what) for number, where, what in lines}


def tests_by_row() -> dict[int, list[tuple[str, str]]]:
    """File and name of each test that names a row."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for name in functions(path):
            if named := _NAMED.match(name):
                for number in named[1].split("_and_"):
                    found[int(number)].append((path.relative_to(TESTS.parent).as_posix(), name))
    return found


def functions(path: Path) -> Iterator[str]:
    """Names of all functions in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node.name


def table() -> str:
    """All rows as Markdown."""
    found = tests_by_row()
    lines = [_HEAD, "| # | Where | Fault | Tests |", "|---|---|---|---|"]
    for number, (where, what) in faults().items():
        names = "<br>".join(sentence(path, name) for path, name in found.get(number, ()))
        fault = what.replace("<", "&lt;")
        lines.append(f"| {number} | {where} | {fault} | {names or '**no test names it**'} |")
    named = sum(number in found for number in faults())
    lines.append(f"\n{named} of {len(faults())} rows have a test that names them.")
    return "\n".join(lines) + "\n"


def sentence(path: str, name: str) -> str:
    """A test as the page writes it."""
    return f"`{path.rpartition('/')[2]}`: {_NAMED.sub('', name, count=1).replace('_', ' ')}"


if __name__ == "__main__":
    if "--write" in sys.argv:
        EVIDENCE.write_text(table(), encoding="utf-8")
    else:
        print(table(), end="")
