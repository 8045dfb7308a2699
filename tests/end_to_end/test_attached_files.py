"""Files beside citations between two real computers and the real server: cut anywhere, resumed, behind the entries."""

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.operations import attachments, citations
from desktop_app.storage import attachments as marks
from desktop_app.storage import citation_query, city_log
from desktop_app.storage.engine import transaction
from desktop_app.sync import files
from roadmap_core.assessment.citations import Citation
from roadmap_core.keys.sealed_file import PIECE_BYTES, sealed_size
from tests.fakes.computer import Computer, Unmeasured
from tests.fakes.counting_proxy import Counted, CountingProxy
from tests.fakes.evil_server import Call, EvilServer, Lie, Told
from tests.fakes.http_messages import response
from tests.server.running import RunningServer

SEED = 20_261_123
OCTETS = "application/octet-stream"


def pdf(size: int, seed: int = SEED) -> bytes:
    noise = random.Random(seed).randbytes(size).replace(b"PK", b"pk")
    return b"%PDF-1.7\n" + noise[: size - 16] + b"\n%%EOF\n"


@pytest.fixture
def city(aiko: Computer, ben: Computer) -> tuple[Computer, Computer]:
    """The lead's and the editor's, who both have the city's key."""
    return aiko, ben


def attach(computer: Computer, folder: Path, content: bytes, number: int = 0) -> Citation:
    """A citation of its own for each number."""
    rule = Citation(number.to_bytes(16), f"Rule {number}")
    (folder / "Rule.pdf").write_bytes(content)
    citations.cite(computer.workspace, ["ICT-01"], rule)
    attachments.attach(computer.workspace, rule, folder / "Rule.pdf")
    return standing(computer, number)


def standing(computer: Computer, number: int = 0) -> Citation:
    sources = citation_query.register(computer.workspace.store).sources
    return next(one.citation for one in sources if one.citation.key == number.to_bytes(16))


def content_at(computer: Computer, folder: Path, number: int = 0) -> bytes:
    target = folder / f"copy {number} of {computer.official}.pdf"
    attachments.save_copy(computer.workspace, standing(computer, number), target)
    return target.read_bytes()


def through(computer: Computer, address: str) -> None:
    """From now on the computer reaches the server by another way."""
    with transaction(computer.workspace.engine) as connection:
        city_log.save(connection, server=address)


def test_a_file_reaches_a_colleague_who_asks_for_it_and_the_server_reads_nothing_of_it(
    server: RunningServer, city: tuple[Computer, Computer], tmp_path: Path
) -> None:
    aiko, ben = city
    content = pdf(200_000) + b"Rule 7 in clear words\n%%EOF\n"
    attach(aiko, tmp_path, content)
    assert (aiko.send().files.sent, attachments.waiting(aiko.workspace)) == (1, ())
    assert ben.send().files.received == 0, "nobody asked for it yet"
    assert not attachments.ask_for(ben.workspace, standing(ben))
    done = ben.send().files
    assert (done.received, done.moved_bytes, done.problem) == (1, sealed_size(len(content)), "")
    assert content_at(ben, tmp_path) == content
    assert ben.send().files.moved_bytes == aiko.send().files.moved_bytes == 0
    for path in server.folder.rglob("*"):
        assert "Rule" not in path.name
        assert path.is_dir() or b"clear words" not in path.read_bytes()


def test_a_file_that_nobody_sent_yet_is_told_and_comes_later(city: tuple[Computer, Computer], tmp_path: Path) -> None:
    aiko, ben = city
    file = attach(aiko, tmp_path, pdf(9_000)).file
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


# An evil server


def span(call: Call) -> tuple[int, int]:
    first, _, last = call.request.headers["range"].removeprefix("bytes=").partition("-")
    return int(first), int(last) + 1


def bytes_of(call: Call) -> bytes:
    return call.evil.forward(call.request).body


def told_range(call: Call, body: bytes, said: str = "") -> bytes:
    forwarded = call.evil.forward(call.request)
    headers = {name.lower(): value for name, value in forwarded.headers}
    return response(206, body, content_type=OCTETS, content_range=said or headers["content-range"])


def gets(tell: Callable[[Call], Told]) -> Callable[[Call], Told]:
    return lambda call: tell(call) if call.request.method == "GET" else None


def posts(tell: Callable[[Call], Told]) -> Callable[[Call], Told]:
    return lambda call: tell(call) if call.request.method == "POST" else None


WRONG = {
    "wrong bytes": (lambda call: told_range(call, bytes(len(bytes_of(call)))), "E-ATTACH-WRONG"),
    "one wrong bit": (
        lambda call: told_range(call, bytes([bytes_of(call)[0] ^ 1]) + bytes_of(call)[1:]),
        "E-ATTACH-WRONG",
    ),
    "nothing": (lambda call: told_range(call, b""), "E-ATTACH-WRONG"),
    "a short answer": (lambda call: told_range(call, bytes_of(call)[:4_000]), "E-ATTACH-WRONG"),
    "an endless answer": (
        lambda call: (
            b"HTTP/1.1 206 Said\r\ncontent-type: application/octet-stream\r\n"
            + f"content-range: bytes {span(call)[0]}-{span(call)[1] - 1}/{size_in(call)}\r\n\r\n".encode()
            + bytes(3_000_000)
        ),
        "E-REPLY",
    ),
    "another place": (lambda call: told_range(call, bytes_of(call), "bytes 5-9/10"), "E-REPLY"),
    "the whole file": (lambda _call: response(200, bytes(50_000), content_type=OCTETS), "E-REPLY"),
    "a page": (lambda _call: response(206, b"<html>", content_type="text/html"), "E-PORTAL"),
    "no such range": (lambda _call: response(416), "E-ATTACH-WRONG"),
    "that it never had it": (lambda _call: response(404), "E-ATTACH-ABSENT"),
}


