"""Entries as a file: written, and judged entry by entry (faults.md, rows 1, 5, 6, 7, 17, 26, 27, 28)."""

import pytest

from desktop_app.durable import UNFINISHED
from desktop_app.errors import AppError
from desktop_app.operations.answers import give_answer
from desktop_app.operations.entries_file import export_entries, verify_entries
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.verification import verify
from roadmap_core import cbor
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.entry import read_entry
from roadmap_core.entries.envelope import ENTRY, close
from roadmap_core.entries.identifiers import EntryHash, Register
from roadmap_core.entries.operations import OpCode, Write
from roadmap_core.entries.sealing import Claims, LogTip, seal
from roadmap_core.entries.statements import Enrol, Revoke, Role
from roadmap_core.exchange.stream import to_sequence
from roadmap_core.refusals import Code

ALLIANCE = "gsca-roadmap"


def told(entries, alliance=ALLIANCE):
    data = to_sequence(getattr(entry, "data", entry) for entry in entries)
    return [verdict.code or verdict.remark for verdict in verify(data, alliance).verdicts]


@pytest.fixture
def four(sato):
    """The genesis and three answers, each an entry."""
    for option in (1, 2, 3):
        give_answer(sato.workspace, "ICT-01", Choice(option), sato.view("ICT-01").seen)
        seal_drafts(sato.workspace)
    return sato.entries()


def test_an_exported_file_verifies_without_a_profile(sato, tmp_path, four):
    assert export_entries(sato.workspace, tmp_path / "kaga.cborseq") == 4
    found = verify_entries(tmp_path / "kaga.cborseq", ALLIANCE)
    assert [(v.code, v.remark) for v in found.verdicts] == [(None, "")] * 4
    assert [v.seq for v in found.verdicts] == [0, 1, 2, 3]
    assert found.bad == ()
    assert list(tmp_path.glob("*" + UNFINISHED)) == []


def test_row_1_every_flipped_bit_is_pinned_to_its_entry_and_offset(four):
    data = to_sequence(entry.data for entry in four)
    start = len(to_sequence(entry.data for entry in four[:2]))
    end = len(to_sequence(entry.data for entry in four[:3]))
    for bit in range((start + 3) * 8, end * 8, 7):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        found = verify(bytes(flipped), ALLIANCE)
        told = [verdict.offset for verdict in found.bad + found.unproven]
        assert told == [start], f"bit {bit}"
        in_log_or_version = bit // 8 in range(start + 11, start + 22)
        assert not found.unproven or in_log_or_version, f"bit {bit}"


def test_a_file_that_was_cut_gives_its_whole_entries_and_the_place_of_the_cut(four):
    data = to_sequence(entry.data for entry in four)
    last = len(to_sequence(entry.data for entry in four[:3]))
    found = verify(data[:-1], ALLIANCE)
    assert [verdict.code for verdict in found.verdicts] == [None, None, None, Code.DECODE]
    assert found.bad[0].offset == last
    assert [verdict.code for verdict in verify(b"a text file\n", ALLIANCE).verdicts] == [Code.DECODE]
    assert verify(b"", ALLIANCE).verdicts == ()


def test_row_5_a_file_of_another_alliance_is_refused(four):
    assert told(four, "staging") == [Code.ALLIANCE, "no-genesis", "no-genesis", "no-genesis"]


def test_row_6_an_entry_signed_by_another_computers_key_is_told_from_a_broken_one(four, tanaka):
    seal_drafts(tanaka.workspace)
    theirs = tanaka.entries()
    payload = cbor.encode([1, four[0].log, 1, four[0].hash, 0, 0, 0, [], None, [[99]], None])
    forged = close(payload, ENTRY, tanaka.workspace.keys.signer())
    assert told([four[0], theirs[0], forged])[-1] is Code.LOG_KEY
    assert told([four[0], forged])[-1] is Code.SIG


def test_row_7_an_entry_without_its_genesis_is_neither_good_nor_bad(four):
    assert told(four[1:]) == ["no-genesis"] * 3


def test_row_17_unknown_operations_and_newer_entries_are_told_and_not_refused(sato, four):
    signer = sato.workspace.keys.signer()
    place = [four[0].log, 4, four[-1].hash, 0, 0, 0, [], None]
    unknown = close(cbor.encode([1, *place, [[99, "later"]], None]), ENTRY, signer)
    newer = close(cbor.encode([2, *place, [], None]), ENTRY, signer)
    malformed = close(cbor.encode([1, *place, [[1, 1, [1], [1], []]], None]), ENTRY, signer)
    assert told([*four, unknown, newer, malformed])[4:] == ["pending", "newer", Code.SCHEMA]


def test_row_26_two_entries_in_one_place_are_a_fork_and_both_count(sato, four):
    write = Write(OpCode.SET, Register(1, 18, 1), b"\x00", ())
    tip = LogTip(four[0].log, 1, four[1].hash)
    (branch,) = seal(tip, [write], {}, Claims(0, 0, 1), sato.workspace.keys.signer())
    assert told([*four, branch]) == ["", "", "", "", "fork"]
    assert told([*four, four[2]])[-1] == "known"


