"""Rows 18 to 22 of the list of faults: who may write to a city's log."""

import pytest

from roadmap_core.entries.entry import read_genesis
from roadmap_core.entries.identifiers import NO_ENTRY
from roadmap_core.entries.sealing import Claims
from roadmap_core.entries.statements import Endorse, Enrol, Erase, Rekey, Revoke, Role
from roadmap_core.refusals import Code, Refusal
from tests.property.worlds import document
from tests.unit.merge.town import LATE_MS, Town, as_role
from tests.vectors.computers import Computer, answered


@pytest.fixture
def town() -> Town:
    return Town()


def test_row_18_what_an_expired_enrolment_claims_to_have_written_later_is_held_back_and_can_be_endorsed(
    town: Town,
) -> None:
    guest = Computer("guest")
    in_time = guest.seal(answered(1), claims=Claims(LATE_MS, 1, 7))
    late = guest.seal(answered(2), claims=Claims(LATE_MS + 1, 2, 7))
    town.take(guest.genesis, town.lead.seal(as_role(guest, until_ms=LATE_MS)), in_time, late)
    assert (town.code(in_time), town.code(late)) == (None, Code.EXPIRED)
    assert town.take(town.lead.seal(Endorse((late.hash,), with_earlier=False)))
    assert town.code(late) is None


def test_row_18_who_is_enrolled_for_longer_has_not_run_out(town: Town) -> None:
    guest = Computer("guest")
    late = guest.seal(answered(2), claims=Claims(LATE_MS + 1, 2, 7))
    town.take(guest.genesis, late, town.lead.seal(as_role(guest, until_ms=LATE_MS)))
    assert town.code(late) == Code.EXPIRED
    assert town.take(town.lead.seal(as_role(guest)))
    assert town.code(late) is None


@pytest.mark.parametrize("revoked_first", [True, False])
def test_row_19_beyond_the_cut_off_nothing_counts_whether_it_came_before_or_after(
    town: Town, *, revoked_first: bool
) -> None:
    one, two, three = (town.editor.seal(answered(value)) for value in (1, 2, 3))
    revoke = town.lead.seal(Revoke(one.log, one.hash))
    town.take(one)
    for entry in (revoke, two, three) if revoked_first else (two, three, revoke):
        town.take(entry)
    assert [town.code(entry) for entry in (one, two, three)] == [None, Code.REVOKED, Code.REVOKED]
    assert (town.members.reads(one.log), town.members.role(one.log)) == (False, Role.EDITOR)


def test_row_19_an_endorsement_admits_one_entry_or_all_before_it_as_they_come(town: Town) -> None:
    one, two, three, four = (town.editor.seal(answered(value)) for value in range(4))
    town.take(town.lead.seal(Revoke(one.log, NO_ENTRY)), one, three, four)
    assert town.code(one) == town.code(town.editor.genesis) == Code.REVOKED
    town.take(town.lead.seal(Endorse((four.hash,), with_earlier=False)))
    assert [town.code(entry) for entry in (one, three, four)] == [Code.REVOKED, Code.REVOKED, None]
    town.take(town.lead.seal(Endorse((three.hash,), with_earlier=True)))
    assert [town.code(entry) for entry in (one, three, four)] == [Code.REVOKED, None, None]
    assert town.take(two), "the gap is filled: what lies before it is endorsed too"
    assert [town.code(entry) for entry in (one, two, three, four)] == [None] * 4


def test_row_20_an_editor_enrols_nobody_and_its_answers_count(town: Town) -> None:
    friend = Computer("friend")
    entry = town.editor.seal(as_role(friend), Revoke(town.lead.genesis.log, NO_ENTRY), answered(3))
    assert not town.take(friend.genesis, entry)
    assert town.unheard(entry) == {0: Code.SCOPE, 1: Code.SCOPE}
    assert town.code(friend.genesis) == Code.NOT_ADMITTED
    assert (town.members.role(friend.genesis.log), town.members.reads(town.lead.genesis.log)) == (None, True)


def test_row_20_the_lead_of_another_city_enrols_nobody(town: Town) -> None:
    other = Computer("lead of Leeds", city="leeds")
    refusal = town.members.refuses_genesis(other.genesis)
    assert refusal is not None
    assert refusal.code == Code.CITY
    here = Computer("lead of Leeds")  # with the same key, which no one has admitted here
    entry = here.seal(as_role(here, Role.LEAD))
    town.take(other.genesis, here.genesis, entry)
    assert (town.code(entry), town.members.key(other.genesis.log)) == (Code.NOT_ADMITTED, None)
    assert town.members.role(here.genesis.log) is None


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.LEAD, 9])
def test_row_20_nobody_raises_a_role_beyond_what_they_may_give(town: Town, role: int) -> None:
    own = town.editor.seal(as_role(town.editor, max(role, 1)))
    town.take(own)
    assert town.unheard(own) == {0: Code.SCOPE}
    if role:
        by_lead = town.lead.seal(as_role(town.editor, role))
        town.take(by_lead)
        assert town.unheard(by_lead) == {0: Code.SCOPE}
    assert town.members.role(town.editor.genesis.log) == Role.EDITOR


