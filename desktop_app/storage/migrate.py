"""Opens a profile's database: makes it, brings it up to date, or says why not. A file that isn't ours is never written.

`PRAGMA user_version` names the newest migration, so that Alembic (300 ms to import) is loaded only when there is one to
run. A new database is made under another name and renamed, so a database that is there was whole once. Before an
upgrade a backup is made and compared; without it there is no upgrade.
"""

import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import log
from desktop_app.durable import put_in_place
from desktop_app.errors import AppError
from desktop_app.storage import backups, clean_end, digest, outbox_journal, restoring, taking_over
from desktop_app.storage.cipher import APPLICATION_ID, PAGE_BYTES, Kind, is_scratched, key_for, kind_of
from desktop_app.storage.engine import (
    SQLITE_VERSION,
    Driver,
    Engine,
    SqlError,
    code_of,
    driver_of,
    has_sound_log,
    look,
    open_engine,
    transaction,
)
from desktop_app.storage.inspection import damage

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA = 8
"""The number of the newest migration in migrations/desktop/versions."""
ROOM_FOR_UPGRADE = 3
"""Free space, as a multiple of the database: the backup, the log of a table that is made anew, and as much again."""


_COUNTED_BY_OTHERS = ("alembic_version", "sqlite_sequence")


def open_database(path: Path, key: bytes) -> Engine:
    """An engine on an up-to-date database at `path`, which is made if nothing is there.

    One that an earlier program kept plain is encrypted first, and so are its backups.

    Raises:
        AppError: E-KEY for a database of another key; E-DAMAGED for a file that is no whole database of ours, E-NEWER
            for one of a newer program, E-LOCKED or E-IO where the file can't be read now, E-SCHEMA-STATE for one whose
            version is said in two ways; E-NO-ROOM or E-BACKUP for an upgrade that can't have its backup, E-UPGRADE for
            one that was undone.
    """
    restoring.finish(path)
    taking_over.finish(path)
    if not has_sound_log(SQLITE_VERSION):
        log.logger.info("SQLite %s: its write-ahead log is not used", ".".join(map(str, SQLITE_VERSION)))
    if not path.exists():
        _create(path, key)
    version = _version(path, key)
    if version > SCHEMA:
        raise AppError("E-NEWER")
    taking_over.take_over(path, key)
    if version < SCHEMA:
        _upgrade_existing(path, key)
    clean_end.forget(path)
    scratched, engine = is_scratched(path, key), open_engine(path, key)
    if scratched:
        _write_beginning(engine)
    return engine


