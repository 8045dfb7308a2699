"""Backups restore (reliability.md, R15; faults.md, rows 59, 60, 62, 63): made of real profiles, damaged, restored."""

import json
import random
import shutil
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from desktop_app.__main__ import main
from desktop_app.errors import AppError, describe
from desktop_app.operations import backups as keep
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.profile_keys import data_key
from desktop_app.operations.sealing import seal_drafts
from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import backups, inspection, migrate, restoring
from desktop_app.storage.backups import Backup, superseded
from desktop_app.storage.migrate import SCHEMA, open_database
from roadmap_core.assessment.answers import Choice
from tests.peeking import peek
from tests.unit.desktop.profiles import MORNING_MS, Clock, open_computer

DAY_MS = 86_400_000
LATER_MS = MORNING_MS + DAY_MS


@pytest.fixture
def kaga(tmp_path):
    """A profile with sealed and unsealed work, its program still running."""
    computer = open_computer(tmp_path / "kaga")
    give_answer(computer.workspace, "ICT-01", Choice(3), ())
    seal_drafts(computer.workspace)
    write_note(computer.workspace, "ICT-01", "Council decision 12/2026.", ())
    yield computer
    computer.workspace.close()


def note_in(profile, random_seed=2):
    workspace = open_workspace(profile, Clock(), random.Random(random_seed).randbytes)
    try:
        view = keep_view(workspace)
        return view.answer, view.note
    finally:
        workspace.close()


def keep_view(workspace):
    from desktop_app.storage import queries

    return queries.question(workspace.store, "ICT-01")


def refused(code, call, *arguments, **named):
    with pytest.raises(AppError) as caught:
        call(*arguments, **named)
    assert caught.value.code == code
    return caught.value.holes


def test_a_backup_of_a_running_program_holds_all_that_was_saved(kaga):
    made = keep.make_backup(kaga.workspace.profile, kaga.clock)
    ((found, holds),) = keep.backups_of(kaga.workspace.profile)
    assert (found, holds.entries, holds.drafts, holds.city) == (made, 2, 2, "kaga-jp")
    assert made.made_ms == MORNING_MS
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_one_backup_a_day_is_made_and_none_of_today_twice(kaga):
    profile = kaga.workspace.profile
    assert keep.make_if_due(profile, kaga.clock) is not None
    kaga.clock.now_ms += DAY_MS // 24
    assert keep.make_if_due(profile, kaga.clock) is None
    kaga.clock.now_ms += DAY_MS
    assert keep.make_if_due(profile, kaga.clock) is not None
    assert len(keep.backups_of(profile)) == 2


def at(days, hours=0):
    moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=days, hours=hours)
    made_ms = int(moment.timestamp() * 1000)
    return Backup(backups.moment(made_ms), None, made_ms, 1)


def test_seven_days_four_weeks_and_three_upgrades_are_kept_whatever_the_clock_shows():
    upgrades = [Backup(backups.upgrade_name(n), None, n, 1) for n in range(1, 6)]
    every = [at(day, hour) for day in range(60) for hour in (1, 2)] + upgrades
    kept = [one for one in every if one not in superseded(every)]
    daily = [one for one in kept if one.is_daily]
    assert [one.name for one in kept if not one.is_daily] == [
        "before-upgrade-to-0003",
        "before-upgrade-to-0004",
        "before-upgrade-to-0005",
    ]
    assert daily[-7:] == [at(day, 2) for day in range(53, 60)]
    assert 7 <= len(daily) <= 11
    assert len({backups._week(one) for one in daily}) == 4
    years_later = [*kept, at(3650)]
    assert len(superseded(years_later)) <= 2
    assert superseded([at(0), at(0, 1)]) == [at(0)]


def test_a_copy_that_holds_anything_else_does_not_count(kaga, monkeypatch):
    copy = backups._copy

    def loses_a_draft(database, key, target, target_key):
        wanted = copy(database, key, target, target_key)
        with peek(target) as connection:
            connection.execute("DELETE FROM draft")
            return wanted

    monkeypatch.setattr(backups, "_copy", loses_a_draft)
    assert refused("E-BACKUP", keep.make_backup, kaga.workspace.profile)["reason"] == "E-DAMAGED"
    assert list(backups.folder_of(kaga.workspace.profile / "x").iterdir()) == []


