"""Power loss, I/O errors and full disks at every call of storage (reliability.md, R2, R5, R6; rows 41, 42, 43, 58).

`make torture` runs the same at length.
"""

import os
import random
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from tests.faults.power import loss, recorded
from tests.faults.power.disk import Disk

IMAGES = int(os.environ.get("WAYMARK_IMAGES", "600"))
STEPS = int(os.environ.get("WAYMARK_STEPS", "40"))
SEED = int(os.environ.get("WAYMARK_SEED", "0")) or random.randrange(1, 2**32)
SOUND = {"WAL": loss.settings_of("WAL", "FULL"), "DELETE": loss.settings_of("DELETE", "EXTRA")}
"""What `engine.settings` says with a sound log and without one (tests/migrations)."""
pytestmark = pytest.mark.timeout(max(120, IMAGES // 10))


@pytest.fixture(scope="module")
def saves(tmp_path_factory):
    print("seed", SEED)
    return recorded.saves(tmp_path_factory.mktemp("saves") / "kaga", STEPS, SEED)


def told(name, losses):
    print(
        f"{name}, seed {SEED}: {losses.images} images, {losses.found['lost']} lost, {losses.found['corrupt']} corrupt"
    )


@pytest.mark.parametrize("mode", SOUND)
def test_row_41_what_was_called_saved_survives_a_power_loss_at_every_write_and_sync(saves, mode):
    losses = loss.lose_power(saves, SOUND[mode], images=IMAGES, seed=SEED)
    told(f"{mode}, {len(saves)} transactions", losses)
    assert losses.images >= IMAGES * 0.95
    assert losses.broken == 0, losses.first


@pytest.mark.parametrize(("mode", "synchronous"), [("WAL", "NORMAL"), ("DELETE", "OFF")])
def test_the_harness_sees_what_weaker_settings_lose(saves, mode, synchronous):
    losses = loss.lose_power(saves, loss.settings_of(mode, synchronous), images=300, seed=SEED)
    told(f"{mode}/{synchronous}", losses)
    assert losses.broken > 0


def test_row_58_an_upgrade_is_whole_or_not_begun_after_a_power_loss(tmp_path):
    steps = recorded.upgrade_of_ours(tmp_path)
    losses = loss.lose_power(steps, SOUND["WAL"], images=IMAGES // 2, seed=SEED, begin_at=1)
    told("upgrade", losses)
    assert losses.images > 0
    assert losses.broken == 0, losses.first


def test_the_harness_sees_that_stock_alembic_leaves_half_an_upgrade(tmp_path):
    steps = recorded.upgrade_of_stock_alembic(tmp_path)
    losses = loss.lose_power(steps, SOUND["WAL"], images=200, seed=SEED, begin_at=1)
    told("stock Alembic", losses)
    assert losses.found["lost"] > 0


@pytest.mark.parametrize("mode", SOUND)
@pytest.mark.parametrize("error", [apsw.FullError, apsw.IOError], ids=["row 42, disk full", "row 43, I/O error"])
def test_rows_42_and_43_a_disk_that_refuses_call_n_loses_nothing_that_was_called_saved(saves, mode, error):
    steps, settings = saves[:7], SOUND[mode]
    wanted = loss.states(steps, settings)
    number, is_through = 0, False
    while not is_through:
        number += 1
        is_through, acknowledged, found = refused_at(steps, settings, number, error)
        assert found in wanted[acknowledged : acknowledged + 2], f"call {number}"
    print(f"{mode}: {number - 1} calls refused, one at a time")
    assert number > 50


def refused_at(steps, settings, number, error):
    """Plays until the disk refuses call `number`, then opens the files anew, as the program does."""
    calls = acknowledged = 0

    def refuse(_kind):
        nonlocal calls
        calls += 1
        if calls == number:
            raise error

    with tempfile.TemporaryDirectory(dir=loss._memory()) as name:
        disk, folder = Disk(), Path(name)
        connection = loss.begin(disk, folder, settings)
        disk.fails = refuse
        try:
            for step in steps:
                loss.play(connection, step)
                acknowledged += 1
        except apsw.Error:
            pass
        is_through = calls < number
        disk.fails = lambda _kind: None
        connection.close()
        with closing(sqlite3.connect(folder / loss.DATABASE)) as again:
            assert again.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return is_through, acknowledged, loss.digest(again)
