"""A city without any line: admitted, heard and answered by files alone, through another city's computer."""

import json
import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks import bundle_size
from desktop_app import cli
from desktop_app.operations.bundles.files import read_postcard_files
from desktop_app.operations.bundles.journal import carried
from desktop_app.operations.bundles.postcards import postcard
from desktop_app.operations.bundles.taking import preview, take, take_bundle
from desktop_app.operations.bundles.writing import write_bundle
from desktop_app.operations.members import computer_code
from desktop_app.sync.carrying import carry
from roadmap_core.community.cities import City
from sync_server.__main__ import main as server_command
from tests.fakes.computer import Computer
from tests.server.running import RunningServer

FAR = "far-town"
NEW = City(FAR, "Far Town", "Far Town", "Japan", "JP", region="Asia", subregion="Eastern Asia")


@dataclass
class World:
    """A server that has Far Town on its list, Kaga's computer with a line, and Far Town's without one."""

    folder: Path
    server: RunningServer
    kaga: Computer
    far: Computer

    @property
    def stick(self) -> Path:
        return self.folder / "stick.roadmap"

    def admit(self) -> Path:
        """The registrar's machine takes the request off a stick, and gives the acts back on one."""
        request, acts = self.folder / "request.roadmap", self.folder / "acts.roadmap"
        write_bundle(self.far.workspace, request)
        code = computer_code(self.far.workspace)
        act = ["registrar", "admit", FAR, "--folder", str(self.server.office.folder)]
        assert server_command([*act, "--requests", str(request), "--code", code, "--out", str(acts)]) == 0
        return acts


@pytest.fixture
def world(tmp_path):
    with (
        RunningServer(tmp_path / "server") as server,
        Computer(tmp_path / "kaga") as kaga,
        Computer(tmp_path / "far", "Noor", FAR) as far,
    ):
        server.invite(FAR, NEW)
        kaga.join_as_lead(server)
        far.answer("ICT-01", 1)
        far.answer("ICT-06", 2)
        yield World(tmp_path, server, kaga, far)


def test_a_city_without_a_line_is_admitted_heard_and_told_so(world):
    kaga, far, stick = world.kaga, world.far, world.stick
    arrived = take_bundle(far.workspace, world.admit())
    assert arrived.begins_trust
    assert arrived.root_key == world.server.office.root.public_key.hex()

    write_bundle(far.workspace, stick)
    (load,) = take_bundle(kaga.workspace, stick).cities
    assert (load.city, load.is_own, load.new, load.refused) == (FAR, False, 6, {})
    before = kaga.log_state
    assert kaga.send().problem == ""
    assert kaga.log_state.position == before.position
    (load,) = carried(kaga.workspace)
    assert (load.city, load.waiting, load.delivered, load.refused) == (FAR, 0, 6, 0)

    write_bundle(kaga.workspace, stick, FAR)
    seen = preview(far.workspace, stick)
    assert seen.confirmed == 6
    assert far.waiting == 6
    assert take_bundle(far.workspace, stick).confirmed == 6
    assert far.waiting == 0
    assert far.status.sent_ms is not None
    assert take_bundle(far.workspace, stick).is_news is False


def test_what_was_confirmed_by_stick_fits_what_a_line_brings_later(world):
    take_bundle(world.far.workspace, world.admit())
    write_bundle(world.far.workspace, world.stick)
    take_bundle(world.kaga.workspace, world.stick)
    (done,) = carry(world.kaga.workspace, world.kaga.session)
    assert (done.delivered, done.problem) == (6, "")
    assert carry(world.kaga.workspace, world.kaga.session) == ()
    write_bundle(world.kaga.workspace, world.stick, FAR)
    take_bundle(world.far.workspace, world.stick)
    world.far.answer("ICT-01", 2)
    assert world.far.join(world.server.address).value == "admitted"
    assert world.far.send().problem == ""
    assert world.far.waiting == 0
    assert world.far.log_state.position == 7