def test_row_27_a_gap_is_told_until_the_missing_entry_is_there(four):
    assert told([four[0], four[1], four[3]]) == ["", "", "gap"]
    assert told([four[0], four[3], four[2], four[1]]) == ["", "", "", ""]


def test_row_28_an_entry_that_continues_another_log_breaks_the_chain(sato, four, tanaka):
    seal_drafts(tanaka.workspace)
    theirs = tanaka.entries()
    write = Write(OpCode.SET, Register(1, 18, 1), b"\x00", ())
    tip = LogTip(four[0].log, 3, theirs[-1].hash)
    (crossed,) = seal(tip, [write], {}, Claims(0, 0, 1), sato.workspace.keys.signer())
    assert told([*four, *theirs, crossed])[-1] is Code.CHAIN
    tip = LogTip(four[0].log, 3, EntryHash(bytes([7]) * 32))
    (hanging,) = seal(tip, [write], {}, Claims(0, 0, 1), sato.workspace.keys.signer())
    assert told([*four, hanging])[-1] == "gap"


def judged(entries, registrar):
    found = verify(to_sequence(entry.data for entry in entries), ALLIANCE, registrar.document)
    assert found.is_membership_judged
    return [verdict.code or verdict.remark for verdict in found.verdicts]


def test_without_an_alliance_document_membership_is_said_to_be_not_judged(four):
    assert not verify(to_sequence(entry.data for entry in four), ALLIANCE).is_membership_judged


def test_with_an_alliance_document_entries_are_pending_until_their_admission_is_in_the_file(sato, four, registrar):
    assert judged(four, registrar) == ["pending"] * 4
    acts = registrar.admit(sato)
    assert judged([*four, *acts], registrar) == [""] * 6
    assert judged([*acts, *four], registrar) == [""] * 6


def test_what_lies_beyond_a_cut_off_is_told_as_held_back_with_its_code(sato, four, registrar):
    registrar.admit(sato)
    acts = registrar.say(Revoke(four[0].log, four[1].hash))
    found = verify(to_sequence(entry.data for entry in [*four, *acts]), ALLIANCE, registrar.document)
    assert [(v.remark, v.detail) for v in found.verdicts[:4]] == [("", "")] * 2 + [("held-back", "E-REVOKED")] * 2
    assert found.bad == ()


def test_row_20_a_statement_that_nobody_follows_is_told_with_its_code(sato, tanaka, four, registrar):
    registrar.admit(sato)
    acts = registrar.admit(tanaka, Role.EDITOR)
    begun = tanaka.entries()
    tip = LogTip(begun[-1].log, begun[-1].seq, begun[-1].hash)
    said = [Enrol(four[0].hash, Role.VIEWER, "", None)]
    (enrolling,) = seal(tip, said, {}, Claims(1_760_000_000_000, 99, 1), tanaka.workspace.keys.signer())
    entries = [*acts, *four, *begun, enrolling]
    found = verify(to_sequence(entry.data for entry in entries), ALLIANCE, registrar.document)
    assert (found.verdicts[-1].remark, found.verdicts[-1].detail) == ("not-followed", "E-SCOPE")
    assert {verdict.remark for verdict in found.verdicts[:-1]} == {""}
    assert found.bad == ()


def test_a_trust_file_says_whose_entries_count(sato, four, registrar, tmp_path):
    acts = registrar.admit(sato)
    (tmp_path / "kaga.cborseq").write_bytes(to_sequence(entry.data for entry in [*four, *acts]))
    trust_file = tmp_path / "alliance.cborseq"
    trust_file.write_bytes(to_sequence(registrar.documents))
    found = verify_entries(tmp_path / "kaga.cborseq", documents=trust_file)
    assert found.is_membership_judged
    assert [verdict.remark for verdict in found.verdicts] == [""] * 6
    for alliance, data, code in (("staging", None, "E-ALLIANCE"), ("", b"\x80", "E-ALLIANCE-DOC")):
        if data is not None:
            trust_file.write_bytes(data)
        with pytest.raises(AppError) as refused:
            verify_entries(tmp_path / "kaga.cborseq", alliance, trust_file)
        assert refused.value.code == code


def test_a_file_that_cannot_be_written_or_read_is_a_sentence(sato, tmp_path):
    with pytest.raises(AppError) as refused:
        export_entries(sato.workspace, tmp_path / "no such folder" / "x.cborseq")
    assert refused.value.code == "E-EXPORT"
    with pytest.raises(AppError) as refused:
        verify_entries(tmp_path / "missing.cborseq", ALLIANCE)
    assert refused.value.code == "E-FILE"


def test_entries_of_the_file_are_those_of_the_profile(sato, four, tmp_path):
    export_entries(sato.workspace, tmp_path / "kaga.cborseq")
    key = sato.workspace.keys.signer().public_key
    assert read_entry(four[1].data, key) == four[1]
    assert (tmp_path / "kaga.cborseq").read_bytes() == to_sequence(entry.data for entry in four)