def test_a_full_disk_makes_no_backup_and_deletes_none(kaga, monkeypatch):
    good = keep.make_backup(kaga.workspace.profile, kaga.clock)

    def full(_unfinished, _path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "put_in_place", full)
    kaga.clock.now_ms = LATER_MS
    assert refused("E-BACKUP", keep.make_backup, kaga.workspace.profile, kaga.clock)["reason"] == "E-DISK"
    assert describe("E-BACKUP", {"reason": "E-DISK", "path": "x"}).what_next.startswith("Make some room.")
    assert list(good.path.parent.iterdir()) == [good.path]


def test_an_entry_whose_bytes_changed_under_a_whole_page_is_noticed(kaga):
    made = keep.make_backup(kaga.workspace.profile)
    with peek(made.path) as connection:
        connection.execute("DROP TRIGGER entry_is_immutable_update")
        connection.execute("UPDATE entry SET data = substr(data, 1, length(data) - 1) || x'00' WHERE seq = 1")
    refused("E-DAMAGED", inspection.inspect, made.path, data_key(kaga.workspace.profile))


def test_restoring_goes_back_and_keeps_what_was_there_and_the_keys(kaga):
    profile = kaga.workspace.profile
    made = keep.make_backup(profile, kaga.clock)
    write_note(kaga.workspace, "ICT-01", "A later note.", kaga.view("ICT-01").note_seen)
    kaga.workspace.close()
    key = (profile / "device.vault").read_bytes()
    done = keep.restore(profile, made.name, clock=kaga.clock)
    assert note_in(profile) == (Choice(3), "Council decision 12/2026.")
    assert (profile / "device.vault").read_bytes() == key
    with peek(done.kept) as connection:
        assert connection.execute("SELECT count(*) FROM draft WHERE value = ?", (b"\x6dA later note.",)).fetchone() == (
            1,
        )
    again = keep.restore(profile, made.name, clock=kaga.clock)
    assert again.kept not in (None, done.kept)
    assert done.kept.exists()


def test_a_log_beside_the_old_database_goes_with_it_and_not_into_the_restored_one(kaga, tmp_path):
    profile = kaga.workspace.profile
    made = keep.make_backup(profile, kaga.clock)
    database = profile / "waymark.sqlite3"
    write_note(kaga.workspace, "ICT-01", "Only in the log.", kaga.view("ICT-01").note_seen)
    killed = {path.name: path.read_bytes() for path in profile.glob("waymark.sqlite3*")}
    kaga.workspace.close()
    for name, data in killed.items():
        (profile / name).write_bytes(data)
    kept = restoring.put_back(made.path, database, "m", lambda laid: laid.exists())
    assert note_in(profile) == (Choice(3), "Council decision 12/2026.")
    with peek(kept) as connection:
        assert connection.execute("SELECT count(*) FROM draft").fetchone() == (2,)
        newest = connection.execute("SELECT value FROM draft ORDER BY number DESC").fetchone()[0]
        assert newest.endswith(b"Only in the log.")


@pytest.mark.parametrize("stop", range(1, 6))
def test_a_power_loss_within_a_restore_leaves_the_old_or_the_restored_database(kaga, monkeypatch, stop):
    """Each change of a name may be the last thing that happens; the next start finishes."""
    profile, steps = kaga.workspace.profile, 0
    made = keep.make_backup(profile, kaga.clock)
    write_note(kaga.workspace, "ICT-01", "A later note.", kaga.view("ICT-01").note_seen)
    kaga.workspace.close()
    (profile / "waymark.sqlite3-wal").write_bytes(b"")
    replace = type(profile).replace

    def counted(path, target):
        nonlocal steps
        steps += 1
        if steps == stop:
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as power, pytest.raises(KeyboardInterrupt) if stop < 5 else nullcontext():
        power.setattr(type(profile), "replace", counted)
        keep.restore(profile, made.name, clock=kaga.clock)
    expected = "A later note." if stop == 1 else "Council decision 12/2026."
    assert note_in(profile) == (Choice(3), expected)


def test_row_63_a_damaged_backup_is_told_and_not_restored(kaga):
    profile, chance = kaga.workspace.profile, random.Random(5)
    made = [make_at(kaga, day) for day in range(10)]
    kaga.workspace.close()
    hurt = made[7]
    damage(hurt.path, chance)
    found = {one.backup.name: one.holds for one in keep.backups_of(profile)}
    assert found[hurt.name] is None
    assert refused("E-BACKUP-DAMAGED", keep.restore, profile, hurt.name) == {"backup": hurt.name}
    good = [one for one in found if found[one] is not None]
    assert len(good) == len(found) - 1 >= 6
    for name in good:
        keep.restore(profile, name)
        assert note_in(profile) == (Choice(3), f"Day {[one.name for one in made].index(name)}")


