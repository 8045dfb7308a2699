"""What the members of a city may do, and when earlier verdicts may differ; see also the rows of the list of faults."""

import pytest

from roadmap_core.entries.entry import Entry
from roadmap_core.entries.identifiers import NO_ENTRY, LogId
from roadmap_core.entries.sealing import Claims
from roadmap_core.entries.statements import Endorse, Erase, Rekey, Revoke, Role
from roadmap_core.merge.honoured import not_honoured
from roadmap_core.merge.members import Membership, counting, is_statement
from roadmap_core.refusals import Code
from tests.property.worlds import document
from tests.unit.merge.town import Town, as_role
from tests.vectors.computers import ALLIANCE, CITY, CLAIMED_MS, Computer, answered


@pytest.fixture
def town() -> Town:
    return Town()


def anew(town: Town, *without: Entry) -> Membership:
    """As a process that was started again: it is told of statements alone, and its storage knows every entry."""
    members = Membership(CITY, town.members.document, town.replica.place_of)
    members.learn(entry for entry in town.replica.entries.values() if entry.genesis or is_statement(entry))
    return members


def test_everybody_is_what_they_were_made(town: Town) -> None:
    logs = {name: getattr(town, name).genesis.log for name in ("registrar", "lead", "editor")}
    assert {name: town.members.role(log) for name, log in logs.items()} == {"registrar": 0, "lead": 1, "editor": 2}
    assert all(town.members.reads(log) and not town.members.is_revoked(log) for log in logs.values())
    assert town.members.logs_of(town.lead.key) == (logs["lead"],)
    nobody = LogId(bytes(8))
    assert (town.members.role(nobody), town.members.reads(nobody), town.members.key(nobody)) == (None, False, None)
    assert (town.members.is_revoked(nobody), town.members.logs_of(b"")) == (False, ())
    assert all(town.members.admits(each.genesis) for each in (town.registrar, town.lead, town.editor))
    assert not town.members.admits(town.editor.seal(answered(1)))


def test_a_genesis_of_another_alliance_city_or_log_is_refused_and_teaches_nothing(town: Town) -> None:
    other = Computer("x")
    for genesis, code in (
        (Computer("x", alliance="staging", city="leeds").genesis, Code.ALLIANCE),
        (Computer("x", city="leeds").genesis, Code.CITY),
        (other.seal(answered(1)), Code.SCHEMA),
        (other.genesis._replace(log=town.lead.genesis.log), Code.LOG_KEY),
    ):
        refusal = town.members.refuses_genesis(genesis)
        assert refusal is not None
        assert refusal.code == code
        town.take(genesis)
    assert town.members.logs_of(other.key) == ()
    assert town.members.refuses_genesis(town.lead.genesis) is None
    assert town.members.document.alliance == ALLIANCE


def test_a_role_given_again_holds_from_the_later_word_and_a_leads_always(town: Town) -> None:
    later, earlier = Claims(CLAIMED_MS, 9, 7), Claims(CLAIMED_MS, 8, 7)
    log = town.editor.genesis.log
    town.take(town.lead.seal(as_role(town.editor, Role.APPROVER), claims=later))
    town.take(town.lead.seal(as_role(town.editor, Role.VIEWER), claims=earlier))
    assert town.members.role(log) == Role.APPROVER
    town.take(town.registrar.seal(as_role(town.editor, Role.LEAD), claims=earlier))
    town.take(town.registrar.seal(as_role(town.editor, Role.EDITOR), claims=later))
    assert town.members.role(log) == Role.LEAD


def test_a_computer_that_begins_again_keeps_its_role_and_its_revocation(town: Town) -> None:
    again = Computer("editor", incarnation=2)
    town.take(again.genesis, written := again.seal(answered(1)))
    assert town.code(written) is None
    town.take(town.lead.seal(Revoke(town.editor.genesis.log, town.editor.genesis.hash)))
    assert (town.code(town.editor.genesis), town.code(written)) == (None, Code.REVOKED)
    town.take(town.lead.seal(as_role(again)))
    assert town.code(written) == Code.REVOKED
    town.take(town.lead.seal(Revoke(written.log, written.hash)))
    assert town.code(written) is None
    assert not town.members.reads(written.log)


