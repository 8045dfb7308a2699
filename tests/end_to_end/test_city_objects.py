"""The registrar was asked to change who leads a city: the city hears of it by the line, and stops it (row 38)."""

import pytest

from desktop_app.errors import AppError
from desktop_app.operations import members
from desktop_app.storage.computer_findings import named_findings
from desktop_app.storage.people_view import people_view
from roadmap_core.entries.identifiers import NO_ENTRY, EntryHash
from roadmap_core.entries.statements import Revoke, Role
from sync_server.errors import OperatorError
from sync_server.registrar.waiting import announcement_of, wait
from sync_server.services.take_entries import take_entries
from sync_server.storage import cities
from tests.end_to_end.conftest import NewComputer
from tests.fakes.computer import Computer
from tests.server.running import RunningServer

DAY_MS = 24 * 60 * 60 * 1000


def announce(server: RunningServer, act: Revoke) -> EntryHash:
    signed = server.office.act("kaga-jp", [announcement_of(act, "A letter of 3 May")], server.server.now_ms())
    take_entries(server.server, [entry.data for entry in signed])
    return signed[-1].hash


def waited(server: RunningServer, act: Revoke, days: int) -> str:
    """What the registrar's tool says with the log that the server has now; "" if it signs."""
    with server.server.database.reading() as connection:
        log = [stored.data for stored in cities.entries(connection, "kaga-jp")]
    try:
        wait(server.office, "kaga-jp", act, log, server.server.now_ms() + days * DAY_MS)
    except OperatorError as error:
        return error.code
    return ""


def test_row_38_a_removal_of_the_lead_is_seen_by_all_and_stopped_by_one(
    server: RunningServer, aiko: Computer, ben: Computer
) -> None:
    act = Revoke(aiko.genesis.log, NO_ENTRY)
    asked = announce(server, act)
    for one in (aiko, ben):
        assert one.send().problem == ""
        (said,) = people_view(one.workspace.store).announced
        assert (said.entry, said.log, said.role, said.reason) == (asked, act.log, None, "A letter of 3 May")
        assert [found.finding.kind for found in named_findings(one.workspace.store)] == ["announced"]
    assert waited(server, act, 0) == "E-WAITING"

    members.object_to(ben.workspace, asked, "  Nobody of us wrote it ")
    assert people_view(ben.workspace.store).announced[0].is_own_objection
    assert ben.send().problem == ""
    assert waited(server, act, 4) == "E-OBJECTED"
    aiko.send()
    (said,) = people_view(aiko.workspace.store).announced
    assert [(who and who.official, reason) for who, reason in said.objections] == [("Ben", "Nobody of us wrote it")]
    assert not said.is_own_objection
    assert people_view(aiko.workspace.store).is_lead, "nothing has happened"
    assert aiko.root == ben.root


def test_row_38_what_nobody_objects_to_happens_and_is_shown_no_more(
    server: RunningServer, aiko: Computer, ben: Computer
) -> None:
    act = Revoke(ben.genesis.log, NO_ENTRY)
    asked = announce(server, act)
    aiko.send()
    assert waited(server, act, 0) == "E-WAITING"
    assert waited(server, act, 3) == ""
    take_entries(server.server, [entry.data for entry in server.office.act("kaga-jp", [act], server.server.now_ms())])
    aiko.send()
    assert people_view(aiko.workspace.store).announced == ()
    assert named_findings(aiko.workspace.store) == ()
    with pytest.raises(AppError) as refused:
        members.object_to(aiko.workspace, asked)
    assert refused.value.code == "E-ENTRY"


def test_a_viewer_objects_to_nothing(server: RunningServer, aiko: Computer, computer: NewComputer) -> None:
    chie = computer("Chie")
    chie.join(server.address, server.invite("kaga-jp"))
    aiko.send()
    members.admit(aiko.workspace, members.computer_code(chie.workspace), Role.VIEWER)
    asked = announce(server, Revoke(aiko.genesis.log, NO_ENTRY))
    for one in (aiko, chie):
        one.send()
    assert people_view(chie.workspace.store).announced
    assert not people_view(chie.workspace.store).may_object
    with pytest.raises(AppError) as refused:
        members.object_to(chie.workspace, asked)
    assert refused.value.code == "E-SCOPE"