def make_at(computer, day):
    computer.clock.now_ms = MORNING_MS + day * DAY_MS
    write_note(computer.workspace, "ICT-01", f"Day {day}", computer.view("ICT-01").note_seen)
    return keep.make_backup(computer.workspace.profile, computer.clock)


def damage(path, chance):
    data = bytearray(path.read_bytes())
    place = chance.randrange(4096, len(data) - 512)
    data[place : place + 512] = chance.randbytes(512)
    path.write_bytes(data)


def test_a_backup_restored_into_a_new_folder_is_another_computer_with_the_same_answers(kaga, tmp_path):
    made = keep.make_backup(kaga.workspace.profile, kaga.clock)
    new = tmp_path / "new computer"
    keep.restore(kaga.workspace.profile, made.name, into=new)
    workspace = open_workspace(new, Clock(), random.Random(9).randbytes)
    assert keep_view(workspace).answer == Choice(3)
    seal_drafts(workspace)
    workspace.close()
    with peek(new / "waymark.sqlite3") as connection:
        logs = connection.execute("SELECT is_own, tip_seq FROM device ORDER BY is_own").fetchall()
    assert [own for own, _ in logs] == [0, 1]
    refused("E-PROFILE-EXISTS", keep.restore, kaga.workspace.profile, made.name, into=new)
    refused("E-NO-BACKUP", keep.restore, kaga.workspace.profile, "2020-01-01T00-00-00Z")


@pytest.fixture
def old(kaga, tmp_path, monkeypatch):
    """A profile that a program with one more schema number is about to open."""
    kaga.workspace.close()
    monkeypatch.setattr(migrate, "SCHEMA", SCHEMA + 1)
    return tmp_path / "kaga" / "waymark.sqlite3"


def test_a_migration_begins_with_a_backup_that_counts(old, monkeypatch):
    seen = []
    monkeypatch.setattr(migrate, "_upgrade", lambda _engine: seen.extend(backups.every(old)))
    open_database(old, data_key(old.parent)).dispose()
    assert [one.name for one in seen] == [f"before-upgrade-to-{SCHEMA + 1:04d}"]
    assert inspection.inspect(seen[0].path, data_key(old.parent)).entries == 2


def test_row_59_a_migration_that_raises_is_undone_and_the_words_name_the_backup(old, monkeypatch):
    def raises(_engine):
        raise ValueError("an odd row")

    before = old.read_bytes()
    monkeypatch.setattr(migrate, "_upgrade", raises)
    holes = refused("E-UPGRADE", open_database, old, data_key(old.parent))
    assert (old.parent / "backups" / holes["backup"]).exists()
    assert holes["backup"] in describe("E-UPGRADE", holes).what_is_safe
    assert old.read_bytes() == before


def test_row_60_without_room_for_the_backup_no_upgrade_begins(old, monkeypatch):
    before = old.read_bytes()
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=0))
    holes = refused("E-NO-ROOM", open_database, old, data_key(old.parent))
    assert holes["megabytes"] == len(before) * 3 // 1_000_000 + 1
    assert f"{holes['megabytes']} MB more" in describe("E-NO-ROOM", holes).what_happened
    assert old.read_bytes() == before
    assert not (old.parent / "backups").exists()


@pytest.mark.parametrize("statement", ["UPDATE alembic_version SET version_num = '0001'", "DROP TABLE alembic_version"])
def test_row_62_a_file_that_says_two_versions_is_told_and_left_alone(kaga, statement):
    kaga.workspace.close()
    path = kaga.workspace.profile / "waymark.sqlite3"
    with peek(path) as connection:
        connection.execute(statement)
    before = path.read_bytes()
    refused("E-SCHEMA-STATE", open_database, path, data_key(path.parent))
    assert path.read_bytes() == before


def test_the_console_lists_makes_and_restores(kaga, capsys):
    profile = str(kaga.workspace.profile)
    kaga.workspace.close()

    def waymark(*words):
        status = main([*words, "--profile", profile, "--json"])
        printed = capsys.readouterr()
        return status, json.loads(printed.out if status == 0 else printed.err)

    assert waymark("backups") == (0, {"backups": []})
    ((made,),) = [waymark("backups", "--make")[1]["backups"]]
    assert (made["entries"], made["drafts"], made["is_good"], made["city"]) == (2, 2, True, "kaga-jp")
    status, said = waymark("restore", made["name"])
    assert (status, said["restored"], said["entries"]) == (0, made["name"], 2)
    assert waymark("restore", "none")[1]["code"] == "E-NO-BACKUP"
    assert main(["backups", "--profile", profile]) == 0
    assert "2 entries, 2 unsealed changes" in capsys.readouterr().out
