"""The stable address of every text that is translated: the msgctxt of a translation catalogue. Never re-used.

meta/title                      policy/ICT/name, policy/DST/note        ICT-01/text, ICT-01/good_answer,
principle/EQ/name               scale/maturity6/planned/label           ICT-01/evidence/1 (from 1)
risk/CYBER/name                 scale/maturity6/planned/meaning         CTX-01/text, CTX-01/unit
role/CIO/name                   special/unknown/label, .../effect       VIG-1/text
stage/written/label, .../meaning                                        evidence_grade/E0/name, .../meaning
"""

from collections.abc import Iterator
from typing import NamedTuple

from roadmap_core.instrument.model import Instrument, Policy, Question


class Translatable(NamedTuple):
    """A text to translate; `comment` is for the translator."""

    address: str
    english: str
    comment: str


def translatable(instrument: Instrument) -> Iterator[Translatable]:
    """Every text of the instrument that is translated, in the order in which a translator should meet them."""
    yield Translatable("meta/title", instrument.title, "Title of the whole questionnaire")
    yield from _vocabulary(instrument)
    yield from _scales(instrument)
    for policy in instrument.policies:
        yield from _policy(policy)
    for figure in instrument.context_figures:
        yield Translatable(f"{figure.id}/text", figure.text, "A number that the city is asked for")
        yield Translatable(f"{figure.id}/unit", figure.unit, f"Unit of: {figure.text}")
    for vignette in instrument.vignettes:
        yield Translatable(f"{vignette.id}/text", vignette.text, "A made-up example that every official rates")


def _vocabulary(instrument: Instrument) -> Iterator[Translatable]:
    for principle in instrument.principles:
        yield Translatable(f"principle/{principle.id}/name", principle.name, "Principle of the roadmap")
    for risk in instrument.risks:
        yield Translatable(f"risk/{risk.id}/name", risk.name, "Risk that policies address")
    for role in instrument.roles:
        yield Translatable(f"role/{role.id}/name", role.name, "Office in a city government")
    for stage in instrument.stages:
        yield Translatable(f"stage/{stage.id}/label", stage.label, "How far a policy has come; on a small pill")
        yield Translatable(f"stage/{stage.id}/meaning", stage.meaning, f"Explains the stage: {stage.label}")
    for special in instrument.special_answers:
        yield Translatable(f"special/{special.id}/label", special.label, "An answer beside the scale")
        yield Translatable(f"special/{special.id}/effect", special.effect, f"Explains the answer: {special.label}")
    for grade in instrument.evidence_grades:
        yield Translatable(f"evidence_grade/{grade.id}/name", grade.name, "How well evidence is backed; one word")
        yield Translatable(f"evidence_grade/{grade.id}/meaning", grade.meaning, f"Explains the grade: {grade.name}")


def _scales(instrument: Instrument) -> Iterator[Translatable]:
    for scale in instrument.scales:
        for option in scale.options:
            address = f"scale/{scale.id}/{option.value}"
            yield Translatable(f"{address}/label", option.label, "An answer to choose; short")
            yield Translatable(f"{address}/meaning", option.meaning, f"Explains the answer: {option.label}")


def _policy(policy: Policy) -> Iterator[Translatable]:
    yield Translatable(f"policy/{policy.id}/name", policy.name, "Name of a model policy")
    if policy.note:
        yield Translatable(f"policy/{policy.id}/note", policy.note, f"Note on the policy: {policy.name}")
    for question in policy.questions:
        yield from _question(question, policy.name)


def _question(question: Question, policy_name: str) -> Iterator[Translatable]:
    yield Translatable(f"{question.id}/text", question.text, f"Question on: {policy_name}")
    yield Translatable(f"{question.id}/good_answer", question.good_answer, f"What a good answer is to: {question.text}")
    for place, evidence in enumerate(question.evidence, 1):
        yield Translatable(f"{question.id}/evidence/{place}", evidence, f"A document that would show: {question.text}")
