"""Two computers of one city: side by side, settled, rebuilt; entries carried by hand."""

import random

import pytest

from desktop_app.errors import AppError
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.contested import settle, settle_note
from desktop_app.operations.plans import add_plan_action, remove_plan_action
from desktop_app.operations.sealing import seal_drafts
from desktop_app.storage import city_log, queries
from desktop_app.storage.engine import driver_of, transaction
from desktop_app.storage.projector import rebuild
from desktop_app.storage.views import QuestionState, Reached
from roadmap_core.assessment.answers import Choice


def exchange(one, other):
    mine, theirs = one.entries(), other.entries()
    one.take(theirs)
    other.take(mine)


def test_two_answers_stand_side_by_side_until_a_person_chooses(sato, tanaka, members):
    give_answer(sato.workspace, "ICT-01", Choice(4), ())
    give_answer(tanaka.workspace, "ICT-01", Choice(2), ())
    exchange(sato, tanaka)
    for computer in (sato, tanaka):
        view = computer.view("ICT-01")
        assert {(a.author, a.answer) for a in view.alternatives} == {("M. Sato", Choice(4)), ("A. Tanaka", Choice(2))}
        assert {a.computer for a in view.alternatives} == {"Town hall 1", "Works office"}
        assert (view.state, view.answer) == (QuestionState.TWO_ANSWERS, Choice(2))
        assert queries.contested(computer.workspace.store) == ("ICT-01",)
        assert queries.status(computer.workspace.store).contested == 1
    settle(sato.workspace, "ICT-01", Choice(4), sato.view("ICT-01").seen, "The council voted.")
    assert queries.status(sato.workspace.store).contested == 0
    exchange(sato, tanaka)
    for computer in (sato, tanaka):
        view = computer.view("ICT-01")
        assert (view.answer, view.state, len(view.history)) == (Choice(4), QuestionState.ANSWERED, 3)


def test_the_same_answer_from_two_computers_is_no_contest(sato, tanaka, members):
    for computer in (sato, tanaka):
        give_answer(computer.workspace, "ICT-01", Choice(3), ())
    exchange(sato, tanaka)
    assert sato.view("ICT-01").state is QuestionState.ANSWERED
    assert queries.contested(sato.workspace.store) == ()


def test_what_arrives_while_a_form_is_open_is_not_replaced_by_it(sato, tanaka, members):
    seen = sato.view("ICT-01").seen
    give_answer(tanaka.workspace, "ICT-01", Choice(2), ())
    sato.take(tanaka.entries())
    give_answer(sato.workspace, "ICT-01", Choice(4), seen)
    view = sato.view("ICT-01")
    assert (view.state, len(view.alternatives)) == (QuestionState.TWO_ANSWERS, 2)
    assert view.alternatives[-1].op is None
    assert queries.status(sato.workspace.store).contested == 1


def test_settling_what_was_not_shown_is_refused(sato, tanaka, members):
    give_answer(sato.workspace, "ICT-01", Choice(4), ())
    seal_drafts(sato.workspace)
    seen = sato.view("ICT-01").seen
    give_answer(tanaka.workspace, "ICT-01", Choice(2), ())
    sato.take(tanaka.entries())
    with pytest.raises(AppError) as refused:
        settle(sato.workspace, "ICT-01", Choice(4), seen)
    assert refused.value.code == "E-SETTLED"


def test_two_notes_are_kept_until_one_is_written_in_place_of_both(sato, tanaka, members):
    write_note(sato.workspace, "ICT-01", "from Sato", ())
    write_note(tanaka.workspace, "ICT-01", "from Tanaka", ())
    exchange(sato, tanaka)
    view = tanaka.view("ICT-01")
    assert {a.note for a in view.note_alternatives} == {"from Sato", "from Tanaka"}
    settle_note(tanaka.workspace, "ICT-01", "from both", view.note_seen)
    exchange(sato, tanaka)
    assert sato.view("ICT-01").note == "from both"
    assert queries.contested(sato.workspace.store) == ()


def test_how_far_an_answer_has_got_is_what_can_be_proved(sato, tanaka, members):
    give_answer(sato.workspace, "ICT-01", Choice(4), ())
    assert sato.view("ICT-01").reached is Reached.THIS_COMPUTER
    hashes = [entry.hash for entry in sato.entries()]
    assert sato.view("ICT-01").reached is Reached.THIS_COMPUTER
    sato.place(hashes)
    assert sato.view("ICT-01").reached is Reached.SERVER
    assert sato.view("ICT-01").alternatives[0].not_after_ms is not None
    with transaction(sato.workspace.engine) as connection:
        city_log.save(connection, connection="admitted", epoch=7, position=2, head_epoch=7, head_size=2)
    sato.take(tanaka.entries())
    with transaction(sato.workspace.engine) as connection:
        driver_of(connection).execute("UPDATE device SET seen_epoch = 7, seen_position = 99 WHERE is_own = 0")
    assert sato.view("ICT-01").reached is Reached.OTHERS


@pytest.mark.parametrize("seed", range(6))
def test_rebuilding_gives_the_same_bytes_in_any_order_of_arrival(sato, tanaka, members, seed, monkeypatch):
    print("seed", seed)
    monkeypatch.setattr("desktop_app.storage.projector._REBUILD_BATCH", 3)
    chance = random.Random(seed)
    computers = (sato, tanaka)
    for _ in range(60):
        act(chance, chance.choice(computers))
        if chance.random() < 0.25:
            seal_drafts(chance.choice(computers).workspace)
        if chance.random() < 0.15:
            one, other = chance.sample(computers, 2)
            entries = other.entries()
            chance.shuffle(entries)
            take_some(one, sorted(entries, key=lambda entry: entry.seq > 0)[: chance.randint(1, len(entries))])
    for one, other in (computers, computers[::-1]):
        take_some(one, other.entries())
    for computer in computers:
        before = computer.tables("register", "operation")
        with transaction(computer.workspace.engine) as connection:
            rebuild(connection)
        assert computer.tables("register", "operation") == before
    assert sato.tables("register", "operation") == tanaka.tables("register", "operation")
    assert queries.status(sato.workspace.store).contested == queries.status(tanaka.workspace.store).contested


def take_some(computer, entries):
    for entry in entries:
        computer.take([entry])


def act(chance, computer):
    questions = [question.id for question in computer.workspace.instrument.questions[:4]]
    question = chance.choice(questions)
    view = computer.view(question)
    seen = view.seen if chance.random() < 0.8 else ()
    kind = chance.random()
    if kind < 0.5:
        give_answer(computer.workspace, question, Choice(chance.randrange(3)), seen)
    elif kind < 0.7:
        write_note(computer.workspace, question, f"note {chance.randrange(5)}", view.note_seen)
    elif kind < 0.8 and len(view.alternatives) > 1:
        settle(computer.workspace, question, chance.choice(view.alternatives).answer, view.seen)
    elif kind < 0.9:
        add_plan_action(computer.workspace, "ICT", f"action {chance.randrange(9)}")
    else:
        for action in queries.policy(computer.workspace.store, "ICT").plan[:1]:
            remove_plan_action(computer.workspace, "ICT", action)
