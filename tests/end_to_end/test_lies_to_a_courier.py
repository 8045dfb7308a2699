"""What an evil server says to a courier of another city's entries: no receipt is carried home that proves nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.operations.bundles.taking import take_bundle
from desktop_app.operations.bundles.writing import write_bundle
from desktop_app.storage import cargo
from desktop_app.storage.engine import reading
from roadmap_core import cbor
from roadmap_core.community.cities import City
from roadmap_core.entries.identifiers import entry_hash
from roadmap_core.exchange.receipts import Place, ReceiptAnswer, ReceiptQuestion
from roadmap_core.ledger.tree import consistency_proof, inclusion_proof, leaf_hash, root_of
from tests.fakes.attached import through
from tests.fakes.computer import Computer
from tests.fakes.evil_server import Call, EvilServer, Lie, Told
from tests.fakes.http_messages import response
from tests.server.running import RunningServer

FAR = "far-town"
NEW = City(FAR, "Far Town", "Far Town", "Japan", "JP", region="Asia", subregion="Eastern Asia")
Change = Callable[[ReceiptAnswer, Call], ReceiptAnswer]


def _moved(answer: ReceiptAnswer, by: int) -> ReceiptAnswer:
    return replace(
        answer, places=tuple(place and replace(place, position=place.position + by) for place in answer.places)
    )


def _proof(answer: ReceiptAnswer, proof: Callable[[Place], tuple[bytes, ...]]) -> ReceiptAnswer:
    return replace(answer, places=tuple(place and replace(place, proof=proof(place)) for place in answer.places))


LIES: dict[str, Change] = {
    "says that it has none of it": lambda told, _: replace(told, places=(None,) * len(told.places)),
    "says that each entry stands one place further": lambda told, _: _moved(told, 1),
    "says that each entry stands beyond the end": lambda told, _: _moved(told, 10**6),
    "swaps the places": lambda told, _: replace(told, places=told.places[::-1]),
    "gives fewer places than were asked for": lambda told, _: replace(told, places=told.places[1:]),
    "gives more places than were asked for": lambda told, _: replace(told, places=told.places + told.places[:1]),
    "gives no proof": lambda told, _: _proof(told, lambda _place: ()),
    "gives a proof of noise": lambda told, _: _proof(told, lambda place: tuple(bytes(32) for _ in place.proof)),
    "gives a proof that is too long": lambda told, _: _proof(told, lambda place: (bytes(32),) * 64),
    "signs another root": lambda told, call: replace(told, head=call.evil.head(FAR, root=bytes(32))),
    "signs a smaller log": lambda told, call: replace(told, head=call.evil.head(FAR, size=1)),
    "gives the head of the courier's own city": lambda told, call: replace(told, head=call.evil.head("kaga-jp")),
    "gives a head that nobody signed": lambda told, _: replace(told, head=told.head[:-64] + bytes(64)),
    "gives rubbish for a head": lambda told, _: replace(told, head=b"\x80"),
}
"""What goes out instead of the answer to a question for receipts."""
RAW = {
    "answers rubbish": b"\xff\xff",
    "answers nothing": b"",
    "answers in another version": cbor.encode([9, b"", []]),
    "answers with 5 MiB": bytes(5 * 2**20),
}


@pytest.fixture
def kaga(tmp_path: Path) -> Iterator[tuple[RunningServer, Computer]]:
    """The courier, with what Far Town gave along: its first entries, and a registrar's word for them."""
    with (
        RunningServer(tmp_path / "server") as server,
        Computer(tmp_path / "kaga") as courier,
        Computer(tmp_path / "far", "Noor", FAR) as far,
    ):
        server.invite(FAR, NEW)
        courier.join_as_lead(server)
        far.answer("ICT-01", 1)
        write_bundle(far.workspace, tmp_path / "request.roadmap")
        server.admit(far.genesis)
        take_bundle(courier.workspace, tmp_path / "request.roadmap")
        yield server, courier


def test_row_80_a_courier_believes_no_log_that_does_not_go_on_from_the_one_of_before(
    kaga: tuple[RunningServer, Computer], tmp_path: Path
) -> None:
    server, courier = kaga

    def rewritten(call: Call) -> Told:
        """Flawless by itself: the same entries in another order, under a head that fits them."""
        log = [entry_hash(data) for data in call.evil.log(FAR)][::-1]
        leaves = [leaf_hash(one) for one in log]
        entries = ReceiptQuestion.from_bytes(call.request.body).entries
        places = [Place(log.index(one) + 1, tuple(inclusion_proof(leaves, log.index(one)))) for one in entries]
        head = call.evil.head(FAR, root=root_of(leaves))
        answer = ReceiptAnswer(head, tuple(places), tuple(consistency_proof(leaves, 2)))
        return response(200, answer.to_bytes(), content_type="application/cbor")

    assert courier.send().problem == ""
    assert waiting(courier) == 0
    with Computer(tmp_path / "far", "Noor", FAR) as far, EvilServer(server) as evil:
        far.answer("ICT-06", 1)
        write_bundle(far.workspace, tmp_path / "more.roadmap")
        take_bundle(courier.workspace, tmp_path / "more.roadmap")
        load = waiting(courier)
        assert load > 0
        through(courier, evil.address)
        evil.tell(Lie("rewritten", "80", "rewrites the log", rewritten, path="/v1/receipts"))
        courier.send()
        assert (evil.lies_told, waiting(courier)) == (1, load)
        evil.be_honest()
        courier.session.offer_all()
        courier.send()
    assert waiting(courier) == 0


def waiting(courier: Computer) -> int:
    with reading(courier.workspace.engine) as connection:
        return len(cargo.waiting(connection, FAR))


@pytest.mark.parametrize("lie", [*LIES, *RAW])
def test_row_79_a_courier_believes_no_receipt_that_proves_nothing(
    kaga: tuple[RunningServer, Computer], lie: str
) -> None:
    server, courier = kaga

    def tell(call: Call) -> Told:
        if lie in RAW:
            return response(200, RAW[lie], content_type="application/cbor")
        told = ReceiptAnswer.from_bytes(call.evil.forward(call.request).body)
        return response(200, LIES[lie](told, call).to_bytes(), content_type="application/cbor")

    load = waiting(courier)
    assert load > 1
    with EvilServer(server) as evil:
        through(courier, evil.address)
        evil.tell(Lie(lie, "79", lie, tell, path="/v1/receipts"))
        for _ in range(2):
            courier.session.offer_all()
            assert courier.send().problem == "", "the own city's work goes on"
            assert waiting(courier) == load
        assert evil.lies_told > 0
        evil.be_honest()
        courier.session.offer_all()
        assert courier.send().problem == ""
    assert waiting(courier) == 0
