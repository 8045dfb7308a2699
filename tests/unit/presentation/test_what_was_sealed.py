"""Pages that name what they show hear of it when the sending thread has sealed it, and of a connection that failed."""

from pathlib import Path

from desktop_app.errors import describe
from desktop_app.operations import plans
from desktop_app.operations.answers import give_answer
from desktop_app.operations.sealing import seal_drafts
from desktop_app.presentation.contested_page import ContestedPage
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.join_page import JoinPage
from desktop_app.presentation.plan_page import PlanPage
from desktop_app.storage import queries
from roadmap_core.assessment.answers import Choice
from tests.unit.desktop.profiles import Computer, open_computer, take_from_colleague

QUESTION = "ICT-01"


def seal(desk: Desk) -> None:
    """As the sending thread does, and as it tells."""
    desk.bus.publish(seal_drafts(desk.workspace))


def test_an_own_answer_that_is_sealed_while_two_are_compared_can_still_be_chosen(
    desk_of_kaga: Desk, tmp_path: Path
) -> None:
    desk, other = desk_of_kaga, open_computer(tmp_path / "tanaka", "A. Tanaka", seed=2)
    give_answer(other.workspace, QUESTION, Choice(2), ())
    take_from_colleague(Computer(desk.workspace), other)
    other.workspace.close()
    give_answer(desk.workspace, QUESTION, Choice(4), ())
    page = ContestedPage(desk)
    page.open(QUESTION)
    seal(desk)
    assert page.view is not None
    page.keep(next(alternative for alternative in page.view.alternatives if alternative.answer == Choice(4)))
    assert page.problem is None
    assert queries.contested(desk.workspace.store) == ()
    assert queries.question(desk.workspace.store, QUESTION).answer == Choice(4)


def test_an_action_that_is_sealed_while_it_is_shown_can_be_removed(desk_of_kaga: Desk) -> None:
    plans.add_plan_action(desk_of_kaga.workspace, "ICT", "Put the rule before the council")
    page = PlanPage(desk_of_kaga)
    page.open()
    seal(desk_of_kaga)
    ((policy, (action,)),) = page.planned
    page.remove(policy.id, action)
    assert page.planned == ()


def test_a_connection_that_failed_is_told_on_the_page_that_asked(desk_of_kaga: Desk) -> None:
    page = JoinPage(desk_of_kaga)
    page.open()
    desk_of_kaga.line.join_failed.emit(describe("E-INVITE"))
    assert page.problem == describe("E-INVITE")
    page.address = "https://alliance.example"
    page.join()
    assert page.problem is None
    page.close()
