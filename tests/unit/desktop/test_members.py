"""Who may write, on a computer: shown before the admission to its owner alone, the same everywhere afterwards."""

import random

import pytest

from desktop_app.errors import AppError
from desktop_app.operations import members
from desktop_app.operations.answers import give_answer
from desktop_app.operations.sealing import seal_drafts, sign_in
from desktop_app.storage import queries
from desktop_app.storage.engine import transaction
from desktop_app.storage.people import MOST_WRONG_CODES
from desktop_app.storage.projector import rebuild
from desktop_app.storage.views import ComputerState
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash, LogId
from roadmap_core.entries.statements import Enrol, Revoke, Role
from tests.unit.desktop.profiles import open_computer

both_admitted = pytest.mark.usefixtures("members")


def answer(computer, option, question="ICT-01"):
    give_answer(computer.workspace, question, Choice(option), computer.view(question).seen)
    return computer.entries()[-1]


def choices(computer, question="ICT-01"):
    return {alternative.answer.option for alternative in computer.view(question).alternatives}


def refused(act, *arguments, **more):
    with pytest.raises(AppError) as raised:
        act(*arguments, **more)
    return raised.value.code


def people(computer):
    return {one.official: one for one in members.people(computer.workspace)}


def of_log(computer, log):
    return next(one for one in members.people(computer.workspace) if log in one.logs)


@pytest.fixture
def lead(sato, registrar):
    """Sato, admitted as the lead."""
    sato.trust(registrar)
    sato.take([sato.genesis, *registrar.admit(sato)])
    return sato


def test_who_works_alone_sees_all_own_answers_before_anybody_has_admitted_the_computer(sato):
    answer(sato, 3)
    assert choices(sato) == {3}
    (alone,) = members.people(sato.workspace)
    assert (alone.state, alone.role, alone.held_back) == (ComputerState.PENDING, None, 0)


def test_what_others_wrote_is_kept_unshown_until_its_computer_is_admitted_and_counts_then(lead, tanaka):
    answer(tanaka, 2)
    lead.take(tanaka.entries())
    assert choices(lead) == set()
    assert of_log(lead, tanaka.genesis.log).held_back == 1
    members.admit(lead.workspace, members.computer_code(tanaka.workspace))
    assert choices(lead) == {2}
    assert of_log(lead, tanaka.genesis.log).held_back == 0


def test_an_admitted_computer_shows_the_same_as_the_leads(lead, tanaka, registrar):
    answer(lead, 3)
    answer(tanaka, 2)
    lead.take(tanaka.entries())
    members.admit(lead.workspace, members.computer_code(tanaka.workspace))
    tanaka.trust(registrar)
    tanaka.take(lead.entries())
    assert choices(tanaka) == choices(lead) == {2, 3}
    assert tanaka.tables("register", "operation") == lead.tables("register", "operation")


def test_a_request_names_nobody_before_it_is_admitted_by_the_code_that_was_read_out(lead, tanaka, registrar):
    seal_drafts(tanaka.workspace)
    lead.take(tanaka.entries())
    (asking,) = members.requests(lead.workspace)
    assert (asking.name, asking.official, asking.log) == ("", "", tanaka.genesis.log)
    typed = members.computer_code(tanaka.workspace).lower().replace("-", " ").replace("0", "o")
    members.admit(lead.workspace, typed, Role.APPROVER)
    assert members.requests(lead.workspace) == ()
    asking = of_log(lead, tanaka.genesis.log)
    assert (asking.role, asking.state) == (Role.APPROVER, ComputerState.ADMITTED)
    tanaka.trust(registrar)
    tanaka.take(lead.entries())
    lead.take(tanaka.entries())
    assert people(lead)["A. Tanaka"].name == "Works office"


def test_row_32_after_five_wrong_codes_the_open_requests_are_dead_and_a_later_one_is_not(lead, tanaka):
    lead.take([tanaka.genesis])
    wrong = members.computer_code(lead.workspace)
    for _ in range(MOST_WRONG_CODES):
        assert refused(members.admit, lead.workspace, wrong) == "E-DEVICE-CODE"
    assert members.requests(lead.workspace) == ()
    assert refused(members.admit, lead.workspace, members.computer_code(tanaka.workspace)) == "E-REQUEST-DEAD"
    assert {one.log: one.state for one in members.people(lead.workspace)}[tanaka.genesis.log] is ComputerState.PENDING


def test_row_32_a_closed_request_is_asked_anew_with_another_code_and_all_of_it_counts(lead, tanaka):
    answer(tanaka, 3)
    lead.take(tanaka.entries())
    before = members.computer_code(tanaka.workspace)
    for _ in range(MOST_WRONG_CODES):
        assert refused(members.admit, lead.workspace, members.computer_code(lead.workspace)) == "E-DEVICE-CODE"
    members.ask_anew(tanaka.workspace)
    code = members.computer_code(tanaka.workspace)
    assert code != before
    lead.take(tanaka.entries())
    assert refused(members.admit, lead.workspace, before) == "E-DEVICE-CODE"
    members.admit(lead.workspace, code)
    admitted = of_log(lead, tanaka.genesis.log)
    assert admitted.state is ComputerState.ADMITTED
    assert choices(lead) == {3}
    assert not admitted.is_twice


