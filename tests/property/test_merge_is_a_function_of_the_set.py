"""Any order, any batches, any repetition of the same entries: the same registers, byte for byte."""

import random

from hypothesis import given
from hypothesis import strategies as st

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import Register
from roadmap_core.merge.fold import InMemory
from roadmap_core.merge.registers import RegisterState
from tests.property.effort import examples
from tests.property.histories import STEPS, City, Step, by_definition


def as_bytes(states: dict[Register, RegisterState]) -> dict[Register, bytes]:
    return {register: state.to_bytes() for register, state in states.items()}


def rebuilt(entries: list[Entry]) -> dict[Register, bytes]:
    replica = InMemory()
    replica.take(entries)
    return as_bytes(replica.states)


@examples(100)
@given(steps=STEPS, chance=st.randoms(use_true_random=False))
def test_any_order_batches_and_repetition_give_the_same_bytes(steps: list[Step], chance: random.Random) -> None:
    entries = City().play(steps).entries
    expected = as_bytes(by_definition(entries))
    assert rebuilt(entries) == expected
    for _ in range(3):
        shuffled = entries + chance.sample(entries, len(entries) // 2)
        chance.shuffle(shuffled)
        replica = InMemory()
        while shuffled:
            size = chance.randint(1, len(shuffled))
            replica.take(shuffled[:size])
            shuffled = shuffled[size:]
        assert as_bytes(replica.states) == expected


@examples(40)
@given(steps=STEPS)
def test_a_computer_that_receives_the_rest_holds_what_a_rebuild_gives(steps: list[Step]) -> None:
    city = City().play(steps)
    for replica in city.replicas:
        replica.take(city.entries)
        assert as_bytes(replica.states) == rebuilt(city.entries)


@examples(40)
@given(steps=STEPS, kept=st.integers(0, 2**14 - 1))
def test_a_part_of_the_set_has_the_state_of_that_part(steps: list[Step], kept: int) -> None:
    entries = [entry for place, entry in enumerate(City().play(steps).entries) if kept >> place & 1]
    assert rebuilt(entries[::-1]) == as_bytes(by_definition(entries))


@examples(40)
@given(steps=STEPS)
def test_states_come_back_from_their_bytes_between_any_two_entries(steps: list[Step]) -> None:
    entries = City().play(steps).entries
    replica = InMemory()
    for entry in reversed(entries):
        replica.take([entry])
        replica.states = {r: RegisterState.from_bytes(state.to_bytes()) for r, state in replica.states.items()}
    assert as_bytes(replica.states) == rebuilt(entries)
