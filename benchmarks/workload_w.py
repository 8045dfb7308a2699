"""Workload W on the real programs: three computers of one city, 10,000 edits, 15 sendings, then a new computer.

Real profiles, operations and rounds, the real server in a process of its own, real HTTP through a counting proxy. With
`--peers`, Anki and automerge-repo do the same edits beside it in the same run (benchmarks/peers).
"""

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.server_process import ServerProcess
from benchmarks.timing import report
from benchmarks.workload import EDITS, Cell, Edit, Workload, build
from desktop_app.operations.members import computer_code
from desktop_app.operations.registers import set_register
from desktop_app.operations.sealing import seal_drafts
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import driver_of, reading, transaction
from desktop_app.storage.projector import states
from roadmap_core import cbor
from roadmap_core.assessment.answers import Choice, answer_to_wire
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.operations import OpCode
from roadmap_core.merge.registers import RegisterState
from tests.fakes.computer import Computer
from tests.fakes.counting_proxy import Counted, CountingProxy

TARGETS = {"bytes_per_edit": 35, "round_trips_a_sync": 1, "lost_cells": 0, "unequal_registers": 0}
FACETS = {"answer": Facet.ANSWER, "confidence": Facet.CONFIDENCE, "note": Facet.NOTE}
NOTHING = Counted(0, 0, 0)


def main() -> None:
    work = build()
    figures: dict[str, Any] = {"waymark": on_waymark(work), "targets": TARGETS}
    if "--peers" in sys.argv:
        from benchmarks.peers.run import on_peers

        figures["peers"] = on_peers(work)
    report("workload_w", figures)


def on_waymark(work: Workload) -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory() as scratch,
        ServerProcess(Path(scratch) / "server") as server,
        CountingProxy(server.port) as proxy,
    ):
        run = Run(work, proxy, Path(scratch))
        try:
            run.set_up(server)
            run.edit_and_send()
            run.catch_up()
            return run.figures()
        finally:
            run.close()


@dataclass
class Run:
    """Workload W as it goes on. `sent` are the bytes of each sending, `first_contact` what came before the first."""

    work: Workload
    proxy: CountingProxy
    folder: Path
    computers: list[Computer] = field(default_factory=list)
    sent: list[Counted] = field(default_factory=list)
    first_contact: Counted = NOTHING
    new_computer_joins: Counted = NOTHING
    new_computer: Counted = NOTHING

    def set_up(self, server: ServerProcess) -> None:
        """All computers are admitted, three of them have a token and hold each other's names; no answers yet."""
        for name in ("0", "1", "2", "3"):
            self._start(name).join(self.proxy.address, server.invite("kaga-jp")["kaga-jp"])
        lead, *others = self.computers
        server.admit({"kaga-jp": computer_code(lead.workspace)})
        for computer in others:
            lead.admit(computer)
        for computer in self.computers[:3] * 2:
            self._send(computer)
        self.first_contact = self.proxy.take()

    def _start(self, name: str) -> Computer:
        computer = Computer(self.folder / name, official=f"Official {name}")
        self.computers.append(computer)
        return computer

    def edit_and_send(self) -> None:
        """What is written is signed when the program ends for the day, sent or not."""
        for turn, row in enumerate(self.work.rounds):
            for device, edits in enumerate(row):
                for edit in edits:
                    write(self.computers[device], edit)
                seal_drafts(self.computers[device].workspace)
            for device in self.work.present(turn):
                self._count(self.computers[device])
        for computer in self.computers[:3]:
            self._count(computer)

    def _count(self, computer: Computer) -> None:
        self._send(computer)
        self.sent.append(self.proxy.take())

    def _send(self, computer: Computer) -> None:
        outcome = computer.send()
        if outcome.problem:
            raise SystemExit(f"sending failed: {outcome.problem}")

    def catch_up(self) -> None:
        """The new computer was admitted meanwhile, and holds nothing of the others."""
        new = self.computers[3]
        new.join(self.proxy.address)
        self.new_computer_joins = self.proxy.take()
        self._send(new)
        self.new_computer = self.proxy.take()

    def figures(self) -> dict[str, Any]:
        total = sum(counted.up + counted.down for counted in self.sent)
        trips = [counted.round_trips for counted in self.sent]
        held = [registers(computer) for computer in self.computers]
        return {
            "edits": EDITS,
            "sendings": len(self.sent),
            "bytes": total,
            "bytes_per_edit": round(total / EDITS, 2),
            "round_trips": sum(trips),
            "round_trips_by_sync": trips,
            **judged(self.work, held[0]),
            "unequal_registers": sum(len(held[0].items() ^ other.items()) for other in held[1:]),
            "new_computer_bytes": self.new_computer.up + self.new_computer.down,
            "new_computer_round_trips": self.new_computer.round_trips,
            "new_computer_joins": self.new_computer_joins._asdict(),
            "first_contact": self.first_contact._asdict(),
            "entries": _entries(self.computers[0]),
        }

    def close(self) -> None:
        for computer in self.computers:
            computer.close()


