"""A recovery sheet as it is printed or saved: whose it is, what it opens, where to keep it, its numbered groups."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QTextDocument, QTextOption
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.i18n import _, format_number
from desktop_app.presentation.sheets import Paper

COLUMNS = 3
TEXT_POINTS = 12.0


def document(paper: Paper) -> QTextDocument:
    """On one page of A4 or Letter for 39 groups. The groups run from left to right in every language."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in paper.lines)
    found = QTextDocument()
    option = QTextOption(found.defaultTextOption())
    option.setTextDirection(QGuiApplication.layoutDirection())
    found.setDefaultTextOption(option)
    font = QGuiApplication.font()
    font.setPointSizeF(TEXT_POINTS)  # of paper, whatever the size on the screen: it has to fit one page
    found.setDefaultFont(font)
    found.setHtml(f"<h2>{escape(paper.title)}</h2>{lines}{_table(paper.rows)}")
    return found


def _table(rows: Sequence[str]) -> str:
    """Down the columns, as people read lists."""
    high = -(-len(rows) // COLUMNS)
    cells = [[_cell(place, rows) for place in range(line, high * COLUMNS, high)] for line in range(high)]
    lines = "".join(f"<tr>{''.join(line)}</tr>" for line in cells)
    return f"<table dir='ltr' cellpadding='5'>{lines}</table>"


def _cell(place: int, rows: Sequence[str]) -> str:
    if place >= len(rows):
        return "<td></td><td></td>"
    signs = f"<span style='font-family:monospace; font-size:16pt'>{escape(rows[place])}</span>"
    return f"<td align='right'>{escape(format_number(place + 1))}</td><td>{signs}&nbsp;&nbsp;&nbsp;</td>"


def write_pdf(paper: Paper, path: Path) -> None:
    """Raises OSError if it can't be written."""
    from PySide6.QtPrintSupport import QPrinter

    with path.open("wb"):  # the printer says nothing of a folder that can't be written to
        pass
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), _PORTRAIT, QMarginsF(20, 20, 20, 20), _MM))
    printer.setOutputFileName(str(path))
    document(paper).print_(printer)
    if not path.stat().st_size:
        raise OSError(5, "nothing was written", str(path))


_PORTRAIT, _MM = QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter


def print_out(paper: Paper, parent: QWidget) -> bool:
    """Asks for a printer; whether it was printed."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter()
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    document(paper).print_(printer)
    return True


def save(paper: Paper, parent: QWidget) -> bool:
    """Asks where to; whether it was saved. Raises OSError."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Save the recovery sheet"), "waymark-sheet.pdf")
    if not chosen:
        return False
    write_pdf(paper, Path(chosen if chosen.endswith(".pdf") else f"{chosen}.pdf"))
    return True
