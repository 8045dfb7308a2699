"""Who may write to a city's log."""

import pytest

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.entries.statements import Enrol, Role
from roadmap_core.merge.membership import Membership
from roadmap_core.refusals import Code, Refusal
from tests.vectors.computers import ALLIANCE, CITY, Computer, answered


def code(refusal: Refusal | None) -> Code | None:
    return refusal and refusal.code


def admitted(computer: Computer, role: int = Role.EDITOR) -> Enrol:
    return Enrol(computer.genesis.hash, role, "", None)


@pytest.fixture
def city() -> Membership:
    return Membership(CITY, ALLIANCE)


@pytest.fixture
def lead(city: Membership) -> Computer:
    lead = Computer("lead")
    city.take([lead.genesis])
    return lead


def test_the_first_genesis_is_the_leads(city: Membership) -> None:
    lead = Computer("lead")
    assert city.refuses_genesis(lead.genesis) is None
    assert (city.role(lead.genesis.log), city.key(lead.genesis.log)) == (None, None)
    city.take([lead.genesis])
    assert (city.role(lead.genesis.log), city.key(lead.genesis.log)) == (Role.LEAD, lead.key)
    assert city.refuses_genesis(lead.genesis) is None


def test_a_lead_admits_others_and_only_after_that_they_are_taken(city: Membership, lead: Computer) -> None:
    second = Computer("second")
    assert code(city.refuses_genesis(second.genesis)) == Code.NOT_ADMITTED
    city.take([lead.seal(admitted(second))])
    assert city.refuses_genesis(second.genesis) is None
    assert city.key(second.genesis.log) is None
    city.take([second.genesis])
    assert (city.role(second.genesis.log), city.key(second.genesis.log)) == (Role.EDITOR, second.key)


def test_nobody_but_a_lead_admits(city: Membership, lead: Computer) -> None:
    second, third = Computer("second"), Computer("third")
    city.take([second.seal(admitted(third)), lead.seal(admitted(second)), second.genesis, second.seal(admitted(third))])
    assert code(city.refuses_genesis(third.genesis)) == Code.NOT_ADMITTED


def test_a_lead_may_admit_another_lead(city: Membership, lead: Computer) -> None:
    second, third = Computer("second"), Computer("third")
    city.take([lead.seal(admitted(second, Role.LEAD)), second.genesis, second.seal(admitted(third))])
    assert city.refuses_genesis(third.genesis) is None


def test_a_role_is_not_changed_by_admitting_again(city: Membership, lead: Computer) -> None:
    second = Computer("second")
    city.take([lead.seal(admitted(second, Role.VIEWER)), lead.seal(admitted(second, Role.LEAD)), second.genesis])
    assert city.role(second.genesis.log) == Role.VIEWER
    city.take([lead.seal(admitted(lead, Role.VIEWER))])
    assert city.role(lead.genesis.log) == Role.LEAD


def test_a_genesis_that_is_refused_teaches_nothing(city: Membership, lead: Computer) -> None:
    stranger = Computer("stranger")
    city.take([stranger.genesis, stranger.seal(admitted(stranger, Role.LEAD))])
    assert (city.role(stranger.genesis.log), city.key(stranger.genesis.log)) == (None, None)


@pytest.mark.parametrize(
    ("computer", "expected"),
    [
        (Computer("x", alliance="staging"), Code.ALLIANCE),
        (Computer("x", city="leeds"), Code.CITY),
        (Computer("x", alliance="staging", city="leeds"), Code.ALLIANCE),
    ],
)
def test_the_first_genesis_must_be_of_this_alliance_and_city(
    city: Membership, computer: Computer, expected: Code
) -> None:
    assert code(city.refuses_genesis(computer.genesis)) == expected
    city.take([computer.genesis])
    assert city.genesis_by_log == {}


def test_an_entry_that_is_no_genesis_starts_no_log(city: Membership) -> None:
    entry: Entry = Computer("lead").seal(answered(1))
    assert code(city.refuses_genesis(entry)) == Code.SCHEMA


def test_two_logs_with_the_same_id_are_told_apart(city: Membership, lead: Computer) -> None:
    """Eight bytes can be made to collide with 2^32 tries by who makes both."""
    second = Computer("second")
    city.take([lead.seal(admitted(second))])
    city.genesis_by_log[second.genesis.log] = EntryHash(bytes(32))
    assert code(city.refuses_genesis(second.genesis)) == Code.LOG_KEY
