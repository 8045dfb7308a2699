"""Files on the sending page: saved, looked into, taken in, taken back; for other cities too; nothing by itself."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget

from desktop_app.operations.bundles.files import read_bundle
from desktop_app.operations.bundles.writing import write_bundle
from desktop_app.presentation import files_in
from desktop_app.presentation.background import DatabaseThread
from desktop_app.presentation.files_in import Step
from desktop_app.ui.sending.files_card import FilesCard
from desktop_app.ui.sending.sending_view import SendingView
from tests.fakes.computer import Computer
from tests.ui.pages.driving import Driver
from tests.ui.pages.sharing.conftest import tab_to


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """What Far Town gives a courier."""
    file = tmp_path / "far.roadmap"
    with Computer(tmp_path / "far", "Noor", "far-town") as far:
        far.answer("ICT-01", 1)
        write_bundle(far.workspace, file)
    return file


@pytest.fixture
def colleague(tmp_path: Path) -> Path:
    """What a colleague of Kaga saved."""
    file = tmp_path / "colleague.roadmap"
    with Computer(tmp_path / "benio", "Benio") as benio:
        benio.answer("ICT-06", 2)
        benio.answer("ICT-01", 1)
        write_bundle(benio.workspace, file)
    return file


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that a person chooses in the system's dialogs, in that order; none: the dialog is cancelled."""
    files: list[Path] = []

    def choose(*_: object) -> tuple[str, str]:
        return (str(files.pop(0)) if files else "", "")

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return files


def page(driver: Driver) -> SendingView:
    driver.window.go_to("sending")
    driver.events()
    assert isinstance(driver.view, SendingView)
    return driver.view


def files(driver: Driver) -> FilesCard:
    return page(driver).files_card


