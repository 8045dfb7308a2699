"""A page of text on paper: asks for a printer, and prints in the direction of the language."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument, QTextOption
from PySide6.QtWidgets import QWidget

TEXT_POINTS = 11.0


def document(page: str) -> QTextDocument:
    """`page` is HTML in which all that people typed is escaped."""
    found = QTextDocument()
    option = QTextOption(found.defaultTextOption())
    option.setTextDirection(QGuiApplication.layoutDirection())
    found.setDefaultTextOption(option)
    font = QGuiApplication.font()
    font.setPointSizeF(TEXT_POINTS)  # of paper, whatever the size on the screen
    found.setDefaultFont(font)
    found.setHtml(page)
    return found


def print_page(page: str, parent: QWidget) -> None:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter()
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if dialog.exec() == QPrintDialog.DialogCode.Accepted:
        document(page).print_(printer)
