"""A private part is erased on request: on the server, on a computer that was offline, and in a backup (row 119)."""

from pathlib import Path

from desktop_app.operations import backups
from desktop_app.operations.entries_file import export_entries, verify_entries
from desktop_app.operations.sealing import sign_in
from desktop_app.storage.engine import driver_of, reading, transaction
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.entries.statements import Erase
from sync_server.services.fsck import fsck
from tests.end_to_end.conftest import NewComputer
from tests.fakes.computer import Computer
from tests.server.running import RunningServer

NOTE = "The mayor's neighbour complained on 3 May"


def noted(computer: Computer) -> EntryHash:
    """The entry with the newest private part."""
    with reading(computer.workspace.engine) as connection:
        statement = "SELECT hash FROM entry JOIN private_part USING (short) ORDER BY number DESC LIMIT 1"
        return EntryHash(driver_of(connection).execute(statement).fetchone()[0])


def parts_of(computer: Computer, entry: EntryHash) -> tuple[bytes | None, bytes | None, int]:
    with reading(computer.workspace.engine) as connection:
        statement = "SELECT data, text, is_erased FROM private_part WHERE short = ?"
        data, text, is_erased = driver_of(connection).execute(statement, (entry[:16],)).fetchone()
        return data, text, is_erased


def test_row_119_who_was_offline_erases_with_the_next_sync_and_a_restored_backup_erases_again(
    server: RunningServer, aiko: Computer, ben: Computer, computer: NewComputer, tmp_path: Path
) -> None:
    question = aiko.choice_questions[0]
    ben.answer(question, 1)
    ben.note(question, NOTE)
    for one in (ben, aiko):
        assert one.send().problem == ""
    entry = noted(ben)
    assert parts_of(ben, entry)[0]
    kept = backups.make_backup(ben.folder)

    with transaction(aiko.workspace.engine) as connection:
        sign_in(aiko.workspace, connection, [Erase(entry, "Request of 4 May")])
    assert aiko.send().problem == ""
    assert aiko.question(question).note == ""
    assert ben.question(question).note == NOTE, "it is offline"

    assert ben.send().problem == ""
    _is_gone(ben, question, entry)
    assert ben.root == aiko.root
    assert fsck(server.server) == []
    export_entries(ben.workspace, tmp_path / "ben.cborseq")
    assert verify_entries(tmp_path / "ben.cborseq").bad == (), "the chain still verifies"

    ben.close()
    backups.restore(ben.folder, kept.name)
    again = computer("Ben")
    assert again.question(question).note == NOTE, "as the backup was"
    assert again.send().problem == ""
    _is_gone(again, question, entry)
    assert again.root == aiko.root


def _is_gone(ben: Computer, question: str, entry: EntryHash) -> None:
    assert (ben.question(question).note, ben.choices(question)) == ("", {1}), "the answer beside it stands"
    assert parts_of(ben, entry) == (None, None, 1)
