"""What a registrar has announced, and who objects: heard from those who may say it, and changing no verdict."""

import pytest

from roadmap_core.entries.identifiers import NO_ENTRY
from roadmap_core.entries.statements import Announce, Objection, Revoke, Role
from roadmap_core.merge.announced import announced
from roadmap_core.refusals import Code
from tests.unit.merge.town import Town, as_role
from tests.vectors.computers import Computer


@pytest.fixture
def town() -> Town:
    return Town()


def test_row_38_the_city_objects_and_everybody_hears_it(town: Town) -> None:
    lead = town.lead.genesis.log
    town.take(asked := town.registrar.seal(removal := Announce(lead, Role.REGISTRAR, "A letter")))
    town.take(by_editor := town.editor.seal(no := Objection(asked.hash, "Not from us")))
    town.take(by_lead := town.lead.seal(also := Objection(asked.hash, "")))
    (found,) = announced(town.members)
    assert (found.entry, found.said) == (asked, removal)
    assert set(found.objections) == {(by_editor, no), (by_lead, also)}
    assert [entry.lamport for entry, _ in found.objections] == sorted([by_editor.lamport, by_lead.lamport])
    assert town.unheard(asked) == town.unheard(by_lead) == {}


def test_an_announcement_changes_no_role_and_is_done_when_it_was_said(town: Town) -> None:
    lead, other = town.lead.genesis.log, Computer("other")
    town.take(other.genesis, town.registrar.seal(Announce(lead, 0, ""), Announce(other.genesis.log, Role.LEAD, "")))
    assert town.members.role(lead) == Role.LEAD
    assert town.members.role(other.genesis.log) is None
    removal, admission = sorted(announced(town.members), key=lambda one: one.said.role)
    assert not removal.is_done(town.members)
    assert not admission.is_done(town.members)
    town.take(town.registrar.seal(as_role(other, Role.LEAD), Revoke(lead, NO_ENTRY)))
    assert removal.is_done(town.members)
    assert admission.is_done(town.members)


def test_who_is_no_registrar_announces_nothing_and_who_may_not_write_objects_to_nothing(town: Town) -> None:
    viewer, stranger = Computer("viewer"), Computer("stranger")
    town.take(viewer.genesis, stranger.genesis, town.lead.seal(as_role(viewer, Role.VIEWER)))
    lead = town.lead.genesis.log
    town.take(by_lead := town.lead.seal(Announce(lead, 0, "")), asked := town.registrar.seal(Announce(lead, 0, "")))
    no = Objection(asked.hash, "")
    town.take(stranger.seal(no), viewer.seal(no), by_registrar := town.registrar.seal(no))
    (found,) = announced(town.members)
    assert (found.entry, found.objections) == (asked, ())
    assert town.unheard(by_lead) == town.unheard(by_registrar) == {0: Code.SCOPE}


def test_an_objection_that_came_before_what_it_is_about_is_heard(town: Town) -> None:
    asked = town.registrar.seal(Announce(town.lead.genesis.log, 0, ""))
    town.take(town.editor.seal(Objection(asked.hash, "")))
    assert announced(town.members) == []
    town.take(asked)
    assert len(announced(town.members)[0].objections) == 1
