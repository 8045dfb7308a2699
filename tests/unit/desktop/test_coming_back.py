"""A removed computer comes back with a new key: what it wrote is kept, and written again where it never counted."""

import random
from contextlib import suppress
from dataclasses import replace

import pytest

from desktop_app import paths
from desktop_app.errors import AppError, explain
from desktop_app.identity.opening import Unlock, vault_of
from desktop_app.identity.unlocking import Given
from desktop_app.identity.vault_format import FLOOR, Mode
from desktop_app.operations import members, protection
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.coming_back import come_back
from desktop_app.operations.plans import add_plan_action, remove_plan_action
from desktop_app.operations.profile_keys import keys_of
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import city_log, queries
from desktop_app.storage.engine import transaction
from desktop_app.storage.views import ComputerState
from roadmap_core.assessment.answers import Choice
from tests.unit.desktop.profiles import Computer

pytestmark = pytest.mark.usefixtures("members", "quick_passphrases")
TYPED = Given("a harbour of quiet lamps", cost=FLOOR)


def answer(computer, option, question="ICT-01"):
    give_answer(computer.workspace, question, Choice(option), computer.view(question).seen)
    seal_drafts(computer.workspace)


def choices(computer, question="ICT-01"):
    return {alternative.answer.option for alternative in computer.view(question).alternatives}


def plan(computer):
    return [action.text for action in queries.policy(computer.workspace.store, "ICT").plan]


def meet(first, second):
    for _ in range(2):
        first.take(second.entries())
        second.take(first.entries())


def own_of(computer):
    return next(one for one in members.people(computer.workspace) if one.is_this_computer)


@pytest.fixture
def removed(sato, tanaka):
    """Something of Tanaka counts; then the computer is removed, and what it wrote since that doesn't."""
    answer(tanaka, 1)
    add_plan_action(tanaka.workspace, "ICT", "Ask the council")
    meet(sato, tanaka)
    members.revoke(sato.workspace, tanaka.genesis.log)
    answer(tanaka, 2, "ICT-02")
    answer(tanaka, 3)
    write_note(tanaka.workspace, "ICT-01", "seen on site", tanaka.view("ICT-01").note_seen)
    seal_drafts(tanaka.workspace)
    add_plan_action(tanaka.workspace, "ICT", "Write the tender")
    add_plan_action(tanaka.workspace, "ICT", "Never mind")
    seal_drafts(tanaka.workspace)
    for text in ("Ask the council", "Never mind"):
        gone = next(one for one in queries.policy(tanaka.workspace.store, "ICT").plan if one.text == text)
        remove_plan_action(tanaka.workspace, "ICT", gone)
    seal_drafts(tanaka.workspace)
    tanaka.take(sato.entries())
    assert choices(tanaka) == {1}
    assert plan(tanaka) == ["Ask the council"]
    return tanaka


def admit(sato, tanaka):
    meet(sato, tanaka)
    members.admit(sato.workspace, members.computer_code(tanaka.workspace))
    meet(sato, tanaka)


def test_what_never_counted_is_there_again_at_once_and_counts_for_all_once_the_new_key_is_admitted(sato, removed):
    before = own_of(removed)
    come_back(removed.workspace)
    assert choices(removed) == {3}
    assert choices(removed, "ICT-02") == {2}
    assert removed.view("ICT-01").note == "seen on site"
    assert plan(removed) == ["Write the tender"]
    assert own_of(removed).state is ComputerState.PENDING
    admit(sato, removed)
    for computer in (sato, removed):
        assert choices(computer) == {3}
        assert choices(computer, "ICT-02") == {2}
        assert computer.view("ICT-01").note == "seen on site"
        assert plan(computer) == ["Write the tender"]
        assert queries.status(computer.workspace.store).contested == 0
    assert sato.tables("register", "operation") == removed.tables("register", "operation")
    both = {one.log: one.state for one in members.people(sato.workspace) if one.name == "Works office"}
    assert both == {before.log: ComputerState.REVOKED, own_of(removed).log: ComputerState.ADMITTED}


def test_if_the_lead_lets_the_old_ones_count_as_well_nothing_is_doubled_or_contested(sato, removed):
    come_back(removed.workspace)
    admit(sato, removed)
    old = next(one for one in members.people(sato.workspace) if one.state is ComputerState.REVOKED)
    members.endorse(sato.workspace, [old.last_entry], with_earlier=True)
    meet(sato, removed)
    for computer in (sato, removed):
        assert choices(computer) == {3}
        assert plan(computer) == ["Write the tender"]
        assert queries.status(computer.workspace.store).contested == 0


def test_it_is_written_again_once_and_what_was_written_since_stays(sato, removed):
    come_back(removed.workspace)
    answer(removed, 4)
    admit(sato, removed)
    count = len(removed.entries())
    seal_drafts(removed.workspace)
    assert (len(removed.entries()), choices(sato)) == (count, {4})


def test_a_colleagues_answer_of_meanwhile_stands_beside_it_until_a_person_chooses(sato, removed):
    answer(sato, 4)
    come_back(removed.workspace)
    admit(sato, removed)
    assert choices(sato) == choices(removed) == {3, 4}


