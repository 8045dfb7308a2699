"""A postcard on paper: its codes, two beside each other, each with its number, and the text on the last pages."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPaintDevice, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter

from desktop_app.i18n import _, format_number
from desktop_app.ui.sending.code_picture import QUIET, paint_code

_ROWS = 3


def print_postcard(printer: QPrinter, codes: tuple[tuple[bytes, ...], ...], text: str) -> None:
    """Paints all pages; black on white."""
    painter = QPainter(printer)
    painter.setPen(QPen(Qt.GlobalColor.black))
    page = printer.pageRect(QPrinter.Unit.DevicePixel).toRect()
    cell = min(page.width() // 2, page.height() // _ROWS)
    for place, code in enumerate(codes):
        if place and place % (2 * _ROWS) == 0:
            printer.newPage()
        row, column = divmod(place % (2 * _ROWS), 2)
        _print_code(painter, code, QRect(column * cell, row * cell, cell, cell), _number(place, len(codes)))
    for lines in _pages(text.splitlines(), page.height(), _plain(painter.device())):
        printer.newPage()
        painter.setFont(_plain(painter.device()))
        painter.drawText(QRect(0, 0, page.width(), page.height()), Qt.AlignmentFlag.AlignLeft, "\n".join(lines))
    painter.end()


def _number(place: int, total: int) -> str:
    return _("Code {number} of {total}").format(number=format_number(place + 1), total=format_number(total))


def _print_code(painter: QPainter, code: tuple[bytes, ...], cell: QRect, words: str) -> None:
    high = painter.fontMetrics().height()
    module = max(1, (cell.width() - 2 * high) // (len(code) + 2 * QUIET))
    paint_code(painter, code, QPoint(cell.x(), cell.y() + high), module)
    painter.drawText(QRect(cell.x(), cell.y(), cell.width(), high), Qt.AlignmentFlag.AlignHCenter, words)


def _plain(device: QPaintDevice) -> QFont:
    """Every letter as wide as the others: who types it off the paper finds the place again."""
    font = QFont("monospace", 9)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return QFont(font, device)


def _pages(lines: list[str], height: int, font: QFont) -> list[list[str]]:
    each = max(1, height // QFontMetrics(font).lineSpacing() - 1)
    return [lines[start : start + each] for start in range(0, len(lines), each)]
