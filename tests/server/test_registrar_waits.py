"""A removal by the registrar, or another lead: the city hears of it, and can object for 72 hours (row 38)."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from roadmap_core.entries.entry import Entry, read_entry, read_genesis
from roadmap_core.entries.statements import Announce, Enrol, Objection, Revoke, Role
from roadmap_core.exchange.stream import read_sequence, to_sequence
from roadmap_core.keys.codes import device_code
from sync_server.__main__ import main
from sync_server.registrar import commands
from tests.vectors.computers import ALLIANCE, CITY, Computer

HOUR_MS = 60 * 60 * 1000


class Registrar:
    """The registrar's machine, its clock, and what reaches the city's log."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.out, self.now_ms = folder / "office", folder / "acts.cborseq", 1_790_000_000_000
        monkeypatch.setattr(commands, "_now_ms", lambda: self.now_ms)
        self.lead, self.editor, self.other = Computer("lead"), Computer("editor"), Computer("other")
        self._act("init", "--log-key", "58" + "66" * 31, "--alliance", ALLIANCE)
        assert self.admits(self.lead) == 0
        self.log = [self.lead.genesis, *self.signed(), self.editor.genesis, self.other.genesis]
        self.log.append(self.lead.seal(Enrol(self.editor.genesis.hash, Role.EDITOR, "", None)))

    def _act(self, name: str, *arguments: object) -> int:
        return main(["registrar", name, "--folder", str(self.folder), *map(str, arguments)])

    def admits(self, computer: Computer, *more: object) -> int:
        requests = self.folder.with_name("requests.cborseq")
        requests.write_bytes(to_sequence([computer.genesis.data]))
        code = device_code(computer.genesis.hash)
        return self._act("admit", CITY, "--requests", requests, "--code", code, "--out", self.out, *more)

    def removes(self, computer: Computer, *more: object) -> int:
        first = computer.genesis
        removal = ("--log", first.log.hex(), "--cut-off", first.hash.hex())
        return self._act("revoke", CITY, *removal, "--out", self.out, *more)

    def signed(self) -> list[Entry]:
        """What stands in the file that was written."""
        first, *rest = read_sequence(self.out.read_bytes())
        genesis = read_genesis(first)
        assert isinstance(genesis, Entry)
        assert genesis.genesis is not None
        read = [read_entry(data, genesis.genesis.public_key) for data in rest]
        return [genesis, *(entry for entry in read if isinstance(entry, Entry))]

    def take(self) -> Entry:
        """The city's log takes what was signed; the last of it."""
        self.log += [entry for entry in self.signed() if entry not in self.log]
        return self.log[-1]

    def city_log(self, more: Iterable[bytes] = ()) -> tuple[str, Path]:
        path = self.folder.with_name("log.cborseq")
        path.write_bytes(to_sequence([*(entry.data for entry in self.log), *more]))
        return "--city-log", path


@pytest.fixture
def registrar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registrar:
    return Registrar(tmp_path, monkeypatch)


def test_row_38_what_nobody_objects_to_is_signed_after_72_hours_and_not_before(
    registrar: Registrar, capsys: pytest.CaptureFixture[str]
) -> None:
    before = registrar.out.read_bytes()
    assert registrar.removes(registrar.lead) == 2
    assert registrar.removes(registrar.lead, *registrar.city_log()) == 2
    assert capsys.readouterr().err.count("E-NOT-ANNOUNCED") == 2
    assert registrar.out.read_bytes() == before
    assert registrar.removes(registrar.lead, "--announce", "A letter") == 0
    assert registrar.take().operations == (Announce(registrar.lead.genesis.log, Role.REGISTRAR, "A letter"),)
    registrar.now_ms += 500 * HOUR_MS  # it lay about; the city's time begins when its log has it
    for hours in (0, 71):
        registrar.now_ms += hours * HOUR_MS
        assert registrar.removes(registrar.lead, *registrar.city_log()) == 2
        assert "E-WAITING" in capsys.readouterr().err
    registrar.now_ms += HOUR_MS
    assert registrar.removes(registrar.lead, *registrar.city_log()) == 0
    assert isinstance(registrar.signed()[-1].operations[0], Revoke)


