"""Files beside citations between two real computers and the real server: cut anywhere, resumed, behind the entries."""

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.operations import attachments
from desktop_app.operations.bundles.files import read_bundle
from desktop_app.operations.bundles.taking import preview, take_bundle
from desktop_app.operations.bundles.writing import write_bundle
from desktop_app.sync import files
from roadmap_core.exchange.bundle import write
from roadmap_core.keys.sealed_file import PIECE_BYTES, sealed_size
from tests.fakes.attached import SEED, attach, content_at, pdf, standing, through
from tests.fakes.computer import Computer, Unmeasured
from tests.fakes.counting_proxy import Counted, CountingProxy
from tests.server.running import RunningServer


@pytest.fixture
def city(aiko: Computer, ben: Computer) -> tuple[Computer, Computer]:
    """The lead's and the editor's, who both have the city's key."""
    return aiko, ben


def test_a_file_reaches_a_colleague_who_asks_for_it_and_the_server_reads_nothing_of_it(
    server: RunningServer, city: tuple[Computer, Computer], tmp_path: Path
) -> None:
    aiko, ben = city
    content = pdf(200_000) + b"Rule 7 in clear words\n%%EOF\n"
    attach(aiko, tmp_path, content)
    assert (aiko.send().files.sent, attachments.waiting(aiko.workspace)) == (1, ())
    assert ben.send().files.received == 0, "nobody asked for it yet"
    attachments.ask_for(ben.workspace, standing(ben))
    done = ben.send().files
    assert (done.received, done.moved_bytes, done.problem) == (1, sealed_size(len(content)), "")
    assert content_at(ben, tmp_path) == content
    assert ben.send().files.moved_bytes == aiko.send().files.moved_bytes == 0
    for path in server.folder.rglob("*"):
        assert "Rule" not in path.name
        assert path.is_dir() or b"clear words" not in path.read_bytes()


def test_a_small_file_comes_without_being_asked_for(city: tuple[Computer, Computer], tmp_path: Path) -> None:
    aiko, ben = city
    attach(aiko, tmp_path, pdf(9_000))
    assert aiko.send().files.sent == 1
    assert ben.send().files.received == 1
    assert content_at(ben, tmp_path) == pdf(9_000)


def test_a_file_travels_by_stick_unless_it_is_held_back(city: tuple[Computer, Computer], tmp_path: Path) -> None:
    aiko, ben = city
    stick = tmp_path / "stick.roadmap"
    file = attach(aiko, tmp_path, pdf(50_000)).file
    assert file is not None
    attachments.hold_back(aiko.workspace, file, is_held=True)
    assert write_bundle(aiko.workspace, stick).files == 0
    attachments.hold_back(aiko.workspace, file, is_held=False)
    assert write_bundle(aiko.workspace, stick).files == 1
    assert preview(ben.workspace, stick).files == 1
    assert ben.workspace.files.is_empty()
    assert take_bundle(ben.workspace, stick).files == 1
    assert content_at(ben, tmp_path) == pdf(50_000)
    assert not take_bundle(ben.workspace, stick).is_news
    assert ben.send().files.sent == 1, "who carried it gives it to the server"


def test_of_a_stick_only_files_that_citations_name_and_open_are_taken(
    city: tuple[Computer, Computer], tmp_path: Path
) -> None:
    aiko, ben = city
    stick = tmp_path / "stick.roadmap"
    attach(aiko, tmp_path, pdf(9_000))
    write_bundle(aiko.workspace, stick)
    bundle = read_bundle(stick)
    (sealed,) = bundle.blobs
    data = write(replace(bundle, blobs=(bytes(50_000), sealed[:PIECE_BYTES])))
    assert isinstance(data, bytes)
    stick.write_bytes(data)
    assert take_bundle(ben.workspace, stick).files == 0
    assert ben.workspace.files.is_empty()


def test_a_file_that_nobody_sent_yet_is_told_and_comes_later(city: tuple[Computer, Computer], tmp_path: Path) -> None:
    aiko, ben = city
    file = attach(aiko, tmp_path, pdf(50_000)).file
    assert file is not None
    attachments.hold_back(aiko.workspace, file, is_held=True)
    assert aiko.send().files.moved_bytes == 0
    ben.send()
    attachments.ask_for(ben.workspace, standing(ben))
    outcome = ben.send()
    assert (outcome.problem, outcome.files.problem) == ("", "E-ATTACH-ABSENT")
    assert ben.send().files.problem == "", "it rests for an hour"
    attachments.hold_back(aiko.workspace, file, is_held=False)
    assert aiko.send().files.sent == 1
    ben.session.offer_all()
    assert ben.send().files.received == 1


CUTS = [0, 400, 800, *(random.Random(SEED).randrange(900, sealed_size(60_000) + 2_500) for _ in range(5))]


