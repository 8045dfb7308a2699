"""Evidence through the operations, on real profiles: cited, amended, withdrawn, merged as rows, sealed for the city."""

from dataclasses import replace

import pytest

from desktop_app.operations.answers import give_answer
from desktop_app.operations.citations import amend, cite, new_citation, withdraw
from desktop_app.operations.half_texts import keep_half_texts
from desktop_app.operations.sealing import seal_drafts
from desktop_app.storage import citation_query, half_texts, queries, search_query
from roadmap_core import cbor
from roadmap_core.assessment.answers import Choice
from roadmap_core.assessment.citations import Citation, citation_from_wire, citation_to_wire

KEY = bytes(range(16))
RULE = Citation(KEY, "Rule 7", "law", "Council", "2026-05-31", "https://kaga.jp/7", "§ 3", "All sites", "ja")


def used(computer):
    return {source.citation: source.questions for source in citation_query.register(computer.workspace.store).sources}


def exchange(one, other):
    for computer in (one, other):
        seal_drafts(computer.workspace)
    first, second = one.entries(), other.entries()
    one.take(second)
    other.take(first)


@pytest.mark.parametrize(
    ("citation", "grade"),
    [
        (RULE, "E2"),
        (replace(RULE, date=""), "E1"),
        (replace(RULE, reference="shelf 4"), "E1"),
        (replace(RULE, date="", checked_by="City of Kobe"), "E3"),
    ],
)
def test_a_grade_follows_from_what_is_cited(citation, grade):
    assert citation.grade == grade


def test_a_row_is_read_as_it_was_written_also_with_fields_of_a_later_version():
    row = cbor.decode(cbor.encode(citation_to_wire(RULE)))
    assert citation_from_wire(row) == citation_from_wire([*row, "later"]) == RULE


@pytest.mark.parametrize("row", ["text", [], ["only", KEY], ["t", b"short", *[""] * 8], ["t", KEY, 1, *[""] * 7]])
def test_a_row_of_another_form_is_no_citation(row):
    assert citation_from_wire(row) is None


def test_what_is_cited_is_there_when_the_profile_is_opened_again_before_and_after_sealing(sato):
    changes = cite(sato.workspace, ["ICT-01", "ICT-02"], RULE)
    assert (changes.questions, changes.outbox) == ({"ICT-01", "ICT-02"}, True)
    assert not cite(sato.workspace, ["ICT-01"], RULE).questions
    sato.workspace.close()
    assert used(sato) == {RULE: ("ICT-01", "ICT-02")}
    assert queries.status(sato.workspace.store).waiting_changes == 2


def test_answers_with_nothing_cited_are_counted(sato):
    for question in ("ICT-01", "ICT-02"):
        give_answer(sato.workspace, question, Choice(1), ())
    cite(sato.workspace, ["ICT-02"], RULE)
    found = citation_query.register(sato.workspace.store)
    assert (found.grades, found.unsupported) == ({"ICT-01": "E0", "ICT-02": "E2"}, ("ICT-01",))


def test_what_was_never_sealed_is_withdrawn_without_a_trace(sato):
    cite(sato.workspace, ["ICT-01"], RULE)
    assert withdraw(sato.workspace, ["ICT-01"], RULE).questions == {"ICT-01"}
    assert not withdraw(sato.workspace, ["ICT-01"], RULE).questions
    assert (used(sato), queries.status(sato.workspace.store).waiting_changes) == ({}, 0)


def test_two_computers_cite_amend_and_withdraw_and_end_alike(sato, tanaka, members):
    cite(sato.workspace, ["ICT-01", "ICT-02"], RULE)
    exchange(sato, tanaka)
    assert used(tanaka) == {RULE: ("ICT-01", "ICT-02")}
    later = replace(RULE, section="§ 4")
    amend(sato.workspace, RULE, later)
    cite(tanaka.workspace, ["ICT-03"], RULE)  # without knowing of that
    withdraw(tanaka.workspace, ["ICT-02"], RULE)
    exchange(sato, tanaka)
    assert used(sato) == used(tanaka) == {later: ("ICT-01", "ICT-02"), RULE: ("ICT-03",)}  # adding wins


def test_no_entry_holds_a_word_of_what_is_cited(sato, tanaka, members):
    cite(sato.workspace, ["ICT-01"], RULE)
    seal_drafts(sato.workspace)
    assert not any(word in sato.entries()[-1] for word in (b"Rule 7", b"Council", KEY))


def test_the_search_is_given_what_is_cited(sato):
    cite(sato.workspace, ["ICT-01"], replace(new_citation(sato.workspace, "Rule 8"), publisher="Council"))
    assert [one.cited for one in search_query.written(sato.workspace.store)] == [("Rule 8 Council",)]


def test_an_amendment_is_kept_also_where_a_colleague_took_the_citation_away_meanwhile(sato):
    later = replace(RULE, section="§ 4")
    assert not amend(sato.workspace, RULE, later).questions
    assert amend(sato.workspace, RULE, later, here="ICT-02").questions == {"ICT-02"}
    assert not amend(sato.workspace, RULE, later, here="ICT-02").questions
    assert used(sato) == {later: ("ICT-02",)}


def test_what_was_begun_is_forgotten_with_what_comes_of_it(sato):
    store, place = sato.workspace.store, half_texts.citing("ICT-01")
    for write in (
        lambda: cite(sato.workspace, ["ICT-01"], RULE, place),
        lambda: amend(sato.workspace, RULE, replace(RULE, section="§ 4"), "ICT-01", place),
    ):
        keep_half_texts(sato.workspace, place, {"at": "ICT-01", "title": "Ru"})
        keep_half_texts(sato.workspace, "ICT-01", {"reason": "another form"})
        assert half_texts.kept(store, place) == {"at": "ICT-01", "title": "Ru"}
        write()
        assert (half_texts.kept(store, place), half_texts.kept(store, "ICT-01")) == ({}, {"reason": "another form"})
