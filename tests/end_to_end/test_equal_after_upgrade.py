"""A profile that an older program wrote is upgraded: every figure, every root and every word is as if it had always
been one of this program, and it goes on with colleagues who have either (reliability.md, T12)."""

from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from desktop_app import paths
from desktop_app.operations.profile_keys import data_key
from desktop_app.storage import digest, engine, full_check, migrate
from desktop_app.storage.engine import Driver, bare
from desktop_app.storage.migrate import SCHEMA, open_database
from tests.end_to_end.conftest import NewComputer
from tests.fakes.computer import Computer
from tests.server.running import RunningServer

SINCE_PRIVATE_PARTS = 5
"""The first schema that can hold what programs write since notes are sealed."""


@pytest.mark.parametrize("schema", range(SINCE_PRIVATE_PARTS, SCHEMA))
def test_what_an_older_program_wrote_is_equal_after_the_upgrade(
    server: RunningServer,
    aiko: Computer,
    ben: Computer,
    computer: NewComputer,
    monkeypatch: pytest.MonkeyPatch,
    schema: int,
) -> None:
    first, second, third = aiko.choice_questions[:3]
    for one, option in ((aiko, 1), (ben, 2)):
        one.answer(first, option)
        one.note(second, f"Seen by {one.official}.")
        one.answer(third, option)
    for one in (aiko, ben, aiko, ben):
        assert one.send().problem == ""
    ben.settle(first, 1)
    ben.answer(second, 0)
    ben.send()
    ben.answer(third, 0)
    before, root, note = _projected(ben.folder), ben.root, ben.question(second).note
    contested = ben.contested
    ben.close()
    _turn_back(ben.folder, schema, monkeypatch)
    assert _version(ben.folder) == schema

    again = computer("Ben")
    assert _version(again.folder) == SCHEMA
    assert _projected(again.folder) == before
    assert (again.root, again.question(second).note, again.contested) == (root, note, contested)
    assert contested
    key = data_key(again.folder)
    assert key is not None
    found = full_check.check(paths.database_file(again.folder), key, lambda: None)
    assert found is full_check.Finding.NOTHING, "the projection is what the entries give"

    aiko.answer(second, 1)
    for one in (again, aiko, again):
        assert one.send().problem == ""
    assert again.root == aiko.root
    assert _projected(again.folder) == _projected(aiko.folder)


def _projected(folder: Path) -> dict[str, bytes]:
    """Digests of what is shown and counted."""
    with closing(_open(folder)) as connection:
        columns = digest.columns_of(connection)
        return digest.of_tables(connection, {name: columns[name] for name in ("operation", "register")})


def _open(folder: Path) -> Driver:
    return bare(paths.database_file(folder), data_key(folder))


def _version(folder: Path) -> int:
    with closing(_open(folder)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _turn_back(folder: Path, schema: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database as a program of that schema would have written it: what it knew of all rows, and nothing else."""
    path, key = paths.database_file(folder), data_key(folder)
    new = path.with_suffix(".new")
    path.rename(new)
    upgrade = command.upgrade
    with monkeypatch.context() as old:
        old.setattr(migrate, "SCHEMA", schema)
        old.setattr(command, "upgrade", lambda config, _target: upgrade(config, f"{schema:04d}"))
        open_database(path, key).dispose()
    with closing(bare(path, key)) as connection:
        connection.execute(f"ATTACH DATABASE '{new}' AS whole KEY \"{engine.raw_key(key)}\"")
        for table, columns in digest.columns_of(connection).items():
            if table not in ("alembic_version", "sqlite_sequence"):
                names = ", ".join(f'"{name}"' for name in columns)
                connection.execute(f'DELETE FROM "{table}"')
                connection.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM whole."{table}"')
        connection.execute("DETACH DATABASE whole")
    new.unlink()
