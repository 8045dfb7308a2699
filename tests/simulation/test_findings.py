"""What the simulator found in the product, each as the shortest history that shows it."""

from collections.abc import Iterator

import pytest

from desktop_app.operations import answers, sealing
from desktop_app.storage import queries
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from tests.simulation import sticks
from tests.simulation.computer import SimComputer
from tests.simulation.counters import Counters
from tests.simulation.ledger import BrokenPromiseError
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


@pytest.mark.xfail(
    raises=BrokenPromiseError,
    strict=True,
    reason="an unsent entry of the own log counts as this computer's, although its twin sealed it: "
    "until a computer that meets such an entry begins a new log in the same transaction",
)
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


def test_a_round_goes_on_where_a_computer_was_blocked_before_its_entries_came(begun: World) -> None:
    """Seed 100: verdicts that need the chain up to a cut-off were asked for where no database was open any more."""
    lead, other = begun.computers[:2]
    answers.give_answer(other.workspace, "ICT-01", Choice(1), ())
    sealing.seal_drafts(other.workspace)
    begun.ledger.look(other)
    log = own_log(other)
    assert log is not None
    begun.server.act(lead.city, [Revoke(log, begun.tip_of(other))])
    assert lead.round().problem == ""
    other.round()
    assert lead.round().problem == ""
    assert lead.round().received == 0
    begun.ledger.look(lead)