def test_a_cut_off_of_a_log_that_begins_later_reaches_the_computers_other_logs_when_it_does(town: Town) -> None:
    again = Computer("editor", incarnation=2)
    town.take(town.lead.seal(Revoke(again.genesis.log, NO_ENTRY)), written := town.editor.seal(answered(1)))
    assert town.code(written) is None
    assert town.take(again.genesis)
    assert town.code(written) == Code.REVOKED
    assert not town.take(Computer("stranger").genesis)


def test_an_enrolment_by_a_later_log_admits_the_computers_earlier_one(town: Town) -> None:
    guest, again = Computer("guest"), Computer("guest", incarnation=2)
    town.take(guest.genesis, written := guest.seal(answered(1)), town.lead.seal(as_role(again)))
    assert town.code(written) == Code.NOT_ADMITTED
    assert town.take(again.genesis)
    assert town.code(written) is None


def test_nothing_counts_before_the_cut_off_has_come_and_all_before_it_does_then(town: Town) -> None:
    one, two, three = (town.editor.seal(answered(value)) for value in (1, 2, 3))
    town.take(town.lead.seal(Revoke(one.log, two.hash)), one, three)
    assert (town.code(one), town.code(three)) == (Code.REVOKED, Code.REVOKED)
    assert town.take(two)
    assert [town.code(entry) for entry in (one, two, three)] == [None, None, Code.REVOKED]
    assert not town.take(town.editor.seal(answered(4))), "what lies beyond changes nothing before"


def test_a_process_that_was_started_again_notices_that_a_gap_is_filled(town: Town) -> None:
    one, two, three = (town.editor.seal(answered(value)) for value in (1, 2, 3))
    town.take(town.lead.seal(Revoke(one.log, three.hash)), one, three)
    town.replica.entries[two.hash] = two
    members = anew(town)
    assert members.take([two])
    assert len(counting([one, two, three], members)) == 3
    assert not members.take([town.editor.seal(answered(4))])


def test_a_process_that_was_started_again_notices_gaps_before_endorsed_entries_and_tips(town: Town) -> None:
    late = Claims(CLAIMED_MS + 9, 1, 7)
    guest = Computer("guest")
    one = guest.seal(answered(1), claims=late)
    two, three = guest.seal(answered(2)), guest.seal(answered(3))
    town.take(guest.genesis, town.lead.seal(as_role(guest, until_ms=CLAIMED_MS + 5)), one, three)
    town.take(town.lead.seal(Endorse((three.hash,), with_earlier=True)))
    town.replica.entries[two.hash] = two
    members = anew(town)
    assert members.take([two])
    assert len(counting([one, two, three], members)) == 3
    said = town.registrar.seal(as_role(Computer("nobody")))
    town.take(last := town.registrar.seal(answered(1)))
    removed = Membership(CITY, document({"registrar": frozenset({last.hash})}), town.replica.place_of)
    removed.learn([town.registrar.genesis])
    town.replica.entries[said.hash] = said
    assert removed.take([said])


def test_a_chain_stays_in_its_log(town: Town) -> None:
    """Storage refuses an entry that continues another log's (E-CHAIN); nothing here relies on that."""
    one = town.editor.seal(answered(1))
    stolen = town.lead.seal(answered(2))._replace(prev=one.hash)
    town.take(one, stolen, town.lead.seal(Revoke(one.log, NO_ENTRY), Endorse((stolen.hash,), with_earlier=True)))
    assert town.code(one) == Code.REVOKED


def test_who_says_something_without_being_heard_changes_nothing(town: Town) -> None:
    stranger = Computer("stranger")
    assert not town.take(stranger.genesis)
    words = (as_role(stranger, Role.LEAD), Revoke(town.editor.genesis.log, NO_ENTRY), Erase(NO_ENTRY, ""))
    assert not town.take(stranger.seal(*words), town.editor.seal(*words), town.editor.seal(answered(1)))
    assert not_honoured(stranger.genesis, town.members) == {}


