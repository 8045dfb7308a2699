"""The recovery sheet of a city's keys: all computers are lost, and a new one reads the notes again."""

import json
from pathlib import Path

import pytest

from desktop_app.cli import run
from desktop_app.errors import AppError
from desktop_app.identity.os_keys import NO_KEY_STORE
from desktop_app.operations import city_sheet, members
from tests.end_to_end.conftest import NewComputer
from tests.fakes.computer import Computer
from tests.server.running import RunningServer

FIRST, SECOND = "The treasurer has not agreed yet", "Ben must not know this"


def waymark(computer: Computer, capsys, *words: str) -> tuple[int, dict]:
    """A verb on the computer's profile; the window on it is closed meanwhile."""
    capsys.readouterr()
    arguments = [*words, "--profile", str(computer.folder), "--json"]
    status = run(arguments, lambda *_: pytest.fail("the window opened"), NO_KEY_STORE)
    said = capsys.readouterr()
    return status, json.loads(said.out if status < 2 else said.err)


def refused(computer: Computer, rows: list[str]) -> tuple[str, object, object]:
    with pytest.raises(AppError) as raised:
        city_sheet.read_city_sheet(computer.workspace, rows)
    return raised.value.code, raised.value.holes.get("reason"), raised.value.holes.get("row")


def test_after_all_computers_were_lost_a_new_one_reads_the_notes_again_with_the_sheet(
    server: RunningServer, aiko: Computer, ben: Computer, computer: NewComputer, tmp_path: Path, capsys
) -> None:
    first, second = aiko.choice_questions[:2]
    aiko.note(first, FIRST)
    assert aiko.send().problem == ""
    with pytest.raises(AppError, match="E-SCOPE"):
        city_sheet.city_sheet(ben.workspace)
    members.revoke(aiko.workspace, ben.genesis.log)
    aiko.note(second, SECOND)
    assert aiko.send().problem == ""
    status, printed = waymark(aiko, capsys, "sheet", "--city")
    assert status == 0
    rows = printed["sheet"]
    assert len(rows) == 2 * city_sheet.ROWS, "there was a new key when Ben was blocked"
    aiko.close()
    ben.close()  # from here on both are lost

    chiyo = computer("Chiyo")
    with pytest.raises(AppError, match="E-SCOPE"):
        city_sheet.read_city_sheet(chiyo.workspace, rows)
    chiyo.join_as_lead(server)
    assert chiyo.send().problem == ""
    assert [chiyo.question(one).note for one in (first, second)] == ["", ""]
    mistyped = [*rows[:16], rows[16][:4] + ("0" if rows[16][4] != "0" else "1"), *rows[17:]]
    assert refused(chiyo, mistyped) == ("E-SHEET", "ROW", 17)
    assert refused(chiyo, rows[:-1])[:2] == ("E-CITY-SHEET", "COUNT")
    assert refused(chiyo, [])[:2] == ("E-CITY-SHEET", "COUNT")
    assert refused(chiyo, city_sheet.to_sheet(bytes(32))) == ("E-CITY-SHEET", None, None)
    typed = tmp_path / "typed.txt"
    typed.write_text("\n".join(f"{n} {row.lower()}" for n, row in enumerate(rows, 1)))
    status, said = waymark(chiyo, capsys, "sheet", "--city", "--read", str(typed))
    assert (status, said["held"], said["known"]) == (0, 2, 2)
    assert [chiyo.question(one).note for one in (first, second)] == [FIRST, SECOND]

    dan = computer("Dan")
    dan.join(server.address, server.invite("kaga-jp"))
    chiyo.admit(dan)
    for one in (chiyo, dan, chiyo):
        assert one.send().problem == ""
    assert dan.question(second).note == SECOND, "an editor gets the keys from the lead, without a sheet"
    assert city_sheet.city_sheet(chiyo.workspace)[: len(rows)] == rows
