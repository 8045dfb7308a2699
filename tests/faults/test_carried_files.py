"""Rows 33 to 36, 39, 99 to 106 of the list of faults, as a person meets them: with files and sticks on the desktop."""

import base64
import json
import os
import random
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from desktop_app.durable import UNFINISHED
from desktop_app.errors import AppError
from desktop_app.operations.bundles.files import read_bundle
from desktop_app.operations.bundles.journal import undo
from desktop_app.operations.bundles.taking import preview, take_bundle
from desktop_app.operations.bundles.writing import write_bundle
from desktop_app.operations.members import admit, computer_code
from desktop_app.operations.sealing import ensure_device, seal_drafts
from desktop_app.storage import intake, people
from desktop_app.storage.engine import driver_of, reading
from roadmap_core.entries.statements import Enrol, Role
from roadmap_core.exchange.bundle import Bundle, CityPart, read, write
from roadmap_core.exchange.joining import JoinRequest
from roadmap_core.ledger.heads import Head
from sync_server.registrar.office import Office
from tests.fakes.computer import Computer
from tests.server.running import RunningServer
from tests.unit.desktop.profiles import Registrar
from tests.vectors.computers import signer_of

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "carried.json"
HOSTILE = json.loads(VECTORS.read_text())["refused_bundles"]
ROOT = Path(__file__).resolve().parents[2]


def state(computer: Computer) -> list[list[tuple]]:
    """All that counts and is known, whatever way it came."""
    asked = (
        "SELECT * FROM register ORDER BY 1, 2, 3",
        "SELECT hash, standing, held FROM entry ORDER BY hash",
        "SELECT * FROM operation ORDER BY 1, 2, 3, 4, 5",
        "SELECT short FROM statement ORDER BY 1",
        "SELECT log, public_key, tip_seq, tip FROM device ORDER BY 1",
        "SELECT hash, state FROM cargo ORDER BY 1",
    )
    with reading(computer.workspace.engine) as connection:
        return [driver_of(connection).execute(statement).fetchall() for statement in asked]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick.roadmap"


@pytest.fixture
def kaga(tmp_path: Path):
    with Computer(tmp_path / "kaga") as found:
        found.answer("ICT-01", 1)
        seal_drafts(found.workspace)
        yield found


@pytest.fixture
def colleague(tmp_path: Path):
    with Computer(tmp_path / "colleague", "Benio") as found:
        found.answer("ICT-06", 2)
        seal_drafts(found.workspace)
        yield found


def refusal(computer: Computer, file: Path) -> str:
    """The code that the import is refused with, told in words; nothing is changed by it."""
    before = state(computer)
    codes = set()
    for act in (preview, take_bundle):
        with pytest.raises(AppError) as raised:
            act(computer.workspace, file)
        words = raised.value.words
        assert all((words.title, words.what_happened, words.what_is_safe, words.what_next))
        codes.add(words.code)
    assert state(computer) == before
    (code,) = codes
    return code


@pytest.fixture
def admitted(tmp_path: Path):
    """A lead whose city begins by a registrar's acts on a stick; its office."""
    office = Office(tmp_path / "office")
    with RunningServer(tmp_path / "server") as server, Computer(tmp_path / "lead") as lead:
        lead.join_as_lead(server)
        office = server.office
        yield lead, office


def test_row_33_a_code_that_was_read_out_is_taken_however_it_is_typed(admitted, colleague, stick):
    lead, _ = admitted
    write_bundle(colleague.workspace, stick)
    take_bundle(lead.workspace, stick)
    typed = computer_code(colleague.workspace).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    admit(lead.workspace, f"  {typed} ")
    assert lead.question("ICT-06").answer is not None


def test_row_34_used_expired_and_unknown_invitations_get_one_answer(tmp_path):
    with RunningServer(tmp_path / "server") as server, Computer(tmp_path / "first") as first:
        used, other = server.invitation("kaga-jp"), server.invitation("belfast-gb")
        assert first.join(server.address, server.invite("kaga-jp")).value == "pending"
        connection = first.session.server(server.address)
        with Computer(tmp_path / "second") as second:
            assert connection.join(JoinRequest(second.genesis.data, used).to_bytes()).is_taken
        with Computer(tmp_path / "third") as third:
            answers = set()
            for code in (used, other, b"unknwn"):
                answers.add(connection.join(JoinRequest(third.genesis.data, code).to_bytes()))
            expired = server.invitation("kaga-jp")
            server.clock.offset += 8 * 24 * 3600
            answers.add(connection.join(JoinRequest(third.genesis.data, expired).to_bytes()))
    assert [(one.status, one.code) for one in answers] == [(403, "E-INVITE")]


