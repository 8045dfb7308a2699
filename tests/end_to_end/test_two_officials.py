"""Two officials of one city on two computers, over the real server: the case that the program is made for."""

import random
from collections.abc import Callable

from desktop_app.storage.views import Connection, Reached
from roadmap_core.assessment.answers import Choice
from roadmap_core.ledger.heads import Head, read_head
from sync_server.storage import cities
from tests.fakes.computer import Computer
from tests.server.running import RunningServer

NewComputer = Callable[[str], Computer]


def server_root(server: RunningServer) -> bytes:
    with server.server.database.reading() as connection:
        found = cities.head_of(connection, "kaga-jp")
    assert found is not None
    head = read_head(found[1], server.server.log_key)
    assert isinstance(head, Head)
    return head.root


def test_different_answers_given_offline_stand_side_by_side_until_one_is_chosen(
    server: RunningServer, aiko: Computer, ben: Computer
) -> None:
    question = aiko.choice_questions[0]
    aiko.answer(question, 1)
    aiko.note(question, "Decided in March.")
    ben.answer(question, 2)
    for one in (aiko, ben, aiko):
        assert one.send().problem == ""

    assert aiko.choices(question) == ben.choices(question) == {1, 2}
    assert aiko.contested == ben.contested == (question,)
    assert aiko.question(question).note == ben.question(question).note == "Decided in March."

    ben.settle(question, 1)
    for one in (ben, aiko, ben):
        assert one.send().problem == ""

    assert aiko.choices(question) == ben.choices(question) == {1}
    assert aiko.contested == ben.contested == ()
    given = {one.answer.option for one in aiko.question(question).history if isinstance(one.answer, Choice)}
    assert given == {1, 2}, "what was not chosen stays in the history"
    assert aiko.root == ben.root == server_root(server)
    assert aiko.status.waiting_changes == ben.status.waiting_changes == 0


def test_the_furthest_place_that_is_shown_was_proved(aiko: Computer, ben: Computer) -> None:
    question = aiko.choice_questions[3]
    aiko.answer(question, 1)
    assert aiko.question(question).reached is Reached.THIS_COMPUTER
    aiko.send()
    assert aiko.question(question).reached is Reached.SERVER
    ben.send()
    ben.answer(aiko.choice_questions[4], 1)
    ben.send()
    aiko.send()
    assert aiko.question(question).reached is Reached.OTHERS


def test_a_computer_that_nobody_admitted_works_and_waits(
    server: RunningServer, aiko: Computer, computer: Callable[[str], Computer]
) -> None:
    stranger = computer("Chiyo")
    question = stranger.choice_questions[0]
    assert stranger.join(server.address) is Connection.NOT_ADMITTED
    stranger.answer(question, 2)
    assert stranger.send().problem == "E-NOT-ADMITTED"
    assert stranger.join(server.address, server.invite("kaga-jp")) is Connection.PENDING
    assert stranger.send().problem == ""
    assert stranger.status.waiting_changes == 1
    assert stranger.choices(question) == {2}
    aiko.send()
    assert aiko.choices(question) == set()
    aiko.admit(stranger)
    aiko.send()
    assert stranger.send().problem == ""
    assert stranger.status.waiting_changes == 0
    aiko.send()
    assert aiko.choices(question) == {2}


def test_a_restarted_program_goes_on_where_it_was(
    server: RunningServer, aiko: Computer, computer: Callable[[str], Computer]
) -> None:
    question = aiko.choice_questions[0]
    aiko.answer(question, 1)
    aiko.close()
    again = computer("Aiko")
    assert again.choices(question) == {1}
    assert again.send().sent == 1
    assert again.root == server_root(server)


def test_a_server_restored_from_a_backup_gets_everything_back_from_its_cities(
    server: RunningServer, aiko: Computer, ben: Computer
) -> None:
    aiko.answer(aiko.choice_questions[0], 1)
    aiko.send()
    ben.send()
    first_head = aiko.log_state.head
    epoch = server.new_epoch()
    for one in (aiko, ben, aiko):
        assert one.send().problem == ""
    assert aiko.log_state.epoch == ben.log_state.epoch == epoch
    assert aiko.waiting == ben.waiting == 0
    assert aiko.root == ben.root == server_root(server)
    assert first_head in {data for data, *_ in aiko.evidence}


def test_any_order_of_work_and_sending_ends_in_equal_roots_with_nothing_waiting(
    server: RunningServer, aiko: Computer, ben: Computer
) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    questions = aiko.choice_questions[:6]
    for _ in range(40):
        one = chance.choice((aiko, ben))
        if chance.random() < 0.6:
            one.answer(chance.choice(questions), chance.randrange(2))
        else:
            assert one.send().problem == ""
    for one in (aiko, ben, aiko):
        assert one.send().problem == ""
    assert aiko.root == ben.root == server_root(server)
    assert aiko.waiting == ben.waiting == 0
    assert [aiko.choices(q) for q in questions] == [ben.choices(q) for q in questions]
    assert aiko.positions() == ben.positions()