@pytest.mark.parametrize("hours", [0, 71, 200])
def test_row_38_an_objection_stops_it_whenever_it_comes_and_the_registrar_reads_who_and_why(
    registrar: Registrar, capsys: pytest.CaptureFixture[str], hours: int
) -> None:
    registrar.removes(registrar.lead, "--announce", "A letter")
    asked = registrar.take()
    registrar.removes(registrar.lead, *registrar.city_log())
    registrar.now_ms += hours * HOUR_MS
    registrar.log.append(no := registrar.editor.seal(Objection(asked.hash, "Nobody of us wrote it")))
    before = registrar.out.read_bytes()
    for _ in range(2):
        registrar.now_ms += 100 * HOUR_MS
        assert registrar.removes(registrar.lead, *registrar.city_log()) == 2
        said = capsys.readouterr().err
        assert "E-OBJECTED" in said
        assert all(part in said for part in ("editor", no.hash.hex(), "Nobody of us wrote it"))
    assert registrar.out.read_bytes() == before, "nothing was signed"
    assert registrar.removes(registrar.lead, "--announce", "Again") == 0
    registrar.take()
    assert registrar.removes(registrar.lead, *registrar.city_log()) == 2
    assert "E-OBJECTED" in capsys.readouterr().err, "announcing it again is no way round"
    registrar.now_ms += 72 * HOUR_MS
    assert registrar.removes(registrar.lead, *registrar.city_log(), "--despite", no.hash.hex()) == 0


def test_row_38_another_lead_waits_the_first_one_and_the_same_one_again_do_not(
    registrar: Registrar, capsys: pytest.CaptureFixture[str]
) -> None:
    assert registrar.admits(registrar.lead) == 0
    assert registrar.admits(registrar.editor, "--role", "editor") == 0
    assert registrar.admits(registrar.other) == 2
    assert "E-NOT-ANNOUNCED" in capsys.readouterr().err
    assert registrar.admits(registrar.other, "--announce", "The lead has left") == 0
    assert registrar.take().operations == (Announce(registrar.other.genesis.log, Role.LEAD, "The lead has left"),)
    assert registrar.admits(registrar.other, *registrar.city_log()) == 2
    registrar.now_ms += 72 * HOUR_MS
    assert registrar.admits(registrar.other, *registrar.city_log()) == 0
    assert isinstance(registrar.signed()[-1].operations[0], Enrol)


def test_row_38_a_stranger_stops_nothing_and_neither_does_rubbish_in_the_file(registrar: Registrar) -> None:
    registrar.removes(registrar.lead, "--announce", "A letter")
    asked = registrar.take()
    stranger = Computer("stranger")
    registrar.log += [stranger.genesis, stranger.seal(Objection(asked.hash, "No"))]
    forged = bytearray(registrar.editor.seal(Objection(asked.hash, "No")).data)
    forged[-1] ^= 1
    rubbish = [bytes(forged), b"\x80", b"\x01" * 90]
    assert registrar.removes(registrar.lead, *registrar.city_log(rubbish)) == 2
    registrar.now_ms += 72 * HOUR_MS
    assert registrar.removes(registrar.lead, *registrar.city_log(rubbish)) == 0


def test_a_stolen_computer_is_removed_at_once(registrar: Registrar) -> None:
    assert registrar.removes(registrar.lead, "--at-once") == 0


def test_a_clock_that_was_set_back_makes_the_time_no_shorter(registrar: Registrar) -> None:
    registrar.removes(registrar.lead, "--announce", "A letter")
    registrar.take()
    registrar.now_ms += 1_000 * HOUR_MS
    assert registrar.removes(registrar.lead, *registrar.city_log()) == 2
    registrar.now_ms -= 1_000 * HOUR_MS
    assert registrar.removes(registrar.lead, *registrar.city_log()) == 2
    registrar.now_ms += 71 * HOUR_MS
    assert registrar.removes(registrar.lead, *registrar.city_log()) == 2
    registrar.now_ms += HOUR_MS
    assert registrar.removes(registrar.lead, *registrar.city_log()) == 0


def test_what_was_seen_is_kept_where_the_file_was_damaged(registrar: Registrar) -> None:
    registrar.removes(registrar.lead, "--announce", "A letter")
    registrar.take()
    (registrar.folder / "waiting.json").write_text("[]")
    assert registrar.removes(registrar.lead, *registrar.city_log()) == 2
    registrar.now_ms += 72 * HOUR_MS
    assert registrar.removes(registrar.lead, *registrar.city_log()) == 0
