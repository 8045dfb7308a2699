"""The questionnaire as values: policies, questions, scales. Read only; `loading` makes it, nothing changes it.

Texts here are the English source; what a screen shows comes from the catalogue of the reader's language, found by the
address of the text (`addresses`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from roadmap_core.instrument.stages import Stage


class ScaleKind(StrEnum):
    """How a question is answered: pick an option, give a number, give a date."""

    ORDINAL = "ordinal"
    NUMBER = "number"
    DATE = "date"


class Origin(StrEnum):
    """Where a module comes from: foundational, elsewhere on roadmap 1.0, or an extension of our own."""

    FOUNDATIONAL = "alliance_foundational"
    ROADMAP = "alliance_roadmap"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Principle:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Risk:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Role:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class StageText:
    """A stage as people read it. `id` is `Stage.id`."""

    id: str
    label: str
    meaning: str

    @property
    def stage(self) -> Stage:
        return Stage.of(self.id)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of an ordinal scale; `points` 0 to 100."""

    value: str
    points: int
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Band:
    """Points of a date: for at most `max_months` since the event; None: for any longer time."""

    max_months: int | None
    points: int


@dataclass(frozen=True, slots=True)
class Scale:
    """A way to answer.

    Attributes:
        options: from the lowest up. A date scale may have one too: `never`.
        unit, minimum, maximum: of a number.
        bands: of a date, the shortest time first; the last one has no limit.
        needs: what must be given with a number: numerator, denominator, period.
        is_scored: False for context figures.
    """

    id: str
    kind: ScaleKind
    options: tuple[Option, ...] = ()
    unit: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    bands: tuple[Band, ...] = ()
    needs: tuple[str, ...] = ()
    is_scored: bool = True
    note: str | None = None

    @property
    def is_percent(self) -> bool:
        """Answered by a numerator and a denominator."""
        return self.kind is ScaleKind.NUMBER and self.unit == "percent"

    def option_index(self, value: str) -> int | None:
        """The place of an option, which is its form on the wire; None if the scale has no such option."""
        return next((index for index, option in enumerate(self.options) if option.value == value), None)


@dataclass(frozen=True, slots=True)
class SpecialAnswer:
    """An answer beside the scale. `id`: unknown, not_applicable, not_competent."""

    id: str
    label: str
    effect: str


@dataclass(frozen=True, slots=True)
class EvidenceGrade:
    id: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A standard, law or guide. `is_checked`: an address with the content was seen. Titles aren't translated."""

    id: str
    title: str
    is_checked: bool


@dataclass(frozen=True)
class Question:
    """One question of a policy.

    Attributes:
        evidence: what would show it; may be empty in outline modules.
        weight: 1 to 5.
        stage: WRITTEN, IMPLEMENTED or REVIEWED.
        respondents: ids of roles; may be empty.
        refs: ids of references.
    """

    id: str
    text: str
    good_answer: str
    scale: Scale
    weight: int
    stage: Stage
    evidence: tuple[str, ...] = ()
    respondents: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """One module: a model policy and its questions.

    Attributes:
        gate: id of the question that asks whether the policy is in force; it decides the stage.
        accountable: id of the question that asks for one answerable official.
    """

    id: str
    name: str
    origin: Origin
    principle: str
    primary_risks: tuple[str, ...]
    secondary_risks: tuple[str, ...]
    gate: str
    accountable: str
    questions: tuple[Question, ...]
    note: str | None = None

    def question(self, question_id: str) -> Question:
        """Raises KeyError for a question of another policy."""
        return self._questions_by_id[question_id]

    @property
    def is_foundational(self) -> bool:
        return self.origin is Origin.FOUNDATIONAL

    @property
    def is_extension(self) -> bool:
        return self.origin is Origin.EXTENSION

    @property
    def risks(self) -> tuple[str, ...]:
        """Primary risks first."""
        return self.primary_risks + self.secondary_risks

    @cached_property
    def question_ids(self) -> tuple[str, ...]:
        return tuple(question.id for question in self.questions)

    @cached_property
    def _questions_by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}


@dataclass(frozen=True, slots=True)
class ContextFigure:
    """A number asked once per assessment (scale `figure`), shown beside answers, never scored."""

    id: str
    text: str
    unit: str
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vignette:
    """A short story that every official rates once on maturity6. `expected`: the option's value."""

    id: str
    text: str
    expected: str


@dataclass(frozen=True)
class Instrument:
    """A whole questionnaire of one version. Lookups raise KeyError for an unknown id."""

    id: str
    version: str
    title: str
    source_language: str
    principles: tuple[Principle, ...]
    risks: tuple[Risk, ...]
    roles: tuple[Role, ...]
    stages: tuple[StageText, ...]
    scales: tuple[Scale, ...]
    special_answers: tuple[SpecialAnswer, ...]
    evidence_grades: tuple[EvidenceGrade, ...]
    references: tuple[Reference, ...]
    policies: tuple[Policy, ...]
    context_figures: tuple[ContextFigure, ...]
    vignettes: tuple[Vignette, ...]

    def policy(self, policy_id: str) -> Policy:
        return self._policies_by_id[policy_id]

    def question(self, question_id: str) -> Question:
        return self._questions_by_id[question_id]

    def policy_of(self, question_id: str) -> Policy:
        """The policy that a question belongs to."""
        return self._policies_by_question[question_id]

    def scale(self, scale_id: str) -> Scale:
        return self._scales_by_id[scale_id]

    def scale_of(self, item_id: str) -> Scale:
        """The scale of a question or of a context figure."""
        question = self._questions_by_id.get(item_id)
        if question is not None:
            return question.scale
        if item_id in self._context_ids:
            return self.scale("figure")
        raise KeyError(item_id)

    @cached_property
    def foundational(self) -> tuple[Policy, ...]:
        return tuple(policy for policy in self.policies if policy.is_foundational)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in file order."""
        return tuple(question for policy in self.policies for question in policy.questions)

    @cached_property
    def quick(self) -> tuple[Question, ...]:
        """The quick depth: foundational questions of weight 4 or 5, for one workshop."""
        return tuple(q for policy in self.foundational for q in policy.questions if q.weight >= 4)

    @cached_property
    def _policies_by_id(self) -> Mapping[str, Policy]:
        return {policy.id: policy for policy in self.policies}

    @cached_property
    def _questions_by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def _policies_by_question(self) -> Mapping[str, Policy]:
        return {question.id: policy for policy in self.policies for question in policy.questions}

    @cached_property
    def _scales_by_id(self) -> Mapping[str, Scale]:
        return {scale.id: scale for scale in self.scales}

    @cached_property
    def _context_ids(self) -> frozenset[str]:
        return frozenset(figure.id for figure in self.context_figures)