def write(computer: Computer, edit: Edit) -> None:
    """One field, as `operations.answers.write` saves it; that one knows only the current assessment's questions."""
    register = register_of(edit.cell)
    is_answer = edit.field == "answer" and isinstance(edit.value, int)
    value = answer_to_wire(Choice(edit.value)) if is_answer and isinstance(edit.value, int) else edit.value
    with transaction(computer.workspace.engine) as connection:
        author = computer.workspace.city(connection).official_number
        seen = next((state.ops for _, state in states(connection, [register])), ())
        set_register(connection, Draft(OpCode.SET, register, cbor.encode(value), seen, author, edit.at_ms))


def register_of(cell: Cell) -> Register:
    """The workload's assessments follow the profile's own, its questions are the first of the catalogue's."""
    assessment, question, name = cell
    return Register(assessment + 2, question + 18, int(FACETS[name]))


def registers(computer: Computer) -> dict[Register, bytes]:
    """Everything that stands in the workload's registers."""
    with reading(computer.workspace.engine) as connection:
        rows: Iterable[tuple[int, int, int, bytes]] = driver_of(connection).execute(
            "SELECT assessment, item, facet, state FROM register WHERE assessment >= 2"
        )
        return {Register(assessment, item, facet): state for assessment, item, facet, state in rows}


def standing(held: dict[Register, bytes], cells: Iterable[Cell]) -> dict[Cell, set[int | str]]:
    """The values that stand in the workload's cells."""
    states_by_cell = {cell: RegisterState.from_bytes(held[register_of(cell)]) for cell in cells}
    return {cell: {_plain(cell, value) for value in state.values} for cell, state in states_by_cell.items()}


def judged(work: Workload, held: dict[Register, bytes]) -> dict[str, int]:
    """What the merge made of the edits.

    `lost_cells`: a value is gone that nobody replaced. `superseded_cells`: one stands that somebody replaced.
    `saved_again_cells`: a device gave a cell the value that it had already, which is no change and not sent, while
    another one changed it: the change stands alone.
    """
    changes, every_save = work.changes(), work.rightful()
    found = standing(held, every_save)
    return {
        "lost_cells": sum(bool(changes[cell] - values) for cell, values in found.items()),
        "superseded_cells": sum(bool(values - changes[cell]) for cell, values in found.items()),
        "saved_again_cells": sum(every_save[cell] != changes[cell] for cell in found),
        "contested_cells": sum(len(values) > 1 for values in found.values()),
    }


def _plain(cell: Cell, value: bytes) -> int | str:
    found = cbor.decode(value)
    plain = next(n for n in range(5) if answer_to_wire(Choice(n)) == found) if cell[2] == "answer" else found
    if not isinstance(plain, int | str):
        raise TypeError("not a value of the workload")
    return plain


def _entries(computer: Computer) -> dict[str, int]:
    with reading(computer.workspace.engine) as connection:
        count, size = driver_of(connection).execute("SELECT count(*), sum(length(data)) FROM entry").fetchone()
    return {"count": count, "bytes": size}


if __name__ == "__main__":
    main()