def test_row_20_a_viewer_and_a_registrar_write_nothing_in_the_open_or_in_private(town: Town) -> None:
    town.take(town.lead.seal(as_role(town.editor, Role.VIEWER)))
    hidden = town.editor.seal(answered(2))._replace(operations=(), body=(bytes(32), 100))
    for author in (town.editor, town.registrar):
        assert town.code(author.seal(answered(1))) == Code.SCOPE
        assert town.code(hidden._replace(log=author.genesis.log)) == Code.SCOPE
    assert town.code(town.editor.genesis) is None


def test_row_20_a_lead_who_makes_an_editor_a_viewer_endorses_what_the_editor_wrote(town: Town) -> None:
    one, two = town.editor.seal(answered(1)), town.editor.seal(answered(2))
    town.take(one, two)
    town.take(town.lead.seal(as_role(town.editor, Role.VIEWER), Endorse((one.hash,), with_earlier=True)))
    assert (town.code(one), town.code(two)) == (None, Code.SCOPE)


def test_row_20_a_registrar_gives_out_no_key_and_an_editor_endorses_and_erases_nothing_of_others(town: Town) -> None:
    of_lead = town.lead.seal(answered(1))
    key = town.registrar.seal(Rekey(1, bytes(4), ()))
    entry = town.editor.seal(
        Endorse((of_lead.hash,), with_earlier=True), Erase(of_lead.hash, ""), Rekey(1, bytes(4), ())
    )
    town.take(of_lead, key, entry, town.registrar.seal(as_role(town.registrar, Role.LEAD)))
    assert (town.unheard(key), town.unheard(entry)) == ({0: Code.SCOPE}, dict.fromkeys(range(3), Code.SCOPE))
    assert (town.members.rekeys(), town.members.erased()) == ([], frozenset())


@pytest.mark.parametrize("order", [1, -1])
def test_row_21_revocations_that_name_each_other_leave_the_one_of_the_higher_stratum(town: Town, order: int) -> None:
    second = Computer("second lead")
    town.take(second.genesis, town.registrar.seal(as_role(second, Role.LEAD)))
    by_lead, by_second = (
        town.lead.seal(Revoke(second.genesis.log, NO_ENTRY)),
        second.seal(Revoke(town.lead.genesis.log, NO_ENTRY), Revoke(town.editor.genesis.log, NO_ENTRY)),
    )
    by_editor = town.editor.seal(Revoke(second.genesis.log, NO_ENTRY))
    town.take(*(by_lead, by_second, by_editor)[::order])
    assert town.unheard(by_lead) == {0: Code.SCOPE}
    assert town.unheard(by_second) == {0: Code.SCOPE}
    assert town.code(by_editor) == Code.REVOKED


def test_row_21_of_two_cut_offs_the_strictest_holds(town: Town) -> None:
    one, two, three = (town.editor.seal(answered(value)) for value in (1, 2, 3))
    town.take(
        one, two, three, town.lead.seal(Revoke(one.log, two.hash)), town.registrar.seal(Revoke(one.log, one.hash))
    )
    assert [town.code(entry) for entry in (one, two, three)] == [None, Code.REVOKED, Code.REVOKED]


def test_row_21_a_lead_revokes_no_registrar_and_a_registrar_revokes_a_lead(town: Town) -> None:
    revoke = town.lead.seal(Revoke(town.registrar.genesis.log, NO_ENTRY))
    town.take(revoke)
    assert town.unheard(revoke) == {0: Code.SCOPE}
    assert town.code(town.first_words) is None
    assert town.take(town.registrar.seal(Revoke(town.lead.genesis.log, revoke.hash)))
    assert town.code(revoke) is None
    assert town.code(town.lead.seal(answered(1))) == Code.REVOKED
    assert not town.members.reads(town.lead.genesis.log)


def test_row_22_an_enrolment_gives_nothing_until_the_computer_itself_has_signed(town: Town) -> None:
    stranger = Computer("stranger")
    forged = bytearray(stranger.genesis.data)
    forged[-1] ^= 1
    refusal = read_genesis(bytes(forged))
    assert isinstance(refusal, Refusal)
    assert refusal.code == Code.SIG
    enrol = town.lead.seal(as_role(stranger), Enrol(NO_ENTRY, Role.EDITOR, "", None))
    town.take(enrol)
    assert town.unheard(enrol) == {0: Code.POSSESSION, 1: Code.POSSESSION}
    assert town.members.admits(stranger.genesis)
    assert not town.members.admits(Computer("another").genesis)
    town.take(stranger.genesis)
    assert town.unheard(enrol) == {1: Code.POSSESSION}
    assert town.members.role(stranger.genesis.log) == Role.EDITOR


def test_a_registrar_who_was_removed_counts_up_to_the_tips_and_reads_no_more(town: Town) -> None:
    guest = Computer("guest")
    later = town.registrar.seal(as_role(guest))
    town.take(guest.genesis, later)
    after = town.under(document({"registrar": frozenset({town.first_words.hash})}))
    assert (after.code(town.first_words), after.code(later)) == (None, Code.REVOKED)
    assert (after.members.reads(later.log), town.members.reads(later.log)) == (False, True)
    assert after.code(guest.genesis) == Code.NOT_ADMITTED
    assert after.code(town.editor.seal(answered(1))) is None
