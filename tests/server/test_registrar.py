"""A registrar's acts: signed from files alone, and counted by everybody who holds the alliance document."""

import json
from pathlib import Path

import pytest

from roadmap_core.entries.entry import Entry, read_entry, read_genesis
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.statements import Role
from roadmap_core.exchange.stream import read_sequence, to_sequence
from roadmap_core.keys.codes import device_code
from roadmap_core.keys.ed25519 import SoftwareSigner
from roadmap_core.ledger.alliance import AllianceDocument, read_chain
from roadmap_core.merge.members import Membership
from sync_server.__main__ import main
from tests.vectors.computers import ALLIANCE, CITY, Computer

LOG_KEY = "58" + "66" * 31


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    assert act("init", "--folder", folder, "--log-key", LOG_KEY, "--alliance", ALLIANCE) == 0
    return folder


def act(*arguments: object) -> int:
    return main(["registrar", *map(str, arguments)])


def document(office: Path) -> AllianceDocument:
    root = SoftwareSigner((office / "root.key").read_bytes()).public_key
    held = read_chain(read_sequence((office / "alliance.cborseq").read_bytes()), root)
    assert isinstance(held, AllianceDocument)
    return held


def requests_of(office: Path, *computers: Computer) -> Path:
    path = office.parent / "requests.cborseq"
    path.write_bytes(to_sequence(computer.genesis.data for computer in computers))
    return path


def entries_of(path: Path) -> list[Entry]:
    first, *rest = read_sequence(path.read_bytes())
    genesis = read_genesis(first)
    assert isinstance(genesis, Entry)
    assert genesis.genesis is not None
    read = [read_entry(data, genesis.genesis.public_key) for data in rest]
    assert all(isinstance(entry, Entry) for entry in read)
    return [genesis, *(entry for entry in read if isinstance(entry, Entry))]


def membership(office: Path, *entries: Entry) -> Membership:
    places = {entry.hash: (LogId(entry.log), entry.prev) for entry in entries}
    members = Membership(CITY, document(office), places.get)
    members.take(entries)
    return members


def admit(office: Path, requests: Path, code: str, out: Path) -> int:
    return act("admit", CITY, "--folder", office, "--requests", requests, "--code", code, "--out", out)


def test_who_reads_out_the_right_code_becomes_the_citys_lead(office: Path, tmp_path: Path) -> None:
    lead, other = Computer("lead"), Computer("other")
    code = device_code(lead.genesis.hash).lower().replace("-", " ")
    assert admit(office, requests_of(office, lead, other), code, tmp_path / "acts.cborseq") == 0
    members = membership(office, lead.genesis, other.genesis, *entries_of(tmp_path / "acts.cborseq"))
    assert members.role(lead.genesis.log) == Role.LEAD
    assert members.role(other.genesis.log) is None


def test_row_32_after_five_wrong_codes_the_request_is_dead(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lead, out = Computer("lead"), tmp_path / "acts.cborseq"
    requests = requests_of(office, lead)
    for _ in range(5):
        assert admit(office, requests, "0000-0000-0000-0", out) == 2
        assert "E-DEVICE-CODE" in capsys.readouterr().err
    assert admit(office, requests, device_code(lead.genesis.hash), out) == 2
    assert "Ask for a new request" in capsys.readouterr().err
    assert not out.exists()


def test_what_was_signed_before_is_given_out_again_with_each_act(office: Path, tmp_path: Path) -> None:
    lead, out = Computer("lead"), tmp_path / "acts.cborseq"
    admit(office, requests_of(office, lead), device_code(lead.genesis.hash), out)
    first = entries_of(out)
    arguments = ["--log", lead.genesis.log.hex(), "--cut-off", lead.genesis.hash.hex(), "--at-once"]
    assert act("revoke", CITY, "--folder", office, *arguments, "--out", out) == 0
    assert [entry.hash for entry in entries_of(out)][: len(first)] == [entry.hash for entry in first]
    late = lead.seal()
    members = membership(office, lead.genesis, late, *entries_of(out))
    assert members.is_revoked(lead.genesis.log)
    assert not members.reads(lead.genesis.log)


def test_keys_that_are_there_are_never_replaced(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (office / "root.key").read_bytes()
    assert act("init", "--folder", office, "--log-key", LOG_KEY) == 2
    assert "E-FILE" in capsys.readouterr().err
    assert (office / "root.key").read_bytes() == before


def test_a_new_document_follows_the_old_one_and_names_another_registrar(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = SoftwareSigner(bytes(31) + b"\2").public_key
    capsys.readouterr()
    assert act("document", "--folder", office, "--add-registrar", second.hex(), "--json") == 0
    assert json.loads(capsys.readouterr().out)["version"] == 2
    assert document(office).registrars[second] is None
    assert act("document", "--folder", office, "--remove-registrar", second.hex()) == 0
    assert document(office).registrars[second] == frozenset()
    assert document(office).version == 3


def test_a_weak_log_key_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        act("init", "--folder", tmp_path, "--log-key", "00" * 32)
    assert "E-KEY-WEAK" in capsys.readouterr().err
