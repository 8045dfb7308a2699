"""Files beside citations, on real profiles: whole or not at all, sealed on the disk, undone, seen by colleagues."""

import errno
import os

import pytest

from desktop_app import durable
from desktop_app.errors import AppError, describe
from desktop_app.operations import attachments
from desktop_app.operations.citations import amend, cite
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.undoing import undo
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import attachments as marks
from desktop_app.storage import citation_query, file_shelf
from desktop_app.storage.engine import transaction
from roadmap_core.assessment.citations import Citation
from roadmap_core.keys.sealed_file import LARGEST_FILE_BYTES, PIECE_BYTES
from tests.fakes.attachable import BAD, PDF
from tests.unit.desktop.profiles import Computer, open_computer

RULE = Citation(bytes(range(16)), "Rule 7", date="2026-05-31")


@pytest.fixture
def rule(tmp_path):
    file = tmp_path / "Rule 7.pdf"
    file.write_bytes(PDF)
    return file


def standing(computer):
    (source,) = citation_query.register(computer.workspace.store).sources
    return source.citation


def attached(computer, file):
    cite(computer.workspace, ["ICT-01", "ICT-02"], RULE)
    attachments.attach(computer.workspace, RULE, file)
    return standing(computer)


def on_disk(computer):
    return sorted(path.name for path in computer.workspace.profile.rglob("files/*"))


