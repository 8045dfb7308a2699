"""All keys of the program on one card. A key that is added anywhere gets its line here."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPushButton

from desktop_app.i18n import _, mark
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.key_hint import KeyHint
from desktop_app.ui.widgets.wrap_label import WrapLabel

EVERYWHERE = (
    (("Ctrl", "K"), mark("Find a page, a question, an answer, a note")),
    (("Ctrl", "Z"), mark("Undo what was done last, also after a restart; in a field, what was typed")),
    (("Ctrl", "Shift", "Z"), mark("Do again what was undone")),
    (("Ctrl", "L"), mark("Lock the window: for whenever you leave the computer")),
    (("F6",), mark("Next part of the window; with Shift the one before")),
    (("F1",), mark("This list")),
    (("Enter",), mark("Press the button that has the focus")),
)
ON_A_QUESTION = (
    (("1", "…", "9"), mark("Choose an answer")),
    (("Enter",), mark("Next question")),
    (("N",), mark("Write a note")),
    (("E",), mark("Add evidence")),
    (("C",), mark("Say how sure you are: then 1 to 3, 0 takes it back")),
    (("F",), mark("Flag it, or no longer")),
    (("H",), mark("Read the help")),
    (("Esc",), mark("From a field back to the answers")),
)
IN_A_MEETING = (
    (("1", "…", "9"), mark("Choose an answer")),
    (("D",), mark("Write what was decided")),
    (("Enter",), mark("Decided: into the minutes, and on to the next question")),
    (("L",), mark("Come back to the question later")),
    (("M",), mark("Read the minutes")),
    (("F11",), mark("Fill the screen, or no longer")),
    (("Esc",), mark("From a field back to the answers")),
)


class KeysCard(Card):
    """What its button is said to print is the whole list: who opened it by key hears it there."""

    def __init__(self) -> None:
        super().__init__(_("Keys"), _("Everything can be done without a mouse."))
        self._lines: list[tuple[str, str]] = []
        sections = (
            (_("Everywhere"), EVERYWHERE),
            (_("On a question"), ON_A_QUESTION),
            (_("In a meeting"), IN_A_MEETING),
        )
        for title, keys in sections:
            self.add(WrapLabel(title, "section"))
            self._lines.append((title, ""))
            for pressed, does in keys:
                self.add(KeyHint(pressed, _(does)))
                self._lines.append((_(does), "+".join(pressed)))
        self.print_button = QPushButton(_("Print this list"))
        self.print_button.setAccessibleDescription("\n".join(f"{keys}: {does}" for does, keys in self._lines if keys))
        self.print_button.clicked.connect(self._print)
        self.body.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeading)

    def document(self) -> QTextDocument:
        """The list as it is printed: a section's title has no key."""
        rows = [
            f"<tr><td width='120'>{escape(keys)}</td><td>{escape(does)}</td></tr>"
            if keys
            else f"<tr><td colspan='2'><b>{escape(does)}</b></td></tr>"
            for does, keys in self._lines
        ]
        document = QTextDocument()
        document.setHtml(f"<h2>Waymark</h2><table cellpadding='4'>{''.join(rows)}</table>")
        return document

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.document().print_(printer)
