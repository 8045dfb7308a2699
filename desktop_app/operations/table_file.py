"""A table as a CSV file (RFC 4180) that any spreadsheet opens: text stays text, whatever it begins with."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop_app.operations.outside_files import write_whole

SUFFIX = ".csv"
_BOM = "\ufeff"
"""Without it spreadsheets take UTF-8 for another encoding."""
_FORMULA_STARTS = tuple("=+-@|\t\r＝＋－＠｜")
"""What spreadsheets take for a formula (OWASP, CSV injection), and the forms of East Asian keyboards."""


def export_table(file: Path, rows: Iterable[Sequence[str]]) -> None:
    """Writes the rows, the first of which is the head.

    Raises:
        AppError: E-EXPORT if the file can't be written; what was there before is as it was.
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows([neutral(cell) for cell in row] for row in rows)
    write_whole(file, (_BOM + text.getvalue()).encode(), "E-EXPORT")


def neutral(cell: str) -> str:
    """The cell with one kind of line end, behind an apostrophe where it would be read as a formula."""
    clean = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{clean}" if clean.lstrip().startswith(_FORMULA_STARTS) else clean