def test_a_file_is_attached_wherever_its_citation_stands_and_comes_back_as_it_was(sato, rule, tmp_path):
    cite(sato.workspace, ["ICT-01", "ICT-02"], RULE)
    changes = attachments.attach(sato.workspace, RULE, rule)
    assert (changes.questions, changes.outbox) == ({"ICT-01", "ICT-02"}, True)
    rule.unlink()
    sato.workspace.close()
    (found,) = attachments.every(sato.workspace)
    file = found.named.file
    assert (found.named.title, found.named.questions) == ("Rule 7", ("ICT-01", "ICT-02"))
    assert (file.label, file.media_type, file.size) == ("Rule 7.pdf", "application/pdf", 4 * PIECE_BYTES)
    assert (found.is_here, found.is_waiting, found.left_bytes) == (True, True, file.size)
    attachments.save_copy(sato.workspace, standing(sato), tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == PDF
    attachments.ask_for(sato.workspace, standing(sato))


def test_nobody_reads_name_or_content_in_the_profile_folder(sato, rule):
    attached(sato, rule)
    seal_drafts(sato.workspace)
    for path in sato.workspace.profile.rglob("*"):
        assert "Rule" not in path.name
        if path.is_file():
            assert not any(word in path.read_bytes() for word in (b"Rule 7", b"%PDF", b"trailer"))
    (name,) = on_disk(sato)
    assert name == standing(sato).file.address.hex()
    if os.name == "posix":
        assert (sato.workspace.profile / "files" / name).stat().st_mode & 0o077 == 0


def test_what_is_said_of_a_document_is_changed_without_losing_its_file(sato, rule):
    found = attached(sato, rule)
    amend(sato.workspace, found, Citation(found.key, "Rule 7, revised", file=found.file))
    assert (standing(sato).title, standing(sato).file) == ("Rule 7, revised", found.file)


def test_a_file_is_taken_off_and_that_is_undone(sato, rule, tmp_path):
    found = attached(sato, rule)
    assert attachments.detach(sato.workspace, found).questions == {"ICT-01", "ICT-02"}
    assert (standing(sato), attachments.every(sato.workspace)) == (RULE, ())
    undo(sato.workspace)
    assert standing(sato) == found
    attachments.save_copy(sato.workspace, found, tmp_path / "copy.pdf")
    with pytest.raises(AppError, match="E-ATTACH-NONE"):
        attachments.detach(sato.workspace, RULE)


def test_a_colleague_sees_it_and_asks_for_it_and_has_not_got_it_yet(sato, tanaka, members, rule, tmp_path):
    found = attached(sato, rule)
    tanaka.take(sato.entries())
    assert standing(tanaka) == found
    (seen,) = attachments.every(tanaka.workspace)
    assert (seen.is_here, seen.here_bytes, seen.is_waiting, seen.named.is_sealed) == (False, 0, False, True)
    assert attachments.waiting(tanaka.workspace) == ()
    attachments.ask_for(tanaka.workspace, found)
    assert attachments.every(tanaka.workspace)[0].named.state.is_wanted
    with pytest.raises(AppError, match="E-ATTACH-AWAY"):
        attachments.save_copy(tanaka.workspace, found, tmp_path / "copy.pdf")


def test_what_waits_is_counted_and_can_be_held_back(sato, rule):
    file = attached(sato, rule).file
    attachments.hold_back(sato.workspace, file, is_held=True)
    (held,) = attachments.waiting(sato.workspace)
    assert held.named.state.is_held
    attachments.hold_back(sato.workspace, file, is_held=False)
    with transaction(sato.workspace.engine) as connection:
        marks.note_sent(connection, file.address, PIECE_BYTES, is_sent=False)
    (half,) = attachments.waiting(sato.workspace)
    assert (half.named.state.is_held, half.left_bytes) == (False, 3 * PIECE_BYTES)
    with transaction(sato.workspace.engine) as connection:
        marks.note_sent(connection, file.address, file.size, is_sent=True)
    assert attachments.waiting(sato.workspace) == ()
    with transaction(sato.workspace.engine) as connection:
        marks.forget_sent(connection)
    assert [one.left_bytes for one in attachments.waiting(sato.workspace)] == [file.size]


@pytest.mark.parametrize("which", ["a program as .pdf", "HTML", "a macro document"])
def test_row_107_what_may_not_be_attached_is_refused_in_words_and_stays_where_it_was(sato, tmp_path, which):
    name, content = BAD[which]
    (tmp_path / name).write_bytes(content)
    cite(sato.workspace, ["ICT-01"], RULE)
    with pytest.raises(AppError) as refused:
        attachments.attach(sato.workspace, RULE, tmp_path / name)
    assert (refused.value.code, standing(sato), on_disk(sato)) == ("E-ATTACH-TYPE", RULE, [])
    assert "?" not in describe(refused.value.code, refused.value.holes).what_happened
    assert (tmp_path / name).read_bytes() == content


def test_row_107_a_file_beyond_the_limit_is_refused_and_one_at_it_is_taken(sato, tmp_path):
    large = tmp_path / "large.pdf"
    large.write_bytes(PDF + bytes(LARGEST_FILE_BYTES - len(PDF) - 6) + b"%%EOF\n")
    cite(sato.workspace, ["ICT-01"], RULE)
    attachments.attach(sato.workspace, RULE, large)
    with large.open("ab") as file:
        file.write(b"\n")
    with pytest.raises(AppError) as refused:
        attachments.attach(sato.workspace, standing(sato), large)
    assert (refused.value.code, refused.value.holes["largest"]) == ("E-ATTACH-SIZE", LARGEST_FILE_BYTES)


@pytest.mark.parametrize("what", ["missing.pdf", "."])
def test_row_109_what_is_no_file_is_told(sato, tmp_path, what):
    cite(sato.workspace, ["ICT-01"], RULE)
    with pytest.raises(AppError, match="E-FILE"):
        attachments.attach(sato.workspace, RULE, tmp_path / what)


def test_row_109_a_file_that_changes_while_it_is_read_is_refused(sato, rule, monkeypatch):
    cite(sato.workspace, ["ICT-01"], RULE)
    looked, fstat = [], os.fstat

    def looks(handle):
        looked.append(handle)
        if len(looked) == 2:
            os.utime(rule, ns=(1, 1))
        return fstat(handle)

    monkeypatch.setattr("desktop_app.operations.attachments.os.fstat", looks)
    with pytest.raises(AppError, match="E-ATTACH-CHANGED"):
        attachments.attach(sato.workspace, RULE, rule)
    assert (standing(sato), on_disk(sato)) == (RULE, [])


def test_a_full_disk_attaches_nothing(sato, rule, monkeypatch):
    cite(sato.workspace, ["ICT-01"], RULE)

    def full(*_arguments):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr("desktop_app.durable.put_in_place", full)
    with pytest.raises(OSError, match="no room"):
        attachments.attach(sato.workspace, RULE, rule)
    assert (standing(sato), on_disk(sato)) == (RULE, [])


def test_a_file_that_the_disk_changed_is_not_saved_and_comes_again(sato, rule, tmp_path):
    found = attached(sato, rule)
    (path,) = sato.workspace.profile.rglob("files/*")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(AppError, match="E-ATTACH-AWAY"):
        attachments.save_copy(sato.workspace, found, tmp_path / "copy.pdf")
    attachments.ask_for(sato.workspace, found)


def test_a_copy_replaces_nothing_and_a_citation_without_a_file_saves_nothing(sato, rule):
    found = attached(sato, rule)
    rule.write_bytes(b"mine")
    with pytest.raises(AppError, match="E-EXPORT"):
        attachments.save_copy(sato.workspace, found, rule)
    assert rule.read_bytes() == b"mine"
    with pytest.raises(AppError, match="E-ATTACH-NONE"):
        attachments.save_copy(sato.workspace, RULE, rule)


def test_a_secret_of_another_file_opens_nothing(sato, rule, tmp_path):
    found = attached(sato, rule)
    forged = Citation(found.key, "x", file=type(found.file)(found.file.address, found.file.size, bytes(32), "", ""))
    with pytest.raises(AppError, match="E-ATTACH-WRONG"):
        attachments.save_copy(sato.workspace, forged, tmp_path / "copy.pdf")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a program to kill is forked from this one")
def test_row_40_killed_at_any_step_the_citation_names_a_file_that_is_whole_or_none(tmp_path):
    """The child dies before its n-th call to the disk; n grows until it gets through."""
    rule = tmp_path / "rule.pdf"
    rule.write_bytes(PDF)
    outcomes = []
    for step in range(40):
        profile = tmp_path / f"profile{step}"
        pid = os.fork()
        if pid == 0:
            _attach_until(profile, rule, step)
        _, status = os.waitpid(pid, 0)
        computer = Computer(open_workspace(profile))
        found = standing(computer)
        outcomes.append(found.file is not None)
        if found.file is not None:
            attachments.save_copy(computer.workspace, found, tmp_path / f"copy{step}.pdf")
            assert (tmp_path / f"copy{step}.pdf").read_bytes() == PDF
        else:
            attached(computer, rule)
            assert not [name for name in on_disk(computer) if name.endswith(".not-finished")]
        computer.workspace.close()
        if os.waitstatus_to_exitcode(status) == 0:
            break
    else:
        raise AssertionError("it never got through")
    assert outcomes[0] is False
    assert outcomes[-1] is True
    assert len(outcomes) > 5


def _attach_until(profile, rule, step):
    computer = open_computer(profile, "M. Sato", seed=1)
    cite(computer.workspace, ["ICT-01"], RULE)
    left = [step]

    def dying(call):
        def instead(*arguments, **names):
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)
            return call(*arguments, **names)

        return instead

    for name in ("open", "fsync", "unlink", "replace", "mkdir"):
        setattr(os, name, dying(getattr(os, name)))
    durable.sync_file = dying(durable.sync_file)
    file_shelf.write_whole = dying(file_shelf.write_whole)
    attachments.amend = dying(attachments.amend)
    try:
        attachments.attach(computer.workspace, RULE, rule)
    finally:
        os._exit(0)
