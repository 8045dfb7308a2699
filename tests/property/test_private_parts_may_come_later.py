"""Entries and their private parts in any order: the same registers as all at once; what has not come is left out."""

import random

from hypothesis import given
from hypothesis import strategies as st

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import OpId
from roadmap_core.entries.operations import Write
from roadmap_core.entries.sealing import Claims, Private, seal_with
from roadmap_core.keys.city_key import CityKey
from roadmap_core.merge.fold import InMemory
from tests.opening import with_private
from tests.property.effort import examples
from tests.property.histories import by_definition
from tests.property.test_merge_is_a_function_of_the_set import as_bytes
from tests.vectors.computers import ANSWER, CLAIMED_MS, PLAN, Computer, answered, row, without

KEY = CityKey(1, bytes(32))


def history(chance: random.Random) -> list[tuple[Entry, Entry]]:
    """Entries as they come without and with their private parts; their operations replace those of any other."""
    known: dict = {}  # type: ignore[type-arg]
    makers = [Computer(name, known) for name in ("first computer", "second computer")]
    made: list[tuple[Entry, Entry]] = []
    for number in range(chance.randint(1, 9)):
        maker = chance.choice(makers)
        named = [OpId(whole.short, place) for _, whole in made for place in range(len(whole.operations) + 1)]

        def some(named: list[OpId] = named) -> list[OpId]:
            return chance.sample(named, min(len(named), chance.randint(0, 3)))

        kinds = [lambda: answered(chance.randint(0, 3), *some()), lambda: row(1), lambda: without(*some())]
        public, private = ([chance.choice(kinds)() for _ in range(chance.randint(0, 3))] for _ in range(2))
        hidden = Private(private, KEY, lambda: chance.randbytes(16))
        ((entry, body),) = seal_with(maker.tip, public, hidden, known, Claims(CLAIMED_MS, number, 7), maker.signer)
        maker._advance(entry)
        whole = with_private(entry, body, KEY) if body else entry
        assert isinstance(whole, Entry)
        made.append((entry, whole))
    return made


@examples(150)
@given(seed=st.integers(0, 2**32), kept=st.integers(0, 2**20))
def test_any_order_of_entries_and_private_parts_gives_the_same_registers(seed: int, kept: int) -> None:
    chance = random.Random(seed)
    made = history(chance)
    opened = [whole if kept >> place & 1 else entry for place, (entry, whole) in enumerate(made)]
    arriving = opened + [entry for entry, _ in made if chance.random() < 0.6]
    chance.shuffle(arriving)
    replica = InMemory()
    while arriving:
        size = chance.randint(1, len(arriving))
        replica.take(arriving[:size])
        arriving = arriving[size:]
    assert as_bytes(replica.states) == as_bytes(by_definition(opened))
    replica.take([whole for _, whole in made])
    assert as_bytes(replica.states) == as_bytes(by_definition([whole for _, whole in made]))


def test_an_entry_without_its_private_part_leaves_private_registers_out() -> None:
    maker = Computer("first computer")
    hidden = Private([row(["plan"])], KEY, lambda: bytes(16))
    ((entry, body),) = seal_with(maker.tip, [answered(1)], hidden, {}, Claims(CLAIMED_MS, 1, 7), maker.signer)
    replica = InMemory()
    replica.take([entry])
    assert replica.states.keys() == {ANSWER}
    whole = with_private(entry, body or b"", KEY)
    assert isinstance(whole, Entry)
    replica.take([whole, entry])
    assert replica.states.keys() == {ANSWER, PLAN}
    assert all(isinstance(operation, Write) for operation in whole.operations)
