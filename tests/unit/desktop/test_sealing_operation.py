"""Drafts become signed entries."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from desktop_app.errors import AppError
from desktop_app.identity.opening import UNPROTECTED, open_keys
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.changes import Changes
from desktop_app.operations.sealing import ensure_device, seal_drafts, seal_for_sending
from desktop_app.storage import queries
from roadmap_core import limits
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.operations import Write


def test_a_log_begins_with_the_first_sealing_and_not_before(sato):
    give_answer(sato.workspace, "ICT-01", Choice(3), ())
    assert sato.tables("entry", "device") == {"entry": [], "device": []}
    first, second = sato.entries()
    assert first.genesis.city == "kaga-jp"
    assert (second.log, second.seq, second.prev) == (first.log, 1, first.hash)
    assert seal_drafts(sato.workspace).outbox is False
    assert len(sato.entries()) == 2


def test_a_draft_names_what_its_form_showed(sato):
    give_answer(sato.workspace, "ICT-01", Choice(3), ())
    seal_drafts(sato.workspace)
    seen = sato.view("ICT-01").seen
    give_answer(sato.workspace, "ICT-01", Choice(4), seen)
    give_answer(sato.workspace, "ICT-01", Choice(5), sato.view("ICT-01").seen)
    *_, last = sato.entries()
    (write,) = [operation for operation in last.operations if isinstance(operation, Write)]
    assert write.predecessors == seen
    assert len(sato.view("ICT-01").alternatives) == 1


def test_more_than_an_entry_holds_becomes_several_in_one_chain(sato):
    for question in sato.workspace.instrument.questions[:40]:
        write_note(sato.workspace, question.id, question.id + "\u52a0" * 3990, ())
    entries = sato.entries()
    assert len(entries) > 3
    assert [entry.seq for entry in entries] == list(range(len(entries)))
    assert all(len(entry.data) <= limits.ENTRY_BYTES for entry in entries)
    assert all(before.hash == after.prev for before, after in pairwise(entries))
    assert queries.status(sato.workspace.store).waiting_changes == 40


def test_an_entry_names_what_came_in_before_it_once(sato, tanaka):
    give_answer(tanaka.workspace, "ICT-02", Choice(1), ())
    theirs = tanaka.entries()
    sato.take(theirs)
    give_answer(sato.workspace, "ICT-01", Choice(3), ())
    give_answer(sato.workspace, "ICT-02", Choice(2), sato.view("ICT-02").seen)
    mine = [entry for entry in sato.entries() if entry.log != theirs[0].log]
    assert [(ref.log, ref.seq) for ref in mine[-1].refs] == [(theirs[0].log, theirs[-1].seq)]
    write_note(sato.workspace, "ICT-01", "later", ())
    *_, last = sato.entries()
    assert last.refs == ()
    assert last.lamport > mine[-1].lamport > theirs[-1].lamport


def test_a_key_that_was_replaced_is_noticed_and_nothing_is_signed(sato, tmp_path):
    give_answer(sato.workspace, "ICT-01", Choice(3), ())
    seal_drafts(sato.workspace)
    give_answer(sato.workspace, "ICT-02", Choice(1), ())
    other = replace(sato.workspace, keys=open_keys(tmp_path / "other", UNPROTECTED, random.Random(9).randbytes))
    with pytest.raises(AppError) as refused:
        seal_drafts(other)
    assert refused.value.code == "E-KEY"
    assert sato.view("ICT-02").answer == Choice(1)


def test_a_computer_is_asked_for_its_log_twice_and_has_one(sato):
    assert ensure_device(sato.workspace).genesis == ensure_device(sato.workspace).genesis
    assert len(sato.entries()) == 2


def test_a_computer_that_is_not_connected_keeps_its_drafts(sato):
    give_answer(sato.workspace, "ICT-01", Choice(1), ())
    assert seal_for_sending(sato.workspace) == Changes()
    assert not queries.sending(sato.workspace.store).waiting[0].is_sealed
