"""Files attached to citations by whole computers, and what became of them there."""

import random
from pathlib import Path

from desktop_app.operations import attachments, citations
from desktop_app.storage import citation_query, city_log
from desktop_app.storage.engine import transaction
from roadmap_core.assessment.citations import Citation
from tests.fakes.computer import Computer

SEED = 20_261_123


def pdf(size: int, seed: int = SEED) -> bytes:
    noise = random.Random(seed).randbytes(size).replace(b"PK", b"pk")
    return b"%PDF-1.7\n" + noise[: size - 16] + b"\n%%EOF\n"


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
