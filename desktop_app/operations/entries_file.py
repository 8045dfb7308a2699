"""Entries as a file (.cborseq): written for others, and judged entry by entry when one is handed in."""

from dataclasses import dataclass
from pathlib import Path

from desktop_app.operations.workspace import Workspace
from roadmap_core.refusals import Code


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about one entry of a file.

    Attributes:
        offset: where it begins in the file, in bytes.
        code: why it is bad; None for a good one.
        remark: what is worth telling of a good one: "fork", "gap", "pending", "no-genesis", or "".
    """

    offset: int
    log: bytes | None
    seq: int | None
    code: Code | None
    remark: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """All verdicts, in file order."""

    verdicts: tuple[Verdict, ...]

    @property
    def bad(self) -> tuple[Verdict, ...]:
        return tuple(verdict for verdict in self.verdicts if verdict.code is not None)


def export_entries(workspace: Workspace, file: Path) -> int:
    """Seals, then writes all entries that are here, in order of arrival; returns how many. Written whole or not at all."""
    raise NotImplementedError


def verify_entries(file: Path, alliance: str) -> Verification:
    """Judges a file without trusting anything but its own genesis entries. Needs no profile."""
    raise NotImplementedError
