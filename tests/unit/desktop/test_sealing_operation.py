"""Drafts become signed entries."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from desktop_app.errors import AppError
from desktop_app.identity.opening import UNPROTECTED, open_keys
from desktop_app.operations import sealing
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.changes import Changes
from desktop_app.operations.contested import settle
from desktop_app.operations.plans import add_plan_action
from desktop_app.operations.sealing import ensure_device, seal_drafts, seal_for_sending
from desktop_app.storage import queries
from roadmap_core import cbor, limits
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.operations import OpCode, Write


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


def test_more_than_an_entry_holds_becomes_several_in_one_chain(sato, members):
    before, waiting = sato.entries(), queries.status(sato.workspace.store).waiting_changes
    for question in sato.workspace.instrument.questions[:40]:
        write_note(sato.workspace, question.id, question.id + "\u52a0" * 3990, ())
    log, before = sato.genesis.log, {entry.hash for entry in before}
    entries = [entry for entry in sato.entries() if entry.log == log]
    assert len([entry for entry in entries if entry.hash not in before]) > 1
    assert [entry.seq for entry in entries] == list(range(len(entries)))
    assert all(len(entry.data) <= limits.ENTRY_BYTES for entry in entries)
    assert all(before.hash == after.prev for before, after in pairwise(entries))
    assert queries.status(sato.workspace.store).waiting_changes == waiting + 40


def test_an_entry_names_what_came_in_before_it_once(sato, tanaka):
    give_answer(tanaka.workspace, "ICT-02", Choice(1), ())
    theirs = tanaka.entries()
    sato.take(theirs)
    give_answer(sato.workspace, "ICT-01", Choice(3), ())
    give_answer(sato.workspace, "ICT-02", Choice(2), sato.view("ICT-02").seen)
    mine = [entry for entry in sato.entries() if entry.log != theirs[0].log]
    assert [(ref.log, ref.seq) for ref in mine[-1].refs] == [(theirs[0].log, theirs[-1].seq)]
    give_answer(sato.workspace, "ICT-03", Choice(1), ())
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


def test_what_only_the_city_may_read_stays_a_draft_until_its_key_comes(sato, tanaka, registrar):
    write_note(sato.workspace, "ICT-01", "only for us", ())
    add_plan_action(sato.workspace, "ICT", "Put it before the council")
    give_answer(sato.workspace, "ICT-01", Choice(3), ())
    assert not any(entry.body for entry in sato.entries())
    assert [row[3] for row in sato.tables("register")["register"] if row[1] and row[2] == Facet.PLANNED] != []
    assert sealing.waits_for_key(sato.workspace)
    assert queries.status(sato.workspace.store).waiting_changes == 3

    sato.trust(registrar)
    sato.take([sato.genesis, *registrar.admit(sato)])
    entries = sato.entries()
    assert not sealing.waits_for_key(sato.workspace)
    assert all(b"only for us" not in entry.data and b"council" not in entry.data for entry in entries)
    assert sato.view("ICT-01").note == "only for us"
    assert queries.policy(sato.workspace.store, "ICT").plan[0].text == "Put it before the council"
    assert queries.status(sato.workspace.store).waiting_changes == 4  # with the admission itself


def test_why_an_answer_was_settled_is_sealed_and_the_choice_is_not(sato, tanaka, members):
    for computer, option in ((sato, 4), (tanaka, 2)):
        give_answer(computer.workspace, "ICT-01", Choice(option), ())
    sato.take(tanaka.entries())
    settle(sato.workspace, "ICT-01", Choice(4), sato.view("ICT-01").seen, "The council voted.")
    *_, last = sato.entries()
    (write,) = last.operations
    assert (write.code, write.reason) == (OpCode.SETTLE, None)
    tanaka.take(sato.entries())
    rows = tanaka.tables("operation")["operation"]
    assert cbor.encode([int(Facet.ANSWER), "The council voted."]) in [row[6] for row in rows]
