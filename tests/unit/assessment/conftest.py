"""The real instrument, and answers that are quickly written down."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from roadmap_core.assessment.answers import Answer, Choice
from roadmap_core.instrument.loading import load_instrument
from roadmap_core.instrument.model import Instrument, Policy

FILE = Path(__file__).parents[3] / "resources" / "instruments" / "gsca-roadmap.yaml"

Pick = Callable[[str, str], Answer]


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    return load_instrument(FILE.read_text(encoding="utf-8"), FILE.name)


@pytest.fixture(scope="session")
def dst(instrument: Instrument) -> Policy:
    """The policy of the scores by hand: DST-01 is its gate question, DST-02 its accountable question."""
    policy = instrument.policy("DST")
    assert [(q.scale.id, q.weight, q.stage.id) for q in policy.questions] == [
        ("maturity6", 5, "written"),
        ("ynp", 3, "written"),
        ("percent", 5, "implemented"),
        ("ynp", 3, "implemented"),
        ("recency", 2, "reviewed"),
    ]
    return policy


@pytest.fixture(scope="session")
def pick(instrument: Instrument) -> Pick:
    """The answer that picks an option by its value."""

    def answer(question_id: str, value: str) -> Answer:
        option = instrument.question(question_id).scale.option_index(value)
        assert option is not None
        return Choice(option)

    return answer


@pytest.fixture
def today() -> date:
    """The reference date of all these tests."""
    return date(2025, 6, 30)
