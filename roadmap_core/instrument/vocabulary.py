"""Reads what the questions of an instrument's file refer to: scales, principles, risks, roles, stages, references."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from roadmap_core.instrument.model import (
    Band,
    EvidenceGrade,
    Option,
    Principle,
    Reference,
    Risk,
    Role,
    Scale,
    ScaleKind,
    SpecialAnswer,
    StageText,
)
from roadmap_core.instrument.nodes import Fields
from roadmap_core.instrument.stages import Stage

SPECIAL_ANSWERS = ("unknown", "not_applicable", "not_competent")
_NEEDS = ("numerator", "denominator", "period")
_LONGEST_MONTHS = 1_200

Record = TypeVar("Record")


def unique(fields: Fields, key: str, seen: set[str]) -> str:
    """The id of a record, which no record before it may have."""
    record_id = fields.text(key)
    if record_id and record_id in seen:
        fields.wrong(key, f"duplicate id {record_id}")
    if "/" in record_id or record_id != record_id.strip() or not record_id.isascii():
        fields.wrong(key, f"{record_id} is not fit for an id")
    seen.add(record_id)
    return record_id


def _records(
    top: Fields, section: str, seen: set[str], read: Callable[[Fields, str], Record], key: str = "id"
) -> tuple[Record, ...]:
    found = []
    for fields in top.records(section):
        found.append(read(fields, unique(fields, key, seen)))
        fields.close()
    if not found:
        top.wrong(section, f"{section} is missing or empty")
    return tuple(found)


def read_principles(top: Fields) -> tuple[Principle, ...]:
    return _records(top, "principles", set(), lambda f, one: Principle(one, f.text("name")))


def read_risks(top: Fields) -> tuple[Risk, ...]:
    return _records(top, "risks", set(), lambda f, one: Risk(one, f.text("name")))


def read_roles(top: Fields) -> tuple[Role, ...]:
    return _records(top, "roles", set(), lambda f, one: Role(one, f.text("name")))


def read_evidence_grades(top: Fields) -> tuple[EvidenceGrade, ...]:
    return _records(top, "evidence_grades", set(), lambda f, one: EvidenceGrade(one, f.text("name"), f.text("meaning")))


def read_stages(top: Fields) -> tuple[StageText, ...]:
    seen: set[str] = set()
    stages = _records(top, "stages", seen, lambda f, one: StageText(one, f.text("label"), f.text("meaning")))
    expected = [stage.id for stage in Stage]
    if [stage.id for stage in stages] != expected:
        top.wrong("stages", f"stages must be {', '.join(expected)}, in this order")
    return stages


def read_special_answers(top: Fields) -> tuple[SpecialAnswer, ...]:
    specials = _records(
        top,
        "special_answers",
        set(),
        lambda f, one: SpecialAnswer(one, f.text("label"), f.text("effect")),
        key="value",
    )
    if sorted(special.id for special in specials) != sorted(SPECIAL_ANSWERS):
        top.wrong("special_answers", f"special answers must be {', '.join(SPECIAL_ANSWERS)}")
    return specials


def read_references(top: Fields) -> tuple[Reference, ...]:
    found = []
    for name, fields in top.section("references").sections():
        found.append(Reference(name, fields.text("title"), fields.flag("checked")))
        fields.close()
    return tuple(found)


def read_scales(top: Fields) -> tuple[Scale, ...]:
    found = []
    for name, fields in top.section("scales").sections():
        found.append(_scale(name, fields))
        fields.close()
    return tuple(found)


def _scale(scale_id: str, fields: Fields) -> Scale:
    kind = fields.one_of("kind", tuple(ScaleKind), "kind of scale")
    readers = {ScaleKind.ORDINAL.value: _ordinal, ScaleKind.NUMBER.value: _number, ScaleKind.DATE.value: _date}
    return readers[kind](scale_id, fields) if kind in readers else Scale(scale_id, ScaleKind.ORDINAL)


def _ordinal(scale_id: str, fields: Fields) -> Scale:
    options = tuple(_options(fields))
    if len(options) < 2:
        fields.wrong("options", "a scale needs at least two options")
    points = [option.points for option in options]
    if points != sorted(points):
        fields.wrong("options", "options must go from the lowest points up")
    return Scale(scale_id, ScaleKind.ORDINAL, options, note=fields.optional_text("note"))


def _number(scale_id: str, fields: Fields) -> Scale:
    points = fields.one_of("points", ("value", "none"), "kind of points")
    unit = fields.optional_text("unit")
    if points == "value" and unit != "percent":
        fields.wrong("points", "only a scale in percent can be scored by its value")
    return Scale(
        scale_id,
        ScaleKind.NUMBER,
        unit=unit,
        minimum=fields.optional_number("min", -(10**12), 10**12),
        maximum=fields.optional_number("max", -(10**12), 10**12),
        needs=fields.texts("needs", _NEEDS, "need"),
        is_scored=points == "value",
        note=fields.optional_text("note"),
    )


def _date(scale_id: str, fields: Fields) -> Scale:
    bands = tuple(_bands(fields))
    limits = [band.max_months for band in bands]
    bounded = [limit for limit in limits[:-1] if limit is not None]
    if not bands or limits[-1] is not None or len(bounded) != len(bands) - 1 or bounded != sorted(set(bounded)):
        fields.wrong("bands", "bands must go from the shortest time up and end with otherwise")
    return Scale(
        scale_id,
        ScaleKind.DATE,
        tuple(_options(fields)),
        unit=fields.optional_text("unit"),
        bands=bands,
        note=fields.optional_text("note"),
    )


def _options(fields: Fields) -> Iterator[Option]:
    seen: set[str] = set()
    for option in fields.records("options"):
        value = unique(option, "value", seen)
        yield Option(value, option.number("points", 0, 100), option.text("label"), option.text("meaning"))
        option.close()


def _bands(fields: Fields) -> Iterator[Band]:
    for band in fields.records("bands"):
        is_last = band.has("otherwise") and band.flag("otherwise")
        months = None if is_last else band.number("max_months", 1, _LONGEST_MONTHS)
        yield Band(months, band.number("points", 0, 100))
        band.close()
