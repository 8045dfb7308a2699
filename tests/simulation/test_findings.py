"""What the simulator found in the product, each as the shortest history that shows it."""

from collections.abc import Iterator

import pytest

from desktop_app.operations import answers, sealing
from desktop_app.storage import entry_log, queries
from desktop_app.storage.engine import reading
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.entries.statements import Revoke
from tests.simulation import sticks
from tests.simulation.admission import own_log
from tests.simulation.computer import SimComputer
from tests.simulation.counters import Counters
from tests.simulation.world import World, tidy_up, world


@pytest.fixture
def begun() -> Iterator[World]:
    with world(1, Counters()) as made:
        made.populate()
        yield made
    tidy_up()


def twin_of(computer: SimComputer) -> SimComputer:
    """The same disk in a second computer."""
    twin = SimComputer(computer.world, f"{computer.name} twin", computer.city, computer.clock)
    twin.folder = computer.copy_files()
    twin.remember(computer.memory())
    computer.world.computers.append(twin.start())
    return twin


def test_what_a_twin_wrote_is_not_replaced_by_a_form_that_never_showed_it(begun: World) -> None:
    computer = begun.computers[0]
    twin = twin_of(computer)
    opened = queries.question(computer.workspace.store, "ICT-01")
    answers.give_answer(twin.workspace, "ICT-01", Choice(2), ())
    stick = sticks.write(twin, begun.room("stick"))
    begun.ledger.look(twin)
    assert sticks.take(computer, stick.data) == 1
    begun.ledger.look(computer)
    register = Register(1, computer.workspace.catalogue.number("ICT-01"), int(Facet.ANSWER))
    computer.shown[register] = set(opened.seen)
    answers.give_answer(computer.workspace, "ICT-01", Choice(1), opened.seen)
    sealing.seal_drafts(computer.workspace)
    begun.ledger.look(computer)


def block(world: World, computer: SimComputer) -> None:
    """The registrar blocks a computer at its newest entry."""
    log = own_log(computer)
    assert log is not None
    with reading(computer.workspace.engine) as connection:
        (tip,) = [cut_off for _, cut_off in entry_log.tips(connection, [log])]
    world.server.act(computer.city, [Revoke(log, tip)])


def write(computer: SimComputer) -> None:
    answers.give_answer(computer.workspace, "ICT-01", Choice(1), ())
    sealing.seal_drafts(computer.workspace)


def test_a_round_goes_on_when_entries_behind_a_cut_off_come(begun: World) -> None:
    """Seed 100: verdicts were asked for that need the log up to its cut-off, where no database was open any more."""
    lead, other = begun.computers[:2]
    block(begun, other)
    write(other)
    assert lead.round().problem == ""
    assert [other.round().problem for _ in range(2)] == ["E-REMOVED"] * 2
    outcome = lead.round()
    assert (outcome.problem, outcome.received) == ("", 1)


@pytest.mark.xfail(
    raises=AssertionError,
    strict=True,
    reason="seed 35: who is blocked gets no signed head, and so never learns that the server was restored and has "
    "lost what it had confirmed, of which nobody else had a copy yet",
)
def test_what_was_confirmed_to_a_computer_that_is_blocked_now_outlives_a_restored_server(begun: World) -> None:
    lead, other = begun.computers[:2]
    backup = begun.server.backup()
    write(other)
    assert other.round().problem == ""
    before = begun.places_on_server(lead.city)
    block(begun, other)
    begun.server.restore(backup, new_epoch=True)
    for _ in range(3):
        begun.now_ms += 3_700_000
        lead.round()
        other.round()
    assert before.keys() <= begun.places_on_server(lead.city).keys()