def _write_beginning(engine: Engine) -> None:
    """The first page anew, with the salt that SQLCipher knows from us."""
    log.logger.warning("the disk had changed bytes of the salt: they are written anew")
    with transaction(engine) as connection:
        driver = driver_of(connection)
        (version,) = driver.execute("PRAGMA user_version").fetchone()
        driver.execute(f"PRAGMA user_version={version}")
    with engine.connect() as connection:
        driver_of(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _version(path: Path, key: bytes) -> int:
    """The file's schema, read without changing a byte of it, and without files beside it (immutable).

    All pages are looked at unless the file was closed well: 0.3 s with 100,000 entries.
    """
    if kind_of(path, key) is Kind.FOREIGN:
        raise AppError("E-DAMAGED", path=str(path))
    used = key_for(path, key)
    is_alone = not path.with_name(path.name + "-wal").exists()
    if is_alone and _ends_within_a_page(path, used):  # SQLite would take what is missing for zeros
        raise AppError("E-DAMAGED", path=str(path))
    try:
        with closing(look(path, used, is_alone=is_alone)) as connection:
            quick = "PRAGMA quick_check(1)" if not clean_end.is_noted(path) else "SELECT 'ok'"
            (verdict,) = connection.execute(quick).fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            revision = _revision(connection)
    except SqlError as error:
        code = code_of(error) or "E-DAMAGED"
        raise damage(path) if code == "E-DAMAGED" else AppError(code, path=str(path)) from error
    if verdict != "ok" or type(version) is not int or version < 1:
        raise damage(path)
    if version <= SCHEMA and revision != f"{version:04d}":  # how a newer program names its own is its affair
        raise AppError("E-SCHEMA-STATE", path=str(path))
    return version


def _revision(connection: Driver) -> str:
    """What Alembic says. "" for nothing: the version is in two places, and both are written in one transaction."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        return ""
    (found,) = connection.execute("SELECT max(version_num) FROM alembic_version").fetchone()
    return str(found)


def _ends_within_a_page(path: Path, key: bytes | None) -> bool:
    with path.open("rb") as file:
        page_bytes = PAGE_BYTES if key else int.from_bytes(file.read(18)[16:])
    return path.stat().st_size % (65_536 if page_bytes == 1 else max(page_bytes, 512)) != 0


def _create(path: Path, key: bytes) -> None:
    for leftover in (path.with_name(path.name + "-wal"), path.with_name(outbox_journal.FILE), backups.folder_of(path)):
        if leftover.exists():  # a database was here; its log holds work that a new one would swallow, or hide
            raise AppError("E-DAMAGED", path=str(leftover if leftover.suffix == ".sqlite3-wal" else path))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".new")
    for suffix in ("", "-wal", "-shm"):
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
    engine = open_engine(unfinished, key)
    try:
        _upgrade(engine)
    finally:
        engine.dispose()
    put_in_place(unfinished, path)


def _upgrade_existing(path: Path, key: bytes) -> None:
    """With a backup that counts, and with room for what a rebuilt table takes; undone by any problem."""
    missing = ROOM_FOR_UPGRADE * path.stat().st_size - shutil.disk_usage(path.parent).free
    if missing > 0:
        raise AppError("E-NO-ROOM", megabytes=missing // 1_000_000 + 1)
    backup = backups.make(path, key, backups.upgrade_name(SCHEMA))
    engine = open_engine(path, key)
    try:
        _upgrade(engine)
    except Exception as error:
        raise AppError(code_of(error) or "E-UPGRADE", path=str(path), backup=backup.path.name) from error
    finally:
        engine.dispose()
    backups.thin_out(path)


def _upgrade(engine: Engine) -> None:
    """All missing migrations in one transaction: killed at any point, the file is as before or up to date.

    Alembic leaves a transaction alone that it finds; alone, on SQLite, it would commit statement by statement. What no
    migration says that it rewrites is compared, row by row: LookupError where it is another.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "migrations:desktop")
    with engine.connect() as connection:
        driver = driver_of(connection)
        driver.execute("BEGIN IMMEDIATE")
        with connection.begin():
            config.attributes["connection"] = connection
            untouched = _untouched(driver, config)
            wanted = digest.of_tables(driver, untouched)
            command.upgrade(config, "head")
            if digest.of_tables(driver, untouched) != wanted:
                raise LookupError("a migration changed what it does not name")
            driver.execute(f"PRAGMA application_id={APPLICATION_ID}")
            driver.execute(f"PRAGMA user_version={SCHEMA}")


def _untouched(driver: Driver, config: "Config") -> dict[str, tuple[str, ...]]:
    """The columns, by table, that none of the missing migrations names in its `REWRITES` ("*": all of a table)."""
    from alembic.script import ScriptDirectory

    (version,) = driver.execute("PRAGMA user_version").fetchone()
    rewritten: dict[str, set[str]] = {name: {"*"} for name in _COUNTED_BY_OTHERS}
    for revision in ScriptDirectory.from_config(config).walk_revisions():
        if int(revision.revision) > version:
            for table, columns in getattr(revision.module, "REWRITES", {}).items():
                rewritten.setdefault(table, set()).update(columns)
    return {
        table: tuple(column for column in columns if column not in rewritten.get(table, ()))
        for table, columns in digest.columns_of(driver).items()
        if "*" not in rewritten.get(table, ())
    }
