"""The instrument as the counting needs it: by the numbers that registers use."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources

from roadmap_core.assessment.answers import Answer
from roadmap_core.assessment.scoring import Points
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import Register
from roadmap_core.instrument.catalogue import Catalogue
from roadmap_core.instrument.loading import load_instrument
from roadmap_core.instrument.model import Instrument, Policy, Question

_FILE = "gsca-roadmap.yaml"


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts of one question in one city, and its points."""

    answer: Answer | None
    points: Points | None
    is_contested: bool


Asked = tuple[Register, Question]
LARGEST_MEMORY = 50_000
"""Counted answers that are remembered: some 20 MB."""
_ASSESSMENTS = 64
"""Cities number theirs from 1; anybody can choose higher ones."""


@dataclass(frozen=True)
class Questionnaire:
    """One instrument.

    Attributes:
        policy_by_item: by the number of the policy itself and of each of its questions.
        questions: number and question, by policy id.
        item_by_policy: the number of the policy itself, by its id.
        remembered: what counts, by question, reference date, and the values that stand.
        asked_by_assessment: what `asked` has given.
    """

    instrument: Instrument
    digest: bytes
    policy_by_item: dict[int, Policy]
    questions: dict[str, tuple[tuple[int, Question], ...]]
    item_by_policy: dict[str, int]
    remembered: dict[tuple[str, date, tuple[bytes, ...]], Counted] = field(default_factory=dict, compare=False)
    asked_by_assessment: dict[int, dict[str, tuple[Asked, ...]]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, instrument: Instrument) -> "Questionnaire":
        catalogue = Catalogue.of(instrument)
        number = catalogue.number
        policy_by_item: dict[int, Policy] = {}
        for policy in instrument.policies:
            for item_id in (policy.id, *(question.id for question in policy.questions)):
                policy_by_item[number(item_id)] = policy
        return cls(
            instrument=instrument,
            digest=catalogue.digest,
            policy_by_item=policy_by_item,
            questions={p.id: tuple((number(q.id), q) for q in p.questions) for p in instrument.policies},
            item_by_policy={p.id: number(p.id) for p in instrument.policies},
        )

    def asked(self, assessment: int) -> Mapping[str, tuple[Asked, ...]]:
        """The questions of an assessment and the registers of their answers, by policy id."""
        found = self.asked_by_assessment.get(assessment)
        if found is None:
            if len(self.asked_by_assessment) >= _ASSESSMENTS:
                self.asked_by_assessment.clear()
            found = self.asked_by_assessment[assessment] = {
                policy: tuple((Register(assessment, item, Facet.ANSWER), question) for item, question in questions)
                for policy, questions in self.questions.items()
            }
        return found

    def policies_touched(self, items: Collection[int]) -> list[Policy]:
        """The policies that `items` belong to; item 0, the assessment itself, touches all."""
        if 0 in items:
            return list(self.instrument.policies)
        touched = {self.policy_by_item[item].id for item in items if item in self.policy_by_item}
        return [policy for policy in self.instrument.policies if policy.id in touched]

    def items_of(self, policies: Collection[Policy]) -> set[int]:
        """The numbers of policies and of all their questions."""
        items = {self.item_by_policy[policy.id] for policy in policies}
        return items.union(*({item for item, _ in self.questions[policy.id]} for policy in policies))


@cache
def questionnaire() -> Questionnaire:
    """The one that this program brings."""
    text = resources.files("resources").joinpath("instruments", _FILE).read_text(encoding="utf-8")
    return Questionnaire.of(load_instrument(text, _FILE))