def drop(target: QWidget, *what: Path) -> bool:
    """As a file manager does it; whether the window lets it be dropped."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in what])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place, copy = QPointF(target.rect().center()), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place.toPoint(), copy, data, buttons, none)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(place, copy, data, buttons, none))
    return enter.isAccepted()


def test_what_waits_is_saved_and_nothing_says_that_it_was_sent(kaga, chosen, tmp_path) -> None:
    card = files(kaga)
    chosen.append(tmp_path / "out")
    kaga.click(card.save_button)
    assert kaga.says("Saved:")
    assert kaga.says("doesn't say yet that anybody has it")
    assert len(read_bundle(tmp_path / "out.roadmap").cities[0].items) > 0
    assert not kaga.says("Sent to the alliance")
    kaga.click(card.save_button)
    assert card.save_button.isEnabled(), "a cancelled dialog saves nothing"


def test_a_stick_that_is_full_or_gone_is_told_with_its_code(kaga, chosen, tmp_path) -> None:
    card = files(kaga)
    chosen.append(tmp_path / "no-such-folder" / "out.roadmap")
    kaga.click(card.save_button)
    assert kaga.says("do not carry this file")
    assert kaga.says("(E-BUNDLE-WRITE)")


def test_a_file_is_shown_first_taken_in_with_the_keyboard_and_taken_back(kaga, chosen, stick) -> None:
    card = files(kaga)
    chosen.append(stick)
    kaga.click(card.take_button)
    assert kaga.says("2 new updates")
    assert kaga.says("only carried on")
    assert not kaga.says("Noor"), "names are sealed for their own city"
    assert kaga.says("Nothing is changed yet")
    assert not card.undo_buttons
    tab_to(kaga, "Take it in")
    kaga.key(Qt.Key.Key_Return)
    assert kaga.says("Taken in")
    (back,) = card.undo_buttons
    assert back.isVisible()
    assert page(kaga).courier_card.isVisible()
    tab_to(kaga, "Take back far.roadmap")
    kaga.key(Qt.Key.Key_Return)
    assert kaga.says("2 updates were taken back")
    assert not card.undo_buttons
    assert not page(kaga).courier_card.isVisible()


def test_a_file_can_be_left_and_one_that_brings_nothing_new_only_closed(kaga, chosen, stick) -> None:
    card = files(kaga)
    for button in (card.take_panel.leave_button, card.take_panel.take_button, card.take_panel.leave_button):
        chosen.append(stick)
        if card.take_panel.isHidden():
            kaga.click(card.take_button)
        kaga.click(button)
        chosen.clear()
    chosen.append(stick)
    kaga.click(card.take_button)
    assert kaga.says("nothing new")
    assert not card.take_panel.take_button.isVisible()
    kaga.click(card.take_panel.leave_button)
    assert card.take_panel.isHidden()


def test_what_a_colleague_is_not_admitted_for_is_shown_as_set_aside(kaga, chosen, colleague) -> None:
    card = files(kaga)
    chosen.append(colleague)
    kaga.click(card.take_button)
    assert kaga.says("Your city")
    assert kaga.says("set aside: their computer isn't admitted")
    kaga.click(card.take_panel.take_button)
    assert kaga.stored("ICT-06").answer is None


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        pytest.param(lambda data: data[: len(data) // 2], "E-BUNDLE-CUT", id="cut"),
        pytest.param(lambda _data: b"", "E-BUNDLE", id="empty"),
        pytest.param(lambda _data: b"\xff\xd8\xff\xe0 a holiday photo", "E-BUNDLE", id="a photo"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words_with_its_code(kaga, chosen, stick, damage, code) -> None:
    stick.write_bytes(damage(stick.read_bytes()))
    card = files(kaga)
    chosen.append(stick)
    kaga.click(card.take_button)
    assert kaga.says(f"({code})")
    assert not card.take_panel.take_button.isVisible()
    chosen.append(stick.with_name("gone.roadmap"))
    kaga.click(card.take_button)
    assert kaga.says("(E-FILE)")


def test_a_file_that_is_dropped_on_any_page_is_shown_and_no_other_thing_is_taken(kaga, stick, tmp_path) -> None:
    frame = kaga.program.frame
    assert not drop(frame, tmp_path / "photo.jpg")
    assert not drop(frame, stick, stick)
    assert isinstance(kaga.view, type(kaga.question))
    assert drop(frame, stick)
    kaga.events()
    assert isinstance(kaga.view, SendingView)
    assert kaga.says("2 new updates")
    assert not files(kaga).undo_buttons


def stays(choice: QWidget) -> QAbstractButton:
    (found,) = [button for button in choice.findChildren(QAbstractButton) if button.text() == "Stays here"]
    return found


def test_a_courier_chooses_cities_and_saves_for_them_alone(kaga, chosen, stick, tmp_path) -> None:
    card = files(kaga)
    with Computer(tmp_path / "porto", "Rui", "porto-pt") as porto:
        porto.answer("ICT-01", 1)
        write_bundle(porto.workspace, tmp_path / "porto.roadmap")
    for file in (stick, tmp_path / "porto.roadmap"):
        chosen.append(file)
        kaga.click(card.take_button)
        kaga.click(card.take_panel.take_button)
        kaga.click(card.take_panel.leave_button)
    courier = page(kaga).courier_card
    assert courier.choices.keys() == {"far-town", "porto-pt"}
    kaga.click(stays(courier.choices["porto-pt"]))
    chosen.append(tmp_path / "on.roadmap")
    kaga.click(courier.save_button)
    assert {part.city for part in read_bundle(tmp_path / "on.roadmap").cities} == {"far-town"}
    kaga.click(stays(courier.choices["far-town"]))
    assert not courier.save_button.isEnabled()


def test_the_sample_saves_nothing_and_takes_nothing_in(start, stick) -> None:
    driver = start()
    driver.click(driver.button("Try with sample data"))
    driver.window.go_to("sending")
    driver.events()
    assert isinstance(driver.view, SendingView)
    assert not driver.view.files_card.isVisible()
    drop(driver.program.frame, stick)
    assert driver.view.model.coming.step is Step.IDLE


def test_a_large_file_is_looked_at_beside_the_window_and_can_be_stopped(live, stick, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(files_in, "TELL_EVERY", 1)
    with Computer(tmp_path / "kaga", "M. Sato") as computer:
        computer.answer("ICT-02", 1)
    driver = live(tmp_path / "kaga")
    driver.open("sending")
    card = driver.view.files_card
    model = driver.view.model.coming
    assert isinstance(model._beside, DatabaseThread)
    model.read_file(stick)
    driver.events()
    if model.is_busy:
        driver.click(card.take_panel.stop_button)
    driver.until(lambda: not model.is_busy)
    model.drop()
    model.read_file(stick)
    model.stop()
    driver.until(lambda: not model.is_busy)
    assert (model.step, model.problem) == (Step.IDLE, None)
    assert card.take_panel.isHidden()
    model.read_file(stick)
    driver.until(lambda: model.step is Step.SHOWN)
    driver.click(card.take_panel.take_button)
    driver.until(lambda: model.step is Step.TAKEN)
    driver.until(lambda: len(card.undo_buttons) == 1)