def test_keys_are_listed_by_number_whoever_gave_them_first(town: Town) -> None:
    first, second = Rekey(1, b"aaaa", ()), Rekey(2, b"bbbb", ((town.lead.genesis.log, bytes(80)),))
    town.take(given := town.lead.seal(second, first))
    assert town.members.rekeys() == [first, second]
    assert not_honoured(given, town.members) == {}


def test_the_author_and_a_lead_may_have_a_private_part_erased(town: Town) -> None:
    again = Computer("editor", incarnation=2)
    by_editor, by_lead = town.editor.seal(answered(1)), town.lead.seal(answered(1))
    town.take(again.genesis, by_editor, by_lead)
    town.take(own := again.seal(Erase(by_editor.hash, "asked"), Erase(by_lead.hash, "")))
    assert town.members.erased() == {by_editor.hash}
    assert town.unheard(own) == {1: Code.SCOPE}
    town.take(town.lead.seal(Erase(by_editor.hash, ""), Erase(by_lead.hash, "")))
    assert town.members.erased() == {by_editor.hash, by_lead.hash}
    town.take(town.registrar.seal(Revoke(town.lead.genesis.log, NO_ENTRY)))
    assert town.members.erased() == frozenset(), "nobody has admitted the editor any more, either"


def test_more_than_8_branches_are_held_back_from_where_they_part_and_can_be_endorsed(town: Town) -> None:
    first = town.editor.seal(answered(0))
    town.take(first)
    tip, branches = town.editor.tip, []
    for value in range(9):
        town.editor.tip = tip
        branches.append(town.editor.seal(answered(value)))
    assert town.take(*branches[:8]) is False
    assert {town.code(branch) for branch in branches[:8]} == {None}
    assert town.take(branches[8])
    assert ({town.code(branch) for branch in branches}, town.code(first)) == ({Code.FORK}, None)
    town.take(town.lead.seal(Endorse((branches[3].hash,), with_earlier=False)))
    assert (town.code(branches[3]), town.code(branches[4])) == (None, Code.FORK)
    assert town.members.branch(first.log, [(entry.seq, entry.prev) for entry in (first, *branches)]) is False


def test_a_registrars_branches_are_held_back_unless_the_document_names_them(town: Town) -> None:
    tip, branches = town.registrar.tip, []
    for number in range(9):
        town.registrar.tip = tip
        branches.append(town.registrar.seal(as_role(Computer(f"guest {number}"))))
    town.take(*branches)
    assert {town.code(branch) for branch in branches} == {Code.FORK}
    after = town.under(document({"registrar": frozenset({branches[2].hash})}))
    assert [after.code(branch) for branch in branches[:4]] == [Code.REVOKED, Code.REVOKED, None, Code.REVOKED]


def test_what_comes_before_its_logs_first_entry_waits_for_it(town: Town) -> None:
    second, guest = Computer("second lead"), Computer("guest")
    town.take(guest.genesis, town.registrar.seal(as_role(second, Role.LEAD)), said := second.seal(as_role(guest)))
    assert (town.code(said), town.members.role(guest.genesis.log)) == (Code.NOT_ADMITTED, None)
    assert town.take(second.genesis)
    assert (town.code(said), town.members.role(guest.genesis.log)) == (None, Role.EDITOR)


def test_a_branch_that_leaves_earlier_holds_more_back(town: Town) -> None:
    log = town.editor.genesis.log
    first = town.editor.seal(answered(0))
    line = [(1, town.editor.genesis.hash), *[(2, first.hash)] * 9]
    town.take(first)
    assert town.members.branch(log, line)
    assert town.code(first) is None
    assert town.members.branch(log, [*line, (1, town.editor.genesis.hash)])
    assert town.code(first) == Code.FORK
