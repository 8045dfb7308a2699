"""A postcard, for when nothing else works: a text to paste, codes to photograph; taken in from either."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from desktop_app.i18n import _, format_number
from desktop_app.presentation.files_in import FilesIn
from desktop_app.presentation.postcards import Postcards
from desktop_app.presentation.wording import isolated
from desktop_app.ui.problem import Problem
from desktop_app.ui.sending import choosing
from desktop_app.ui.sending.code_picture import CodePicture
from desktop_app.ui.sending.take_in_panel import TakeInPanel
from desktop_app.ui.widgets.accessible import announce
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.flow_layout import FlowLayout
from desktop_app.ui.widgets.text_area import TextArea
from desktop_app.ui.widgets.wrap_label import WrapLabel


class PostcardCard(Card):
    """`text` shows the postcard that was made; into `pasted` one is put that came."""

    def __init__(self, model: Postcards, coming: FilesIn) -> None:
        super().__init__(
            _("Postcard"),
            _("When nothing else works: a few changes as a text for a message, or as codes that a phone photographs."),
        )
        self._model, self._coming = model, coming
        self.make_button, self.problem = QPushButton(_("Make a postcard")), Problem()
        self.picture, self._number, self._saved = CodePicture(), WrapLabel("", "strong"), WrapLabel("", "strong")
        self.text = _block(_("The postcard as text"))
        self.back_button, self.next_button = QPushButton(_("Code before")), QPushButton(_("Next code"))
        self.copy_button, self.save_button = QPushButton(_("Copy the text")), QPushButton(_("Save as a picture"))
        self.print_button, self.away_button = QPushButton(_("Print")), QPushButton(_("Close"))
        self.pasted = TextArea(_("A postcard that came to you"), _("Paste its text here"), lines=2)
        self.paste_button, self.photo_button = QPushButton(_("Look at the text")), QPushButton(_("Choose photos"))
        self.take_panel = TakeInPanel(coming)
        self._turning = _row(self.back_button, self.next_button)
        self._acts = _row(self.copy_button, self.save_button, self.print_button, self.away_button)
        self.body.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.add(self.problem)
        self.add(self._number)
        self.body.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignLeading)
        for part in (self._turning, self.text, self._acts, self._saved):
            self.add(part)
        self.add(WrapLabel(_("A postcard that came to you"), "strong"))
        for part in (self.pasted, _row(self.paste_button, self.photo_button), self.take_panel):
            self.add(part)
        self.body.addStretch(1)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        model = self._model
        self.make_button.clicked.connect(model.make)
        self.away_button.clicked.connect(model.put_away)
        self.back_button.clicked.connect(lambda: model.turn(-1))
        self.next_button.clicked.connect(lambda: model.turn(1))
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        self.print_button.clicked.connect(self._print)
        self.paste_button.clicked.connect(lambda: self._coming.read_text(self.pasted.text()))
        self.photo_button.clicked.connect(self._read_photos)
        model.changed.connect(self.refresh)
        self._coming.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the state of the view-model."""
        model, card = self._model, self._model.card
        self.problem.show_problem(model.problem)
        self.make_button.setVisible(card is None)
        for part in (self.picture, self._number, self.text, self._acts):
            part.setVisible(card is not None)
        self._turning.setVisible(len(model.codes) > 1)
        self.back_button.setEnabled(model.at > 0)
        self.next_button.setEnabled(model.at + 1 < len(model.codes))
        for button in (self.paste_button, self.photo_button):
            button.setEnabled(not self._coming.is_busy)
        if card is not None:
            number = _("Code {number} of {total}").format(
                number=format_number(model.at + 1), total=format_number(len(model.codes))
            )
            self._number.setText(number)
            told = _("{code}, a QR code. The text below it says the same.").format(code=number)
            self.picture.show_code(model.codes[model.at], told)
            if self.text.toPlainText() != card.text:
                self.text.setPlainText(card.text)
        self._saved.setVisible(model.file is not None)
        if model.file is not None:
            self._saved.setText(_("Saved: {file}").format(file=isolated(model.file.name)))

    def _copy(self) -> None:
        if self._model.card is not None:
            QGuiApplication.clipboard().setText(self._model.card.text)
            announce(self, _("The text is copied"))

    def _save(self) -> None:
        file = choosing.picture_to_save(self, "waymark-postcard.png")
        if file is not None:
            self._model.save(file)

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # not before somebody prints

        from desktop_app.ui.sending.printing import print_postcard

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        card = self._model.card
        if card is not None and QPrintDialog(printer, self).exec():
            print_postcard(printer, self._model.codes, card.text)

    def _read_photos(self) -> None:
        photos = choosing.photos_to_read(self)
        if photos:
            self._coming.read_photos(photos)


def _block(name: str) -> QPlainTextEdit:
    """Read-only, and a Tab stop: it is the same for those who can't see the code."""
    block = QPlainTextEdit()
    block.setReadOnly(True)
    block.setTabChangesFocus(True)
    block.setAccessibleName(name)
    block.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    block.setFixedHeight(block.fontMetrics().lineSpacing() * 6)
    return block


def _row(*buttons: QPushButton) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=12)
    for button in buttons:
        flow.addWidget(button)
    return holder
