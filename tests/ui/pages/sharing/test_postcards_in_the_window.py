"""Postcards on the sending page: made, copied, saved, printed; taken in from a pasted text and from photos."""

import random
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from desktop_app.operations.bundles.codes import matrix_of, save_codes, texts_in
from desktop_app.operations.bundles.postcards import postcard
from desktop_app.settings import Theme
from desktop_app.ui.sending.postcard_card import PostcardCard
from desktop_app.ui.sending.printing import print_postcard
from desktop_app.ui.sending.sending_view import SendingView
from roadmap_core.exchange.postcard import qr_pieces
from tests.fakes.computer import Computer
from tests.ui import audit
from tests.ui.pages.driving import Driver
from tests.ui.pages.sharing.conftest import tab_to


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What a person chooses in the system's dialogs."""
    files: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(files[0]), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(one) for one in files], ""))
    return files


def card(driver: Driver) -> PostcardCard:
    driver.window.go_to("sending")
    driver.events()
    assert isinstance(driver.view, SendingView)
    return driver.view.postcard_card


@pytest.fixture
def far(tmp_path: Path):
    """A postcard of another city."""
    with Computer(tmp_path / "far", "Noor", "far-town") as computer:
        computer.answer("ICT-01", 1)
        return postcard(computer.workspace)


def test_a_postcard_is_made_copied_and_saved_with_the_keyboard(kaga, chosen, tmp_path) -> None:
    shown = card(kaga)
    tab_to(kaga, "Make a postcard")
    kaga.key(Qt.Key.Key_Return)
    assert shown.text.toPlainText().startswith("WAYMARK POSTCARD")
    assert "The text below it says the same" in shown.picture.accessibleName()
    tab_to(kaga, "Copy the text")
    kaga.key(Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == shown.text.toPlainText()
    chosen.append(tmp_path / "card.png")
    tab_to(kaga, "Save as a picture")
    kaga.key(Qt.Key.Key_Return)
    assert kaga.says("Saved:")
    assert len(texts_in(tmp_path / "card.png")) == len(kaga.view.model.postcards.codes)
    kaga.click(shown.away_button)
    assert shown.make_button.isVisible()
    assert not shown.picture.isVisible()


@pytest.mark.parametrize("theme", list(Theme))
def test_the_code_on_the_screen_is_dark_on_white_in_every_theme_and_can_be_read(kaga, theme, tmp_path) -> None:
    kaga.program.appearance.choose_theme(theme)
    shown = card(kaga)
    kaga.click(shown.make_button)
    grabbed = shown.picture.grab().toImage()
    assert grabbed.pixelColor(1, 1) == QColor("white")
    grabbed.save(str(tmp_path / "screen.png"))
    assert texts_in(tmp_path / "screen.png") == [kaga.view.model.postcards.card.pieces[0]]


def test_several_codes_are_turned_one_by_one(kaga) -> None:
    shown = card(kaga)
    kaga.click(shown.make_button)
    model = kaga.view.model.postcards
    pieces = qr_pieces([random.Random(1).randbytes(1200)])
    model.codes = tuple(matrix_of(piece) for piece in pieces)
    model.turn(0)
    kaga.events()
    assert kaga.says(f"Code 1 of {len(pieces)}")
    assert not shown.back_button.isEnabled()
    for _ in pieces[1:]:
        kaga.click(shown.next_button)
    assert kaga.says(f"Code {len(pieces)} of {len(pieces)}")
    assert not shown.next_button.isEnabled()


def test_a_postcard_is_printed_with_all_codes_and_its_text(qapp, tmp_path) -> None:
    pieces = qr_pieces([random.Random(2).randbytes(3000)])
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "card.pdf"))
    print_postcard(printer, tuple(matrix_of(piece) for piece in pieces), "WAYMARK POSTCARD\n" + "1.2 ABCD\n" * 200)
    printed = (tmp_path / "card.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") >= 3


def test_a_pasted_text_is_shown_first_and_then_taken_in(kaga, far) -> None:
    shown = card(kaga)
    shown.pasted.setPlainText("> " + far.text.replace("\n", "\n> "))
    kaga.click(shown.paste_button)
    assert kaga.says("2 new updates")
    assert not kaga.view.courier_card.isVisible()
    kaga.click(shown.take_panel.take_button)
    assert kaga.view.courier_card.isVisible()


def test_photos_are_read_and_what_is_none_is_refused_with_its_code(kaga, far, chosen, tmp_path) -> None:
    shown = card(kaga)
    save_codes(far.pieces, tmp_path / "photo.png")
    chosen.append(tmp_path / "photo.png")
    kaga.click(shown.photo_button)
    assert kaga.says("2 new updates")
    kaga.click(shown.take_panel.leave_button)
    (tmp_path / "photo.png").write_bytes(b"\x89PNG, but no more of it")
    with kaga.qtbot.captureExceptions():
        kaga.click(shown.photo_button)
    assert kaga.says("(E-PICTURE)")
    shown.pasted.setPlainText("Dear colleague, nothing yet.")
    kaga.click(shown.paste_button)
    assert kaga.says("(E-POSTCARD)")
    lines = far.text.splitlines()
    shown.pasted.setPlainText("\n".join([*lines[:2], *lines[3:]]))
    kaga.click(shown.paste_button)
    assert kaga.says("(E-POSTCARD-CUT)")


def test_an_open_postcard_and_a_file_that_is_looked_at_pass_the_audit(kaga, far) -> None:
    shown = card(kaga)
    kaga.click(shown.make_button)
    shown.pasted.setPlainText(far.text)
    kaga.click(shown.paste_button)
    kaga.click(shown.take_panel.take_button)
    found = audit.audit(kaga.window)
    assert not found, audit.report(found)
