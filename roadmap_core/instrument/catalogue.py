"""The small integers that registers use, out of what an instrument means. Its wording is not part of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from roadmap_core import cbor
from roadmap_core.instrument.model import Instrument, Policy, Scale

ASSESSMENT = "assessment"
"""The id of item 0: the assessment itself."""

_LAYOUT = 1


@dataclass(frozen=True)
class Catalogue:
    """Numbers of the items of one instrument, and a digest that names this numbering and the meaning of answers.

    Attributes:
        items: the assessment itself, all policies, all questions, all context figures, in file order.
        digest: 32 bytes. Equal digests: an answer means the same, whatever the language or the wording.
    """

    items: tuple[str, ...]
    digest: bytes

    @classmethod
    def of(cls, instrument: Instrument) -> "Catalogue":
        items = (
            ASSESSMENT,
            *(policy.id for policy in instrument.policies),
            *(question.id for question in instrument.questions),
            *(figure.id for figure in instrument.context_figures),
        )
        return cls(items, sha256(cbor.encode(_meaning(instrument))).digest())

    def number(self, item_id: str) -> int:
        """The number of an item. Raises KeyError for an unknown id."""
        return self._numbers_by_id[item_id]

    def id(self, number: int) -> str | None:
        """The id of a number; None for one that this catalogue doesn't have (a later version may)."""
        return self.items[number] if 0 <= number < len(self.items) else None

    @cached_property
    def _numbers_by_id(self) -> Mapping[str, int]:
        return {item: number for number, item in enumerate(self.items)}


def _meaning(instrument: Instrument) -> cbor.Item:
    return [
        _LAYOUT,
        instrument.id,
        instrument.version,
        [_policy(policy) for policy in instrument.policies],
        [figure.id for figure in instrument.context_figures],
        [_scale(scale) for scale in instrument.scales],
    ]


def _policy(policy: Policy) -> cbor.Item:
    questions = [[q.id, q.scale.id, q.weight, q.stage.id] for q in policy.questions]
    return [policy.id, policy.gate, policy.accountable, policy.principle, questions]


def _scale(scale: Scale) -> cbor.Item:
    options = [[option.value, option.points] for option in scale.options]
    bands = [[band.max_months, band.points] for band in scale.bands]
    return [scale.id, scale.kind.value, options, [scale.minimum, scale.maximum], bands]
