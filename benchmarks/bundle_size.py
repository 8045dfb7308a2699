"""What a month's file weighs against the entries in it: at most 1.05 times as much (protocol.md, section 5).

A month: 20 working days with 3 answers and notes of 120 characters each, one entry a day. The notes are random letters,
which pack worse than any language does. Cases: a city with a line, whose file holds documents and a head too; one
without; and a second month, when the first one is confirmed. Their receipts, as they travel home, are told beside.
"""

import random
import string
import tempfile
from pathlib import Path

from benchmarks.timing import report
from desktop_app.operations.bundles.taking import take_bundle
from desktop_app.operations.bundles.writing import write_bundle
from desktop_app.operations.sealing import seal_drafts
from roadmap_core.entries.statements import Enrol, Role
from roadmap_core.exchange.bundle import Bundle, read
from roadmap_core.exchange.stream import to_sequence
from tests.fakes.computer import Computer
from tests.server.running import RunningServer

LARGEST_SHARE = 1.05
_DAYS, _ANSWERS, _NOTE_CHARACTERS = 20, 3, 120


def main() -> None:
    report("bundle_size", figures())


def figures() -> dict[str, object]:
    """Shares of each case, and the bytes of one month."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with (
            RunningServer(folder / "server") as server,
            Computer(folder / "kaga") as kaga,
            Computer(folder / "bilbao", city="bilbao-es") as alone,
        ):
            work_a_month(alone, random.Random(1))
            without = share(alone, folder / "alone.roadmap")
            kaga.join_as_lead(server)
            work_a_month(kaga, random.Random(2))
            first = share(kaga, folder / "first.roadmap")
            kaga.send()
            work_a_month(kaga, random.Random(3))
            second = share(kaga, folder / "second.roadmap")
            size = (folder / "second.roadmap").stat().st_size
            return {
                "without_a_line": without,
                "first_month": first,
                "second_month": second,
                "bytes_of_a_month": size,
                "bytes_of_its_receipts": _receipts(server, alone, kaga, folder),
                "largest_share_allowed": LARGEST_SHARE,
            }


def work_a_month(computer: Computer, chance: random.Random) -> None:
    """Sealed at the end of each day, and not sent."""
    questions = computer.choice_questions
    for _ in range(_DAYS):
        for question in chance.sample(questions, _ANSWERS):
            computer.answer(question, chance.randrange(2))
            computer.note(question, "".join(chance.choices(string.ascii_letters + " ", k=_NOTE_CHARACTERS)).strip())
        seal_drafts(computer.workspace)


def share(computer: Computer, file: Path) -> float:
    """Bytes of the file that is written now, for each byte of the entries in it."""
    written = write_bundle(computer.workspace, file)
    with file.open("rb") as opened:
        found = read(opened)
    assert isinstance(found, Bundle)
    return round(written.size / sum(len(item) for part in found.cities for item in part.items), 3)


def _receipts(server: RunningServer, alone: Computer, courier: Computer, folder: Path) -> int:
    """What the file weighs that brings the acknowledgements home."""
    signed = server.office.act(alone.city, [Enrol(alone.genesis.hash, Role.LEAD, "", None)], server.server.now_ms())
    acts = folder / "acts.cborseq"
    acts.write_bytes(to_sequence(entry.data for entry in signed))
    for file in (acts, folder / "alone.roadmap"):
        take_bundle(courier.workspace, file)
    courier.send()
    return write_bundle(courier.workspace, folder / "home.roadmap", alone.city).size


if __name__ == "__main__":
    main()