@both_admitted
def test_only_a_computer_that_waits_asks_anew(sato, tanaka):
    assert refused(members.ask_anew, sato.workspace) == "E-NOT-WAITING"
    assert refused(members.ask_anew, tanaka.workspace) == "E-NOT-WAITING"


@both_admitted
def test_only_a_lead_admits_revokes_and_endorses(sato, tanaka):
    last = answer(sato, 1)
    tanaka.take(sato.entries())
    assert refused(members.admit, tanaka.workspace, "ABCD") == "E-SCOPE"
    assert refused(members.revoke, tanaka.workspace, sato.genesis.log) == "E-SCOPE"
    assert refused(members.endorse, tanaka.workspace, [last.hash]) == "E-SCOPE"
    assert refused(members.admit, sato.workspace, "ABCD", Role.LEAD) == "E-SCOPE"
    assert refused(members.revoke, sato.workspace, sato.genesis.log) == "E-SCOPE"


@both_admitted
def test_row_20_an_enrolment_by_an_editor_is_kept_and_admits_nobody(sato, tanaka, tmp_path):
    third = open_computer(tmp_path / "third", "K. Ito", seed=3)
    with transaction(tanaka.workspace.engine) as connection:
        sign_in(tanaka.workspace, connection, [Enrol(third.genesis.hash, Role.EDITOR, "", None)])
    answer(third, 4)
    for computer in (tanaka, third):
        sato.take(computer.entries())
    assert of_log(sato, third.genesis.log).state is ComputerState.PENDING
    assert choices(sato) == set()
    third.workspace.close()


@both_admitted
def test_a_revoked_computers_later_answers_are_held_back_and_endorsed_ones_count(sato, tanaka):
    first, second, third = (answer(tanaka, option) for option in (1, 2, 3))
    sato.take(tanaka.entries())
    assert choices(sato) == {3}
    members.revoke(sato.workspace, tanaka.genesis.log, first.hash)
    assert choices(sato) == {1}
    lost = people(sato)["A. Tanaka"]
    assert (lost.state, lost.changes, lost.held_back, lost.held) == (ComputerState.REVOKED, 1, 2, "E-REVOKED")
    members.endorse(sato.workspace, [second.hash])
    assert choices(sato) == {2}
    members.endorse(sato.workspace, [third.hash], with_earlier=True)
    assert choices(sato) == {3}
    assert people(sato)["A. Tanaka"].held_back == 0


@both_admitted
def test_without_a_cut_off_all_that_is_here_counts_and_what_comes_later_does_not(sato, tanaka):
    answer(tanaka, 1)
    sato.take(tanaka.entries())
    members.revoke(sato.workspace, tanaka.genesis.log)
    assert choices(sato) == {1}
    answer(tanaka, 4)
    sato.take(tanaka.entries())
    assert choices(sato) == {1}
    assert people(sato)["A. Tanaka"].held_back == 1
    tanaka.take(sato.entries())
    assert choices(tanaka) == {1}, "what was cut off isn't shown even to its owner"


@both_admitted
def test_a_cut_off_or_an_entry_that_is_not_there_is_refused(sato, tanaka):
    own = answer(sato, 1)
    log = tanaka.genesis.log
    assert refused(members.revoke, sato.workspace, LogId(bytes(8))) == "E-COMPUTER"
    assert refused(members.revoke, sato.workspace, log, EntryHash(bytes([7]) * 32)) == "E-ENTRY"
    assert refused(members.revoke, sato.workspace, log, own.hash) == "E-ENTRY"
    assert refused(members.endorse, sato.workspace, []) == "E-ENTRY"
    assert refused(members.endorse, sato.workspace, [EntryHash(bytes(32))]) == "E-ENTRY"


@both_admitted
def test_of_a_computer_that_was_never_its_owners_nothing_counts(sato, tanaka):
    answer(tanaka, 1)
    sato.take(tanaka.entries())
    members.revoke(sato.workspace, tanaka.genesis.log, NO_ENTRY)
    assert choices(sato) == set()
    assert queries.status(sato.workspace.store).contested == 0


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_arrival_gives_the_same_rows_as_a_rebuild_and_as_any_other_order(sato, tanaka, registrar, seed):
    print("seed", seed)
    chance = random.Random(seed)
    answers = [answer(tanaka, chance.randrange(2), chance.choice(("ICT-01", "ICT-02"))) for _ in range(6)]
    registrar.admit(sato)
    registrar.admit(tanaka, Role.EDITOR)
    acts = registrar.say(Revoke(tanaka.genesis.log, chance.choice(answers).hash))
    arriving = [*tanaka.entries(), *acts]
    chance.shuffle(arriving)
    seal_drafts(sato.workspace)
    sato.trust(registrar)
    for entry in sorted(arriving, key=lambda entry: entry.seq > 0):
        sato.take([entry])
    before = sato.tables("register", "operation")
    with transaction(sato.workspace.engine) as connection:
        rebuild(connection)
    assert sato.tables("register", "operation") == before
    tanaka.trust(registrar)
    tanaka.take([sato.genesis, *acts])
    tanaka.take(sato.entries())
    assert tanaka.tables("register", "operation") == before