@pytest.mark.timeout(300)
def test_row_110_an_upload_cut_at_any_of_many_bytes_holds_up_no_entry_and_sends_nothing_twice(
    server: RunningServer, aiko: Computer, tmp_path: Path
) -> None:
    with CountingProxy(server.port) as proxy:
        through(aiko, proxy.address)
        for number, offset in enumerate(CUTS):
            file = attach(aiko, tmp_path, pdf(60_000, number), number).file
            assert file is not None
            attachments.hold_back(aiko.workspace, file, is_held=True)
            assert aiko.send().problem == ""
            attachments.hold_back(aiko.workspace, file, is_held=False)
            moved = bytes_of_a_cut_and_a_whole_line(proxy, aiko, "cut_up_after", offset)
            assert moved.up < file.size + 6_000, offset
            assert attachments.waiting(aiko.workspace) == (), offset


@pytest.mark.timeout(300)
def test_row_110_a_download_cut_at_any_of_many_bytes_holds_up_no_entry_and_repeats_a_piece_at_most(
    server: RunningServer, aiko: Computer, ben: Computer, tmp_path: Path
) -> None:
    with CountingProxy(server.port) as proxy:
        through(ben, proxy.address)
        for number, offset in enumerate(CUTS):
            file = attach(aiko, tmp_path, pdf(60_000, number), number).file
            assert file is not None
            assert aiko.send().files.sent == 1
            assert ben.send().problem == ""
            attachments.ask_for(ben.workspace, standing(ben, number))
            moved = bytes_of_a_cut_and_a_whole_line(proxy, ben, "cut_down_after", offset)
            assert moved.down < file.size + PIECE_BYTES + 6_000, offset
            assert content_at(ben, tmp_path, number) == pdf(60_000, number), offset


def bytes_of_a_cut_and_a_whole_line(proxy: CountingProxy, computer: Computer, direction: str, offset: int) -> Counted:
    """Of a round whose line is cut after `offset` bytes, and of the next one, which has to do all that is left."""
    proxy.take()
    setattr(proxy, direction, offset)
    cut = computer.send()
    first = proxy.take()
    setattr(proxy, direction, None)
    assert not cut.files.is_left, offset
    whole = computer.send()
    assert (whole.problem, whole.files.problem) == ("", ""), offset
    second = proxy.take()
    return Counted(*(one + other for one, other in zip(first, second, strict=True)))


def test_what_is_written_while_a_large_file_travels_goes_first(
    server: RunningServer, city: tuple[Computer, Computer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aiko, ben = city
    monkeypatch.setattr(files, "SECONDS_A_ROUND", 0.0)
    aiko.session.pace = Unmeasured()
    attach(aiko, tmp_path, pdf(200_000))
    first = aiko.send()
    assert (first.sent > 0, first.files.is_left, first.files.moved_bytes) == (True, True, 16 * 1024)
    (half,) = attachments.waiting(aiko.workspace)
    assert half.left_bytes == half.named.file.size - 16 * 1024
    aiko.answer(aiko.choice_questions[0], 1)
    second = aiko.poll()
    assert (second.sent, second.files.is_left) == (1, True)
    ben.send()
    assert ben.choices(aiko.choice_questions[0]) == {1}
    rounds = 2
    while aiko.poll().files.is_left:
        rounds += 1
    assert rounds == half.named.file.size // (16 * 1024)
    assert attachments.waiting(aiko.workspace) == ()


def test_a_program_that_was_closed_amid_a_file_goes_on_where_it_was(
    city: tuple[Computer, Computer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aiko, ben = city
    attach(aiko, tmp_path, pdf(100_000))
    aiko.send()
    ben.send()
    attachments.ask_for(ben.workspace, standing(ben))
    ben.session.pace = Unmeasured()
    with monkeypatch.context() as slow:
        slow.setattr(files, "SECONDS_A_ROUND", 0.0)
        assert ben.send().files.is_left
    (path,) = ben.folder.rglob("files/*.part")
    half = path.stat().st_size
    ben.close()
    with path.open("ab") as part:  # what a lost power may leave behind the good pieces
        part.write(b"x" * 5_000)
    with Computer(ben.folder, "Ben") as again:
        done = again.send().files
        assert (done.received, done.moved_bytes) == (1, sealed_size(100_000) - half)
        assert content_at(again, tmp_path) == pdf(100_000)


def test_a_server_that_begins_anew_gets_the_files_again(
    server: RunningServer, city: tuple[Computer, Computer], tmp_path: Path
) -> None:
    aiko, _ = city
    attach(aiko, tmp_path, pdf(50_000))
    assert aiko.send().files.sent == 1
    shutil.rmtree(server.folder / "blobs")
    server.server.epoch += 1
    aiko.answer(aiko.choice_questions[0], 1)
    assert aiko.send().files.sent == 1
    assert attachments.waiting(aiko.workspace) == ()
