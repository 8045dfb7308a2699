"""`waymark verify` for whoever is handed a stick, a postcard, a photo of one, or a printed report's code."""

import json

import pytest

from desktop_app import cli
from desktop_app.operations.bundles.codes import save_codes
from desktop_app.operations.bundles.files import read_bundle
from desktop_app.operations.bundles.postcards import postcard
from desktop_app.operations.bundles.writing import write_bundle
from roadmap_core.exchange.receipts import head_code, read_signed_head
from roadmap_core.keys.codes import to_code
from tests.fakes.computer import Computer
from tests.server.running import RunningServer


@pytest.fixture(scope="module")
def sticks(tmp_path_factory):
    """A folder with a whole city, a postcard and its codes; and the code that a report of the city would bear."""
    folder = tmp_path_factory.mktemp("sticks")
    with RunningServer(folder / "server") as server, Computer(folder / "kaga") as kaga:
        kaga.join_as_lead(server)
        kaga.answer("ICT-01", 1)
        kaga.send()
        write_bundle(kaga.workspace, folder / "whole.roadmap", is_whole=True)
        keys = server.office.document().log_keys
        kaga.answer("ICT-02", 1)
        card = postcard(kaga.workspace)
    (folder / "card.txt").write_text(card.text)
    save_codes(card.pieces, folder / "card.png")
    (signed,) = read_bundle(folder / "whole.roadmap").heads
    return folder, head_code(read_signed_head(signed, keys))


def verified(capsys, *arguments) -> tuple[int, dict]:
    capsys.readouterr()
    status = cli.run(["verify", *map(str, arguments), "--json"], lambda *_: 0)
    said = capsys.readouterr()
    return status, json.loads(said.out or said.err)


@pytest.mark.parametrize("name", ["whole.roadmap", "card.txt", "card.png"])
def test_the_entries_of_a_stick_and_of_a_postcard_are_judged_one_by_one(sticks, capsys, name) -> None:
    status, said = verified(capsys, sticks[0] / name)
    assert (status, said["bad"], said["unproven"]) == (0, 0, 0)
    assert said["good"] >= 2


def test_a_damaged_stick_and_a_postcard_with_a_hole_are_refused_by_code(sticks, capsys, tmp_path) -> None:
    (tmp_path / "cut.roadmap").write_bytes((sticks[0] / "whole.roadmap").read_bytes()[:-200])
    assert verified(capsys, tmp_path / "cut.roadmap")[1]["code"] == "E-BUNDLE-CUT"
    lines = (sticks[0] / "card.txt").read_text().splitlines()
    (tmp_path / "card.txt").write_text("\n".join([*lines[:2], *lines[3:]]))
    assert verified(capsys, tmp_path / "card.txt")[1]["code"] == "E-POSTCARD-CUT"


def test_a_printed_code_is_found_however_it_is_typed_and_another_one_is_not(sticks, capsys) -> None:
    folder, code = sticks
    typed = code.lower().replace("-", " ").replace("0", "o")
    status, said = verified(capsys, folder / "whole.roadmap", "--code", typed)
    assert (status, said["is_found"], said["city"], said["fits_entries"]) == (0, True, "kaga-jp", True)
    assert verified(capsys, folder / "whole.roadmap", "--code", to_code(bytes(10)))[0] == 1
    assert verified(capsys, folder / "whole.roadmap", "--code", code[:-1])[1]["code"] == "E-PRINTED-CODE"