def test_a_request_that_travels_before_its_admission_is_delivered_with_it(world):
    acts = world.admit()
    write_bundle(world.far.workspace, world.stick)
    take_bundle(world.kaga.workspace, world.stick)
    (done,) = carry(world.kaga.workspace, world.kaga.session)
    assert (done.delivered, done.problem) == (0, "E-NOT-ADMITTED")
    take_bundle(world.kaga.workspace, acts)
    (done,) = carry(world.kaga.workspace, world.kaga.session)
    assert (done.delivered, done.problem) == (4, "")


def test_a_city_that_the_server_does_not_know_keeps_no_other_back(world, tmp_path):
    with Computer(tmp_path / "lost", "Ada", "lost-place") as lost:
        write_bundle(lost.workspace, world.stick)
    take_bundle(world.kaga.workspace, world.stick)
    take_bundle(world.far.workspace, world.admit())
    write_bundle(world.far.workspace, world.stick)
    take_bundle(world.kaga.workspace, world.stick)
    found = {one.city: (one.delivered, one.problem) for one in carry(world.kaga.workspace, world.kaga.session)}
    assert found == {FAR: (6, ""), "lost-place": (0, "E-CITY-UNKNOWN")}


def test_a_convener_passes_on_what_several_cities_gave(world, tmp_path):
    take_bundle(world.far.workspace, world.admit())
    write_bundle(world.far.workspace, world.stick)
    with Computer(tmp_path / "convener", "Rui", "porto-pt") as convener:
        take_bundle(convener.workspace, world.stick)
        write_bundle(convener.workspace, world.stick)
    arrived = take_bundle(world.kaga.workspace, world.stick)
    assert {one.city: one.new for one in arrived.cities} == {FAR: 6, "porto-pt": 2}


def test_a_postcard_brings_what_a_stick_would(world, tmp_path):
    card = tmp_path / "mail.txt"
    card.write_text("> " + "\n> ".join(postcard(world.far.workspace).text.splitlines()), encoding="utf-8")
    (load,) = take(world.kaga.workspace, read_postcard_files([card]), card.name).cities
    assert (load.city, load.new) == (FAR, 2)


def run(capsys, *arguments) -> dict:
    capsys.readouterr()
    assert cli.run([*arguments, "--json"], lambda *_: 0) == 0
    return json.loads(capsys.readouterr().out)


def test_the_same_by_the_console(world, capsys):
    kaga, far = str(world.kaga.folder), str(world.far.folder)
    acts, stick = str(world.admit()), str(world.stick)
    world.kaga.close()
    world.far.close()
    assert run(capsys, "import", acts, "--preview", "--profile", far)["is_preview"]
    assert run(capsys, "import", acts, "--profile", far)["begins_trust"]
    assert run(capsys, "export", stick, "--profile", far)["unconfirmed"] == 6
    assert run(capsys, "import", stick, "--profile", kaga)["cities"][0]["city"] == FAR
    assert run(capsys, "carry", "--profile", kaga)["carried"][0]["delivered"] == 6
    assert run(capsys, "export", stick, "--for-city", FAR, "--profile", kaga)["receipts"] == 1
    assert run(capsys, "import", stick, "--profile", far)["confirmed"] == 6
    listed = run(capsys, "import", "--list", "--profile", kaga)["files"]
    assert [(one["carried"], one["removable"]) for one in listed] == [(6, 0)]
    assert run(capsys, "import", "--undo", str(listed[0]["number"]), "--profile", kaga) == {"taken_back": 0}


def test_a_file_of_a_month_is_at_most_five_hundredths_larger_than_its_entries(world):
    chance = random.Random(5)
    for computer in (world.kaga, world.far):
        bundle_size.work_a_month(computer, chance)
        assert bundle_size.share(computer, world.stick) <= bundle_size.LARGEST_SHARE
