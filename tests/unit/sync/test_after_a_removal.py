"""What a removed computer goes on sending: it comes in everywhere, is kept, and stops no round."""

from pathlib import Path

from desktop_app.operations import members
from desktop_app.storage.people_view import people_view
from tests.fakes.computer import Computer
from tests.server.running import RunningServer


def test_updates_from_behind_the_cut_off_come_in_and_are_set_aside_until_the_lead_lets_them_count(
    tmp_path: Path,
) -> None:
    with (
        RunningServer(tmp_path / "server") as server,
        Computer(tmp_path / "lead") as lead,
        Computer(tmp_path / "lost", "Mori") as lost,
    ):
        lead.join_as_lead(server)
        lost.join(server.address, server.invite("kaga-jp"))
        lead.admit(lost)
        question, other = lead.choice_questions[:2]
        lost.answer(question, 1)
        for one in (lead, lost, lead):
            assert one.send().problem == ""
        (removed,) = [one for one in members.people(lead.workspace) if one.official == "Mori"]
        members.revoke(lead.workspace, removed.log)
        lost.answer(other, 2)
        for one in (lost, lead, lost, lead):
            one.send()
        assert lead.status.problem == ""
        assert (lead.choices(question), lead.choices(other)) == ({1}, set())
        (held,) = people_view(lead.workspace.store).set_aside[removed.log]
        assert (held.items, held.held) == ((other,), "E-REVOKED")
        members.endorse(lead.workspace, [held.hash])
        assert lead.send().problem == ""
        assert lead.choices(other) == {2}
