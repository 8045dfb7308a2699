"""A computer that was removed is told so, comes back with a new key, and what it wrote since then counts in the end."""

from desktop_app.operations import members
from desktop_app.operations.coming_back import come_back
from desktop_app.storage.views import Connection
from tests.fakes.computer import Computer
from tests.server.running import RunningServer


def test_a_removed_computer_hears_of_it_comes_back_and_loses_nothing(
    server: RunningServer, aiko: Computer, ben: Computer
) -> None:
    before, since = aiko.choice_questions[:2]
    ben.answer(before, 1)
    ben.send()
    aiko.send()
    members.revoke(aiko.workspace, ben.genesis.log)
    aiko.send()
    ben.answer(since, 2)
    ben.note(since, "Written after the removal.")
    assert ben.send().problem == "E-REMOVED"
    assert ben.send().problem == "E-REMOVED"
    assert ben.choices(since) == {2}
    assert aiko.send().received > 0, "a lead can still let it count"
    assert aiko.choices(since) == set()

    come_back(ben.workspace)
    assert ben.send().problem == "E-NOT-ADMITTED"
    assert ben.join(server.address, server.invite("kaga-jp")) is Connection.PENDING
    assert ben.send().problem == "E-NOT-ADMITTED"
    aiko.send()
    assert (aiko.choices(before), aiko.choices(since)) == ({1}, set())
    aiko.admit(ben)
    for one in (aiko, ben, ben, aiko):
        assert one.send().problem == ""
    for one in (aiko, ben):
        assert (one.choices(before), one.choices(since)) == ({1}, {2})
        assert one.question(since).note == "Written after the removal."
        assert (one.contested, one.waiting) == ((), 0)
    assert aiko.root == ben.root


def test_that_it_was_removed_stays_said_while_the_line_is_down(
    server: RunningServer, aiko: Computer, ben: Computer
) -> None:
    members.revoke(aiko.workspace, ben.genesis.log)
    aiko.send()
    ben.send()
    server.stop()
    assert ben.send().problem == "E-OFFLINE"
    assert ben.log_state.problem == "E-REMOVED"