def test_the_old_key_is_gone_and_nothing_can_be_signed_with_it(sato, removed):
    before = removed.workspace.keys.signer().public_key
    secret = removed.workspace.keys.secret()
    come_back(removed.workspace)
    assert removed.workspace.keys.signer().public_key != before
    assert removed.workspace.keys.secret() != secret
    for kept in removed.workspace.profile.glob("*vault*"):
        assert secret not in kept.read_bytes()
    secrets, _ = vault_of(removed.workspace.profile).open(Given())
    assert secrets.seed[32:] == removed.workspace.keys.secret()


def test_only_a_computer_that_was_removed_gets_a_new_key(sato, tanaka):
    before = tanaka.workspace.keys.signer().public_key
    for computer in (sato, tanaka):
        with pytest.raises(AppError, match="E-NOT-REMOVED"):
            come_back(computer.workspace)
    assert tanaka.workspace.keys.signer().public_key == before


def test_a_protected_profile_stays_protected_and_a_wrong_passphrase_changes_nothing(sato, removed):
    protection.protect(removed.workspace.profile, Mode.PASSPHRASE, Given(), TYPED)
    for wrong in (Given(), Given("a harbour of loud lamps")):
        with pytest.raises(AppError, match="E-PASSPHRASE"):
            come_back(removed.workspace, wrong)
    assert own_of(removed).state is ComputerState.REVOKED
    come_back(removed.workspace, TYPED)
    assert protection.mode_of(removed.workspace.profile) is Mode.PASSPHRASE
    assert own_of(removed).state is ComputerState.PENDING


def test_after_a_power_cut_between_key_and_log_the_next_writing_goes_on(sato, removed, monkeypatch):
    workspace = removed.workspace
    monkeypatch.setattr("desktop_app.storage.own_log.begin_renewed", lambda *_: (_ for _ in ()).throw(KeyError))
    with suppress(KeyError):
        come_back(workspace)
    monkeypatch.undo()
    workspace.close()
    again = Computer(replace(open_workspace(workspace.profile, workspace.clock), random=random.Random(5).randbytes))
    assert own_of(again).state is ComputerState.REVOKED
    answer(again, 2, "ICT-03")
    assert own_of(again).state is ComputerState.PENDING
    admit(sato, again)
    assert (choices(sato), choices(sato, "ICT-03"), plan(sato)) == ({3}, {2}, ["Write the tender"])
    again.workspace.close()


def test_who_only_heard_from_the_server_comes_back_and_what_turns_out_not_to_count_is_written_again(sato, tanaka):
    members.revoke(sato.workspace, tanaka.genesis.log)
    answer(tanaka, 3)
    with transaction(tanaka.workspace.engine) as connection:
        city_log.save(connection, problem="E-REMOVED")
    come_back(tanaka.workspace)
    assert choices(tanaka) == {3}
    admit(sato, tanaka)
    meet(sato, tanaka)
    assert choices(sato) == choices(tanaka) == {3}


def test_a_sheet_from_before_the_new_key_says_so_and_changes_nothing_and_the_next_one_opens(sato, removed):
    workspace = removed.workspace
    before = protection.recovery_sheet(workspace.profile, Given())
    come_back(workspace)
    admit(sato, removed)
    after = protection.recovery_sheet(workspace.profile, Given())
    workspace.close()
    kept = {path.name: path.read_bytes() for path in workspace.profile.iterdir() if path.is_file()}
    with pytest.raises(AppError) as refused:
        protection.open_with_sheet(workspace.profile, before, Mode.PASSPHRASE, TYPED)
    assert (refused.value.code, refused.value.holes["reason"]) == ("E-SHEET", "OLD")
    assert "former one" in explain(refused.value).what_happened
    assert {path.name: path.read_bytes() for path in workspace.profile.iterdir() if path.is_file()} == kept
    protection.open_with_sheet(workspace.profile, after, Mode.PASSPHRASE, TYPED)
    again = Computer(open_workspace(workspace.profile, workspace.clock, keys=keys_of(workspace.profile, Unlock(TYPED))))
    answer(again, 2, "ICT-03")
    admitted = own_of(again)
    again.workspace.close()
    assert admitted.state is ComputerState.ADMITTED


def test_a_sheet_opens_as_long_as_the_computer_writes_with_its_key_and_in_an_older_database_too(removed):
    workspace = removed.workspace
    before = protection.recovery_sheet(workspace.profile, Given())
    workspace.close()
    kept = paths.database_file(workspace.profile).read_bytes()
    protection.open_with_sheet(workspace.profile, before, Mode.OPEN, Given())
    again = Computer(open_workspace(workspace.profile, workspace.clock))
    come_back(again.workspace)
    after = protection.recovery_sheet(workspace.profile, Given())
    again.workspace.close()
    paths.database_file(workspace.profile).write_bytes(kept)
    protection.open_with_sheet(workspace.profile, after, Mode.OPEN, Given())
    paths.database_file(workspace.profile).write_bytes(b"damaged")
    protection.open_with_sheet(workspace.profile, before, Mode.OPEN, Given())
