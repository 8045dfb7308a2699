"""Files beside citations, an evil or full server, a damaged disk: nothing wrong is kept, no entry waits."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.operations import attachments
from desktop_app.storage import attachments as marks
from desktop_app.storage import citation_query
from desktop_app.storage.engine import transaction
from tests.fakes.attached import attach, content_at, pdf, standing, through
from tests.fakes.computer import Computer
from tests.fakes.evil_server import Call, EvilServer, Lie, Told
from tests.fakes.http_messages import response
from tests.server.running import RunningServer

OCTETS = "application/octet-stream"


@pytest.fixture
def city(aiko: Computer, ben: Computer) -> tuple[Computer, Computer]:
    """The lead's and the editor's, who both have the city's key."""
    return aiko, ben


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
