"""An instrument out of the text of its file. It takes text and opens no file; every mistake has a line and a reason."""

from collections.abc import Collection
from dataclasses import dataclass, field

from roadmap_core.instrument.mistakes import InstrumentError, Mistake, Mistakes
from roadmap_core.instrument.model import (
    ContextFigure,
    Instrument,
    Origin,
    Policy,
    Question,
    Scale,
    ScaleKind,
    Vignette,
)
from roadmap_core.instrument.nodes import Fields, compose
from roadmap_core.instrument.stages import QUESTION_STAGES, Stage
from roadmap_core.instrument.vocabulary import (
    read_evidence_grades,
    read_principles,
    read_references,
    read_risks,
    read_roles,
    read_scales,
    read_special_answers,
    read_stages,
    unique,
)

__all__ = ["InstrumentError", "Mistake", "load_instrument"]

FIGURE_SCALE = "figure"
"""The scale of context figures."""
VIGNETTE_SCALE = "maturity6"
GATE_OPTIONS = frozenset({"no", "planned", "drafted", "adopted"})
"""What the scale of a gate question must offer: the status rules go by these."""
ACCOUNTABLE_OPTION = "yes"

_PROSE = ("scoring", "peer_rules", "action_library_fields")
_META_PROSE = ("status", "unit_of_assessment", "two_depths", "id_rule", "translation_rule")
_NO_SCALE = Scale("", ScaleKind.ORDINAL)


def load_instrument(text: str, file_name: str) -> Instrument:
    """The instrument of a YAML text; `file_name` is only for messages.

    Raises:
        InstrumentError: with all mistakes that were found.
    """
    mistakes = Mistakes(file_name)
    top = compose(text, mistakes)
    instrument = _read(top)
    mistakes.raise_if_any()
    return instrument


@dataclass(frozen=True, slots=True)
class _Known:
    """The ids that policies and questions may refer to, and those that are taken."""

    principles: frozenset[str]
    risks: frozenset[str]
    roles: frozenset[str]
    references: frozenset[str]
    scales: dict[str, Scale]
    taken: set[str] = field(default_factory=set)


def _ids(records: Collection[object]) -> frozenset[str]:
    return frozenset(record.id for record in records)  # type: ignore[attr-defined]  # all of them have an id


def _read(top: Fields) -> Instrument:
    meta = top.section("meta")
    meta.skip(*_META_PROSE)
    principles, risks, roles = read_principles(top), read_risks(top), read_roles(top)
    references, scales = read_references(top), read_scales(top)
    known = _Known(_ids(principles), _ids(risks), _ids(roles), _ids(references), {scale.id: scale for scale in scales})
    policies = tuple(_policy(fields, known) for fields in top.records("policies"))
    if not policies:
        top.wrong("policies", "policies is missing or empty")
    instrument = Instrument(
        id=meta.text("id"),
        version=meta.text("version"),
        title=meta.text("title"),
        source_language=meta.text("source_language"),
        principles=principles,
        risks=risks,
        roles=roles,
        stages=read_stages(top),
        scales=scales,
        special_answers=read_special_answers(top),
        evidence_grades=read_evidence_grades(top),
        references=references,
        policies=policies,
        context_figures=_context_figures(top, known),
        vignettes=_vignettes(top, known),
    )
    top.skip(*_PROSE)
    meta.close()
    top.close()
    return instrument


def _policy(fields: Fields, known: _Known) -> Policy:
    policy_id = unique(fields, "id", known.taken)
    risks = fields.section("risks")
    questions = tuple(_question(record, known) for record in fields.records("questions"))
    if not questions:
        fields.wrong("questions", f"{policy_id} has no questions")
    origin = fields.one_of("origin", tuple(Origin), "origin")
    policy = Policy(
        id=policy_id,
        name=fields.text("name"),
        origin=Origin(origin) if origin in tuple(Origin) else Origin.EXTENSION,
        principle=fields.one_of("principle", known.principles, "principle"),
        primary_risks=risks.texts("primary", known.risks, "risk"),
        secondary_risks=risks.texts("secondary", known.risks, "risk"),
        gate=fields.text("gate"),
        accountable=fields.text("accountable"),
        questions=questions,
        note=fields.optional_text("note"),
    )
    for risk in set(policy.primary_risks) & set(policy.secondary_risks):
        fields.wrong("risks", f"risk {risk} is both primary and secondary")
    risks.close()
    fields.close()
    _check_gate(fields, policy)
    _check_accountable(fields, policy)
    return policy


def _check_gate(fields: Fields, policy: Policy) -> None:
    question = _own_question(fields, policy, "gate")
    if question and not {option.value for option in question.scale.options} >= GATE_OPTIONS:
        fields.wrong("gate", f"gate {question.id} must have a scale with {', '.join(sorted(GATE_OPTIONS))}")


def _check_accountable(fields: Fields, policy: Policy) -> None:
    question = _own_question(fields, policy, "accountable")
    if question and question.scale.option_index(ACCOUNTABLE_OPTION) is None:
        fields.wrong("accountable", f"accountable {question.id} must have a scale with {ACCOUNTABLE_OPTION}")


def _own_question(fields: Fields, policy: Policy, key: str) -> Question | None:
    wanted = policy.gate if key == "gate" else policy.accountable
    found = next((question for question in policy.questions if question.id == wanted), None)
    if wanted and found is None:
        fields.wrong(key, f"{key} {wanted} is no question of {policy.id}")
    return found


def _question(fields: Fields, known: _Known) -> Question:
    question_id = unique(fields, "id", known.taken)
    scale_id = fields.one_of("scale", known.scales, "scale")
    scale = known.scales.get(scale_id, _NO_SCALE)
    if not scale.is_scored:
        fields.wrong("scale", f"scale {scale_id} is never scored: it is for context figures")
    stage_ids = [stage.id for stage in QUESTION_STAGES]
    stage_id = fields.one_of("stage", stage_ids, "stage")
    question = Question(
        id=question_id,
        text=fields.text("text"),
        good_answer=fields.text("good_answer"),
        scale=scale,
        weight=fields.number("weight", 1, 5),
        stage=Stage.of(stage_id) if stage_id in stage_ids else Stage.WRITTEN,
        evidence=fields.texts("evidence"),
        respondents=fields.texts("respondents", known.roles, "role"),
        refs=fields.texts("refs", known.references, "reference"),
    )
    fields.close()
    return question


def _context_figures(top: Fields, known: _Known) -> tuple[ContextFigure, ...]:
    questions = frozenset(known.taken)
    found = []
    for fields in top.records("context_figures"):
        figure_id = unique(fields, "id", known.taken)
        used_by = fields.texts("used_by", questions, "question")
        found.append(ContextFigure(figure_id, fields.text("text"), fields.text("unit"), used_by))
        fields.close()
    scale = known.scales.get(FIGURE_SCALE)
    if found and (scale is None or scale.is_scored or scale.kind is not ScaleKind.NUMBER):
        top.wrong("context_figures", f"context figures need an unscored number scale {FIGURE_SCALE}")
    return tuple(found)


def _vignettes(top: Fields, known: _Known) -> tuple[Vignette, ...]:
    scale = known.scales.get(VIGNETTE_SCALE, _NO_SCALE)
    options = [option.value for option in scale.options]
    found = []
    for fields in top.records("vignettes"):
        vignette_id = unique(fields, "id", known.taken)
        expected = fields.one_of("expected", options, f"option of {VIGNETTE_SCALE}:")
        found.append(Vignette(vignette_id, fields.text("text"), expected))
        fields.close()
    return tuple(found)
