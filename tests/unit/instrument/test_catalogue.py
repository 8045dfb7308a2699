"""Numbers and addresses: what entries and translations go by, and what must never move by accident."""

from dataclasses import replace
from pathlib import Path

import pytest

from roadmap_core.instrument.addresses import translatable
from roadmap_core.instrument.catalogue import Catalogue
from roadmap_core.instrument.loading import load_instrument
from roadmap_core.instrument.model import Instrument

FILE = Path(__file__).parents[3] / "resources" / "instruments" / "gsca-roadmap.yaml"
TEXT = FILE.read_text(encoding="utf-8")
PINNED = "54a0b171219c7795405b41f446cc8015b7dcc2fd9558e3bd80e55ef8ed4d168f"
"""Entries name it. Change it only together with the version in the file."""


@pytest.fixture(scope="module")
def real() -> Instrument:
    return load_instrument(TEXT, FILE.name)


def changed(old: str, new: str) -> bytes:
    assert old in TEXT
    return Catalogue.of(load_instrument(TEXT.replace(old, new, 1), FILE.name)).digest


def test_the_digest_of_the_real_instrument_is_pinned(real: Instrument) -> None:
    assert Catalogue.of(real).digest.hex() == PINNED


def test_items_are_the_assessment_then_policies_then_questions_then_context_figures(real: Instrument) -> None:
    catalogue = Catalogue.of(real)
    assert len(catalogue.items) == 1 + 17 + 122 + 8
    assert [catalogue.number(item) for item in ("assessment", "ICT", "AIP", "ICT-01", "AIP-06")] == [0, 1, 17, 18, 139]
    assert [catalogue.number(item) for item in ("CTX-01", "CTX-08")] == [140, 147]
    assert all(catalogue.id(catalogue.number(item)) == item for item in catalogue.items)
    assert len(set(catalogue.items)) == len(catalogue.items)


def test_a_number_or_an_id_of_another_catalogue_is_not_found(real: Instrument) -> None:
    catalogue = Catalogue.of(real)
    assert catalogue.id(148) is None
    assert catalogue.id(-1) is None
    with pytest.raises(KeyError):
        catalogue.number("ICT-99")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Open data\n", "name: Data for all\n"),
        ("Used in real cases", "Used in true cases"),
        ("label: Partly", "label: In part"),
        ("respondents: [PROC, INCL]", "respondents: [PROC]"),
        ("evidence: [clause, annex]", "evidence: [annex]"),
    ],
)
def test_wording_is_not_part_of_the_digest(old: str, new: str) -> None:
    assert changed(old, new).hex() == PINNED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 0.2.0", "version: 0.2.1"),
        ("    weight: 5\n", "    weight: 4\n"),
        ("    stage: written\n", "    stage: reviewed\n"),
        ("points: 25,  label: Drafted", "points: 26,  label: Drafted"),
        ("{max_months: 24,", "{max_months: 18,"),
        ("accountable: ICT-04", "accountable: ICT-02"),
        ("  principle: SR", "  principle: EQ"),
        ("id: CTX-08", "id: CTX-09"),
    ],
)
def test_what_changes_the_meaning_of_an_answer_changes_the_digest(old: str, new: str) -> None:
    assert changed(old, new).hex() != PINNED


def test_every_translatable_text_has_an_address_of_its_own(real: Instrument) -> None:
    texts = list(translatable(real))
    assert len({text.address for text in texts}) == len(texts)
    assert all(text.english and text.comment for text in texts)


@pytest.mark.parametrize(
    ("address", "english"),
    [
        ("meta/title", "Self-assessment on the policy roadmap"),
        ("principle/EQ/name", "Equity, inclusivity and social impact"),
        ("risk/CYBER/name", "Cybersecurity threats"),
        ("role/PROC/name", "Procurement office"),
        ("stage/none/label", "None"),
        ("stage/written/label", "Written"),
        ("scale/maturity6/planned/label", "Planned"),
        ("scale/maturity6/planned/meaning", "An owner and a target date are recorded."),
        ("scale/ynp/no/label", "No"),
        ("scale/recency/never/label", "Never"),
        ("special/unknown/label", "Not yet known"),
        ("special/not_competent/label", "Not our competence"),
        ("policy/ODP/name", "Open data"),
        ("ICT-02/evidence/2", "annex"),
        ("CTX-01/unit", "persons"),
        ("evidence_grade/E0/name", "Stated"),
    ],
)
def test_addresses_are_stable(real: Instrument, address: str, english: str) -> None:
    assert {text.address: text.english for text in translatable(real)}[address] == english


def test_every_text_of_a_question_is_translatable(real: Instrument) -> None:
    addresses = {text.address for text in translatable(real)}
    for question in real.questions:
        assert {f"{question.id}/text", f"{question.id}/good_answer"} <= addresses
        assert all(f"{question.id}/evidence/{place + 1}" in addresses for place in range(len(question.evidence)))


def test_a_policy_without_a_note_has_no_address_for_one(real: Instrument) -> None:
    bare = replace(real, policies=tuple(replace(policy, note=None) for policy in real.policies))
    assert not [text for text in translatable(bare) if text.address.endswith("/note")]
    assert [text.address for text in translatable(real) if text.address.endswith("/note")] == [
        "policy/DST/note",
        "policy/AIP/note",
    ]
