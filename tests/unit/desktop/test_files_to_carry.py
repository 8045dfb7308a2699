"""Updates as a file: written, looked at, taken in, taken back."""

from pathlib import Path

import pytest

from desktop_app.operations.bundles.journal import taken, undo
from desktop_app.operations.bundles.taking import preview, take_bundle
from desktop_app.operations.bundles.writing import write_bundle
from desktop_app.operations.members import admit, computer_code
from tests.fakes.computer import Computer
from tests.server.running import RunningServer


@pytest.fixture
def lead(tmp_path):
    """Kaga's lead, admitted, without a line from now on."""
    with RunningServer(tmp_path / "server") as server, Computer(tmp_path / "lead") as found:
        found.join_as_lead(server)
        found.answer("ICT-01", 1)
        yield found


@pytest.fixture
def stick(tmp_path) -> Path:
    return tmp_path / "stick.roadmap"


def state(computer):
    """All that stands and how far it counts, as it would be read."""
    from desktop_app.storage.engine import driver_of, reading

    with reading(computer.workspace.engine) as connection:
        driver = driver_of(connection)
        registers = driver.execute("SELECT * FROM register ORDER BY 1, 2, 3").fetchall()
        entries = driver.execute("SELECT hash, standing, held FROM entry ORDER BY hash").fetchall()
        statements = driver.execute("SELECT short FROM statement ORDER BY 1").fetchall()
        devices = driver.execute("SELECT log, public_key, is_own, tip_seq, tip FROM device ORDER BY 1").fetchall()
        return registers, entries, statements, devices


def test_a_second_computer_is_admitted_and_works_by_stick_alone(lead, tmp_path, stick):
    with Computer(tmp_path / "second", "Benio") as second:
        second.answer("ICT-06", 2)
        write_bundle(second.workspace, stick)
        seen = preview(lead.workspace, stick)
        assert [(one.city, one.is_own, one.new, one.held_back) for one in seen.cities] == [("kaga-jp", True, 2, 2)]
        take_bundle(lead.workspace, stick)
        assert lead.question("ICT-06").answer is None
        admit(lead.workspace, computer_code(second.workspace))
        assert lead.question("ICT-06").answer is not None

        write_bundle(lead.workspace, stick, is_whole=True)
        arrived = take_bundle(second.workspace, stick)
        assert arrived.begins_trust
        assert second.question("ICT-01").answer == lead.question("ICT-01").answer
        assert state(second)[0] == state(lead)[0]


def test_a_preview_changes_nothing_and_tells_what_the_import_then_does(lead, tmp_path, stick):
    with Computer(tmp_path / "second", "Benio") as second:
        second.answer("ICT-06", 2)
        write_bundle(second.workspace, stick)
    before = state(lead)
    seen = preview(lead.workspace, stick)
    assert state(lead) == before
    assert taken(lead.workspace) == ()
    assert take_bundle(lead.workspace, stick).cities == seen.cities
    assert preview(lead.workspace, stick).is_news is False


def test_a_file_is_taken_back_whole_and_can_be_taken_in_again(lead, tmp_path, stick):
    with Computer(tmp_path / "second", "Benio") as second:
        second.answer("ICT-06", 2)
        write_bundle(second.workspace, stick)
        before = state(lead)
        number = take_bundle(lead.workspace, stick).number
        assert [(one.number, one.entries, one.removable) for one in taken(lead.workspace)] == [(number, 2, 2)]
        count, _ = undo(lead.workspace, number)
        assert (count, state(lead), taken(lead.workspace)) == (2, before, ())
        assert take_bundle(lead.workspace, stick).cities[0].new == 2
        assert lead.waiting == 2


def test_a_colleague_without_a_line_learns_from_the_whole_log_what_has_arrived(lead, tmp_path, stick):
    with Computer(tmp_path / "second", "Benio") as second:
        second.answer("ICT-06", 2)
        write_bundle(second.workspace, stick)
        take_bundle(lead.workspace, stick)
        admit(lead.workspace, computer_code(second.workspace))
        assert lead.send().problem == ""
        write_bundle(lead.workspace, stick, is_whole=True)
        whole = stick.read_bytes()
        assert second.waiting == 2
        take_bundle(second.workspace, stick)
        assert second.waiting == 0
        assert second.positions() == lead.positions()
        assert second.status.sent_ms is not None

        stick.write_bytes(whole)
        assert not take_bundle(second.workspace, stick).is_news
        assert second.join(lead.log_state.server).value == "admitted"
        assert second.send().problem == ""  # its name with it, for it has the city's key now
        assert lead.send().problem == ""
        assert second.root == lead.root