def test_row_35_acts_for_another_city_or_another_request_admit_nobody_and_say_whose_they_are(admitted, tmp_path, stick):
    _, office = admitted
    with Computer(tmp_path / "new", "Chie") as new, Computer(tmp_path / "far", "Noor", "far-town") as far:
        for one, city in ((far, "far-town"), (Computer(tmp_path / "else", "Dai"), "kaga-jp")):
            acts = office.act(city, [Enrol(one.genesis.hash, Role.LEAD, "", None)], 1_790_000_000_000)
            part = CityPart(city, tuple(entry.data for entry in acts))
            data = write(Bundle(office.document().alliance, "office", (part,), documents=tuple(office.documents())))
            assert isinstance(data, bytes)
            stick.write_bytes(data)
            (told,) = preview(new.workspace, stick).cities
            assert (told.city, told.is_own) == (city, city == "kaga-jp")
            take_bundle(new.workspace, stick)
            with reading(new.workspace.engine) as connection:
                found = [c for c in people.people(new.workspace.store, connection) if c.is_this_computer]
            assert [c.role for c in found] == [None]
            if one is not far:
                one.close()


def test_row_36_after_a_power_cut_between_key_and_request_the_same_keys_ask_again(tmp_path, monkeypatch, stick):
    from desktop_app.operations import start
    from desktop_app.operations.workspace import open_workspace

    workspace = open_workspace(tmp_path / "cut")
    start.begin(workspace, start.CityChoice("kaga-jp", "Kaga", "JP"), "Aiko")
    with monkeypatch.context() as patched:
        patched.setattr(intake, "take", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            ensure_device(workspace)
    signer = workspace.keys.signer()
    assert signer is not None
    first = ensure_device(workspace)
    assert first.signer.public_key == signer.public_key
    write_bundle(workspace, stick)
    assert ensure_device(workspace).genesis == first.genesis
    workspace.close()


def test_row_39_a_folder_that_was_copied_gives_up_all_it_holds_on_both_computers(admitted, colleague, tmp_path, stick):
    lead, _ = admitted
    write_bundle(colleague.workspace, stick)
    take_bundle(lead.workspace, stick)
    admit(lead.workspace, computer_code(colleague.workspace))
    log = colleague.genesis.log
    colleague.close()
    shutil.copytree(colleague.folder, tmp_path / "copy")
    colleague.__post_init__()
    colleague.answer("ICT-01", 1)
    with Computer(tmp_path / "copy", "Benio") as copy:
        copy.answer("ICT-01", 2)
        for one in (colleague, copy):
            write_bundle(one.workspace, stick)
            take_bundle(lead.workspace, stick)
    with reading(lead.workspace.engine) as connection:
        twice = [one.is_twice for one in people.people(lead.workspace.store, connection) if log in one.logs]
    assert twice == [True]
    assert lead.choices("ICT-01") == {1, 2}


def test_row_99_a_file_that_was_cut_changes_nothing(kaga, colleague, stick):
    write_bundle(colleague.workspace, stick)
    whole = stick.read_bytes()
    for share in range(1, 100):
        stick.write_bytes(whole[: max(len(whole) * share // 100, 1)])
        with pytest.raises(AppError) as raised:
            read_bundle(stick)
        assert raised.value.code == "E-BUNDLE-CUT", share
    assert refusal(kaga, stick) == "E-BUNDLE-CUT"


def test_row_99_a_stick_that_is_pulled_while_it_is_read_changes_nothing(kaga, colleague, stick, monkeypatch):
    write_bundle(colleague.workspace, stick)

    class Pulled(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 400:
                raise OSError(5, "Input/output error")
            return super().read(size)

    data = stick.read_bytes()
    monkeypatch.setattr(Path, "open", lambda *_args, **_more: Pulled(data))
    with pytest.raises(AppError) as raised:
        take_bundle(kaga.workspace, stick)
    assert raised.value.code in ("E-BUNDLE-CUT", "E-FILE")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_row_100_a_stick_that_is_pulled_while_it_is_written_leaves_nothing_to_carry(kaga, stick, monkeypatch, step):
    stick.write_bytes(b"the file of last month")
    before = kaga.waiting

    def gone(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        if step == "fsync":
            patched.setattr(os, "fsync", gone)
        else:
            patched.setattr(Path, "replace", gone)
        with pytest.raises(AppError) as raised:
            write_bundle(kaga.workspace, stick)
    assert raised.value.code == "E-BUNDLE-WRITE"
    assert raised.value.words.title == "Not finished: do not carry this file"
    assert stick.read_bytes() == b"the file of last month"
    assert list(stick.parent.glob("*" + UNFINISHED)) == []
    assert kaga.waiting == before > 0


DYING = """
import os, sys
from pathlib import Path
from desktop_app.operations.bundles import taking, writing
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import taken_files
act, profile, file = sys.argv[1:]
workspace = open_workspace(Path(profile))
if act == "write":
    Path.replace = lambda *_: os._exit(9)
    writing.write_bundle(workspace, Path(file))
taken_files.note = lambda *_, **__: os._exit(9)
taking.take_bundle(workspace, Path(file))
"""


def dies(act: str, computer: Computer, file: Path) -> None:
    """Does it in a process that is killed in the middle, without a chance to tidy up."""
    computer.close()
    command = [sys.executable, "-c", DYING, act, str(computer.folder), str(file)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    computer.__post_init__()


def test_row_100_a_program_that_is_killed_while_it_writes_leaves_a_name_that_says_so(kaga, colleague, stick):
    before = kaga.waiting
    dies("write", kaga, stick)
    assert [path.name for path in stick.parent.glob("stick*")] == ["stick.roadmap" + UNFINISHED]
    assert kaga.waiting == before
    write_bundle(kaga.workspace, stick)
    assert [path.name for path in stick.parent.glob("stick*")] == ["stick.roadmap"]
    assert take_bundle(colleague.workspace, stick).is_news


def test_row_100_a_program_that_is_killed_while_it_takes_a_file_in_has_taken_nothing(kaga, colleague, stick):
    write_bundle(colleague.workspace, stick)
    before = state(kaga)
    dies("take", kaga, stick)
    assert state(kaga) == before
    assert take_bundle(kaga.workspace, stick).cities[0].new == 2


def test_row_101_what_is_no_bundle_is_said_to_be_none(kaga, stick):
    chance = random.Random(101)
    for data in (
        b"",
        b"\xff\xd8\xff\xe0" + chance.randbytes(900),
        *(chance.randbytes(size) for size in (1, 60, 9_000)),
    ):
        stick.write_bytes(data)
        assert refusal(kaga, stick) == "E-BUNDLE", data[:8]
    with stick.open("wb") as out:
        out.truncate(10 * 2**30)
    assert refusal(kaga, stick) == "E-BUNDLE"


@pytest.mark.parametrize("row", sorted({case["row"] for case in HOSTILE}))
def test_rows_99_101_102_105_every_hostile_file_of_the_vectors_is_refused_in_words(kaga, stick, row):
    for case in (case for case in HOSTILE if case["row"] == row):
        stick.write_bytes(bytes.fromhex(case["bytes"]))
        assert refusal(kaga, stick) == case["code"], case["name"]


def bundle_of(file: Path) -> Bundle:
    found = read(BytesIO(file.read_bytes()))
    assert isinstance(found, Bundle)
    return found


def changed(bundle: Bundle, **parts: object) -> bytes:
    data = write(Bundle(**{name: parts.get(name, getattr(bundle, name)) for name in Bundle.__slots__}))  # type: ignore[arg-type]
    assert isinstance(data, bytes)
    return data


def test_row_103_a_file_of_another_server_or_alliance_says_what_does_not_fit(admitted, stick):
    lead, _ = admitted
    write_bundle(lead.workspace, stick)
    good = bundle_of(stick)
    foreign = Head("kaga-jp", 5, 1, bytes(32), 1_790_000_000_000).signed(signer_of("another server"))
    stick.write_bytes(changed(good, heads=(foreign,)))
    assert refusal(lead, stick) == "E-BUNDLE-KEY"
    with pytest.raises(AppError) as raised:
        take_bundle(lead.workspace, stick)
    assert "kaga-jp" in raised.value.words.what_happened
    assert "2026-09-21" in raised.value.words.what_happened
    stick.write_bytes(changed(good, alliance="another-alliance"))
    assert refusal(lead, stick) == "E-ALLIANCE"
    stick.write_bytes(changed(good, documents=tuple(Registrar(9).documents)))
    assert refusal(lead, stick) == "E-ALLIANCE-DOC"


def test_row_104_an_old_file_brings_nothing_new_and_two_in_the_wrong_order_fill_each_others_gap(
    kaga, colleague, tmp_path
):
    first, second = tmp_path / "1.roadmap", tmp_path / "2.roadmap"
    write_bundle(colleague.workspace, first)
    colleague.answer("ICT-01", 2)
    seal_drafts(colleague.workspace)
    write_bundle(colleague.workspace, second)
    late = bundle_of(second)
    items = late.cities[0].items
    second.write_bytes(changed(late, cities=(CityPart("kaga-jp", (items[0], items[-1])),)))
    take_bundle(kaga.workspace, second)
    assert take_bundle(kaga.workspace, first).cities[0].new == 1
    assert not take_bundle(kaga.workspace, first).is_news
    assert not preview(kaga.workspace, second).is_news
    assert len(state(kaga)[1]) == 2 + 3


def test_row_106_forged_updates_are_shown_and_the_good_ones_among_them_taken(kaga, colleague, stick):
    colleague.answer("ICT-01", 2)
    seal_drafts(colleague.workspace)
    write_bundle(colleague.workspace, stick)
    good = bundle_of(stick)
    first, second, third = good.cities[0].items
    forged = second[:-1] + bytes([second[-1] ^ 1])
    stranger = base64.b64decode("hEA=") + b"junk"
    stick.write_bytes(changed(good, cities=(CityPart("kaga-jp", (stranger, forged, third, first)),)))
    seen = preview(kaga.workspace, stick).cities[0]
    assert (seen.new, seen.held_back) == (2, 2)
    assert seen.refused["E-SIG"] == 1
    assert sum(seen.refused.values()) == 2
    assert take_bundle(kaga.workspace, stick).cities == (seen,)
    assert preview(kaga.workspace, stick).cities[0].new == 0


def test_by_stick_and_by_line_in_any_order_the_same_stands(tmp_path, stick):
    """What a third computer knows in the end doesn't depend on the way in which it came."""
    with (
        RunningServer(tmp_path / "server") as server,
        Computer(tmp_path / "lead") as lead,
        Computer(tmp_path / "writer", "Benio") as writer,
        Computer(tmp_path / "reader", "Chie") as reader,
    ):
        lead.join_as_lead(server)
        for one in (writer, reader):
            one.join(server.address, server.invite("kaga-jp"))
            lead.admit(one)
            lead.send()
            assert one.send().problem == ""
        lead.answer("ICT-06", 1)
        writer.answer("ICT-06", 2)
        write_bundle(writer.workspace, stick)
        assert lead.send().problem == ""
        assert writer.send().problem == ""
        reader.close()
        states = []
        for number, ways in enumerate((("line",), ("stick", "line"), ("line", "stick"), ("stick", "undo", "line"))):
            shutil.copytree(reader.folder, tmp_path / f"reader{number}")
            with Computer(tmp_path / f"reader{number}") as copy:
                arrived = 0
                for way in ways:
                    if way == "line":
                        assert copy.send().problem == ""
                    elif way == "stick":
                        arrived = take_bundle(copy.workspace, stick).number
                    else:
                        undo(copy.workspace, arrived)
                states.append([*state(copy)[:5], copy.root])
        assert states == [states[0]] * 4


def test_files_in_any_order_any_number_of_times_give_the_same(kaga, colleague, tmp_path):
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    sticks = []
    for turn in range(5):
        colleague.answer("ICT-06", turn % 3)
        seal_drafts(colleague.workspace)
        sticks.append(tmp_path / f"{turn}.roadmap")
        write_bundle(colleague.workspace, sticks[-1])
        whole = bundle_of(sticks[-1])
        some = [item for item in whole.cities[0].items if chance.random() < 0.7]
        if some:
            sticks[-1].write_bytes(changed(whole, cities=(CityPart("kaga-jp", tuple(some)),)))
    write_bundle(colleague.workspace, tmp_path / "all.roadmap")
    sticks.append(tmp_path / "all.roadmap")
    kaga.close()
    states = []
    for number in range(3):
        order = chance.sample(sticks * 2, len(sticks) * 2)
        shutil.copytree(kaga.folder, tmp_path / f"copy{number}")
        with Computer(tmp_path / f"copy{number}") as copy:
            for file in order:
                take_bundle(copy.workspace, file)
            states.append(state(copy)[:5])
    assert states == [states[0]] * 3