def size_in(call: Call) -> str:
    headers = {name.lower(): value for name, value in call.evil.forward(call.request).headers}
    return headers["content-range"].rpartition("/")[2]


@pytest.mark.parametrize("lie", WRONG)
def test_row_110_of_what_an_evil_server_gives_for_a_file_nothing_is_kept(
    server: RunningServer, city: tuple[Computer, Computer], tmp_path: Path, lie: str
) -> None:
    aiko, ben = city
    tell, code = WRONG[lie]
    content = pdf(50_000)
    attach(aiko, tmp_path, content)
    aiko.send()
    with EvilServer(server) as evil:
        through(ben, evil.address)
        ben.send()
        attachments.ask_for(ben.workspace, standing(ben))
        evil.tell(Lie(lie, "110", "", gets(tell), path="/v1/blobs"))
        ben.answer(ben.choice_questions[0], 1)
        outcome = ben.send()
        assert (outcome.problem, outcome.files.problem, outcome.files.is_left) == ("", code, False)
        assert (outcome.sent, ben.waiting) == (1, 0), "the entry went in spite of it"
        assert not [path for path in ben.folder.rglob("files/*") if path.stat().st_size]
        evil.be_honest()
        ben.session.offer_all()
        assert ben.send().files.received == 1
        assert content_at(ben, tmp_path) == content


def test_another_file_of_the_city_is_not_taken_for_this_one(
    server: RunningServer, city: tuple[Computer, Computer], tmp_path: Path
) -> None:
    aiko, ben = city
    attach(aiko, tmp_path, pdf(50_000, 1))
    attach(aiko, tmp_path, pdf(50_000, 2), 2)
    assert aiko.send().files.sent == 2
    first, second = (one.named.file.address.hex() for one in attachments.every(aiko.workspace))

    def swapped(call: Call) -> Told:
        path = call.request.path
        instead = path.replace(first, second) if first in path else path.replace(second, first)
        return call.evil.forward(replace(call.request, path=instead)).to_bytes()

    with EvilServer(server) as evil:
        through(ben, evil.address)
        ben.send()
        for source in citation_query.register(ben.workspace.store).sources:
            attachments.ask_for(ben.workspace, source.citation)
        evil.tell(Lie("swapped", "110", "", gets(swapped), path="/v1/blobs"))
        assert ben.send().files.problem == "E-ATTACH-WRONG"
        assert not [path for path in ben.folder.rglob("files/*") if path.stat().st_size]
        evil.be_honest()
        ben.session.offer_all()
        assert ben.send().files.received == 2


REFUSED = {
    "back to the start for ever": (lambda _call: response(409, upload_offset="0"), "E-ATTACH-REFUSED"),
    "takes less than it got": (lambda _call: response(202, upload_offset="1"), "E-ATTACH-REFUSED"),
    "nonsense for a place": (lambda _call: response(202, upload_offset="-7"), "E-ATTACH-REFUSED"),
    "too large": (lambda _call: response(413), "E-ATTACH-REFUSED"),
    "no room": (
        lambda _call: response(413, b'{"code": "E-QUOTA"}', content_type="application/problem+json"),
        "E-ATTACH-ROOM",
    ),
    "knows nobody": (lambda _call: response(404), "E-ATTACH-REFUSED"),
    "busy": (lambda _call: response(503, retry_after="120"), "E-SERVER-BUSY"),
    "token gone": (lambda _call: response(401), "E-NOT-ADMITTED"),
    "another page": (lambda _call: response(204), "E-REPLY"),
}


@pytest.mark.parametrize("lie", REFUSED)
def test_a_server_that_will_not_take_a_file_ends_the_try_holds_up_no_entry_and_gets_it_later(
    server: RunningServer, city: tuple[Computer, Computer], tmp_path: Path, lie: str
) -> None:
    aiko, _ = city
    tell, code = REFUSED[lie]
    attach(aiko, tmp_path, pdf(50_000))
    with EvilServer(server) as evil:
        through(aiko, evil.address)
        evil.tell(Lie(lie, "110", "", posts(tell), path="/v1/blobs"))
        outcome = aiko.send()
        assert (outcome.problem, outcome.files.problem, outcome.files.is_left) == ("", code, False)
        assert outcome.sent > 0
        assert evil.lies_told <= 4
        assert len(attachments.waiting(aiko.workspace)) == 1
        evil.be_honest()
        aiko.session.offer_all()
        assert aiko.send().files.sent == 1


def test_a_server_that_holds_other_bytes_of_the_file_is_given_it_from_the_start(
    server: RunningServer, city: tuple[Computer, Computer], tmp_path: Path
) -> None:
    aiko, _ = city
    file = attach(aiko, tmp_path, pdf(50_000)).file
    assert file is not None
    folder = server.folder / "blobs" / b"kaga-jp".hex()
    for size in (100, file.size, file.size + 70_000):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{file.address.hex()}.part").write_bytes(bytes(size))
        aiko.session.offer_all()
        assert aiko.send().files.sent == 1, size
        assert (folder / file.address.hex()).stat().st_size == file.size
        (folder / file.address.hex()).unlink()
        with transaction(aiko.workspace.engine) as connection:
            marks.forget_sent(connection)


def test_a_file_whose_copy_the_disk_changed_is_not_sent(city: tuple[Computer, Computer], tmp_path: Path) -> None:
    aiko, _ = city
    attach(aiko, tmp_path, pdf(50_000))
    (path,) = aiko.folder.rglob("files/*")
    path.write_bytes(bytes(path.stat().st_size))
    done = aiko.send().files
    assert (done.sent, done.moved_bytes) == (0, 0)
    assert not aiko.poll().files.is_left
