"""The vault: damaged, made by a hostile hand, interrupted (rows 53 to 55 of faults.md)."""

import hashlib
import os
import random
import sys
from dataclasses import replace

import pytest

from desktop_app.errors import AppError
from desktop_app.identity import passphrase, unlocking, vault_format
from desktop_app.identity.unlocking import NOTHING, Given
from desktop_app.identity.vault import VaultFile
from desktop_app.identity.vault_format import CEILING, FLOOR, Cost, Mode, Secrets, parsed
from tests.fakes.os_key_store import FakeKeyStore

SECRETS = Secrets(bytes(range(64)), bytes(range(32)))
OLD = Given("three herons by the canal", cost=FLOOR)
NEW = Given("four lamps on the bridge", cost=FLOOR)
MODES = [Mode.OPEN, Mode.SYSTEM, Mode.PASSPHRASE, Mode.BOTH]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "device.vault"


@pytest.fixture
def quick(monkeypatch):
    """Passphrases that take no time, for tests that open a vault a hundred times."""

    def stretched(typed, salt, cost):
        return hashlib.sha256(passphrase.normal(typed).encode() + salt + str(cost).encode()).digest()

    monkeypatch.setattr(unlocking, "stretched", stretched)


def chance(seed=5):
    return random.Random(seed).randbytes


def made(path, given=OLD, mode=Mode.PASSPHRASE):
    vault = VaultFile(path)
    vault.create(SECRETS, mode, given, chance())
    return vault


def copy_of(path):
    return path.with_name(path.name + ".previous")


def refused(path, given):
    with pytest.raises(AppError) as found:
        VaultFile(path).open(given)
    return found.value.code, found.value.holes.get("reason", "")


@pytest.mark.parametrize("mode", MODES)
def test_a_vault_opens_with_what_it_was_locked_with_and_with_nothing_else(path, mode):
    store = FakeKeyStore()
    right = replace(OLD, os_keys=store.keys())
    made(path, right, mode)
    assert VaultFile(path).open(right)[0] == SECRETS
    assert path.stat().st_size <= vault_format.LARGEST_BYTES
    if mode is not Mode.OPEN:
        assert SECRETS.database_key not in path.read_bytes()
    if mode.asks_passphrase:
        assert refused(path, Given("", store.keys())) == ("E-PASSPHRASE", "NEEDED")
        assert refused(path, Given("three herons by the lake", store.keys())) == ("E-PASSPHRASE", "WRONG")
    if mode.asks_system:
        assert refused(path, OLD) == ("E-KEYRING", "ABSENT")


def test_a_passphrase_is_the_same_on_every_keyboard(path):
    made(path, Given("caf\u00e9 \u00e0 la mairie", cost=FLOOR))
    assert VaultFile(path).open(Given("cafe\u0301\u00a0a\u0300 la mairie"))[0] == SECRETS


def test_row_53_a_damaged_vault_is_opened_from_its_copy_and_mended(path, quick):
    made(path)
    whole = path.read_bytes()
    for damaged in damages(whole):
        path.write_bytes(damaged)
        assert VaultFile(path).open(OLD)[0] == SECRETS
        assert path.read_bytes() == copy_of(path).read_bytes() == whole
    path.unlink()
    assert VaultFile(path).open(OLD)[0] == SECRETS


def test_row_53_a_vault_whose_copy_is_damaged_too_is_told_and_left_alone(path, quick):
    made(path)
    for damaged in damages(path.read_bytes()):
        for file in (path, copy_of(path)):
            file.write_bytes(damaged)
        code, _ = refused(path, OLD)
        assert code in ("E-VAULT", "E-KDF")
        assert path.read_bytes() == copy_of(path).read_bytes() == damaged


def damages(whole):
    """Cut anywhere, one bit flipped anywhere, of a version that isn't known, too long."""
    yield from (whole[:length] for length in range(0, len(whole), 7))
    for at in range(len(whole)):
        yield whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :]
    yield with_header(whole, version=99)
    yield whole + bytes(5000)


def with_header(whole, **changes):
    """What somebody makes who knows the format, but not the passphrase."""
    vault = parsed(whole)
    header = vault_format._header_bytes(replace(vault.header, **changes))
    return vault_format._file(header, vault.sealed)


COSTS = [
    Cost(1, 3, 4),
    Cost(FLOOR.memory_kib - 1, 3, 4),
    Cost(FLOOR.memory_kib, 2, 4),
    Cost(FLOOR.memory_kib, 3, 0),
    Cost(64 * 1024 * 1024, 3, 4),
    Cost(CEILING.memory_kib, 11, 4),
    Cost(CEILING.memory_kib, 10, 9),
]


@pytest.mark.parametrize("cost", COSTS)
def test_row_54_a_cost_below_the_floor_or_above_the_ceiling_is_refused_before_it_is_paid(path, monkeypatch, cost):
    made(path)
    hostile = with_header(path.read_bytes(), cost=cost)
    for file in (path, copy_of(path)):
        file.write_bytes(hostile)
    monkeypatch.setattr(unlocking, "stretched", lambda *_: pytest.fail("it was paid"))
    assert refused(path, OLD) == ("E-KDF", "")
    assert path.read_bytes() == hostile


def test_row_54_another_cost_within_the_bounds_opens_nothing(path):
    made(path)
    hostile = with_header(path.read_bytes(), cost=Cost(FLOOR.memory_kib, 4, 4))
    for file in (path, copy_of(path)):
        file.write_bytes(hostile)
    assert refused(path, OLD) == ("E-PASSPHRASE", "WRONG")


def test_row_54_no_part_of_the_header_can_be_changed(path, quick):
    made(path)
    whole = path.read_bytes()
    for changes in ({"nonce": bytes(12)}, {"salt": bytes(16)}, {"name": bytes(16)}):
        for file in (path, copy_of(path)):
            file.write_bytes(with_header(whole, **changes))
        assert refused(path, OLD) == ("E-PASSPHRASE", "WRONG")


def test_row_54_the_cost_that_is_chosen_lies_within_the_bounds_on_any_computer():
    for duration in (0.01, 0.13, 0.3, 1.0, 30.0):
        ticks = iter((0.0, duration))
        cost = passphrase.calibrated(lambda ticks=ticks: next(ticks))
        vault_format.check_cost(cost)
        assert duration > 0.3 or cost.memory_kib > FLOOR.memory_kib


class Killed(BaseException):
    """The program ends here; nothing after it runs."""


class Plug:
    """Pulled at the `left`-th time that the program opens, writes through, renames or removes a file of the folder."""

    def __init__(self) -> None:
        self.folder, self.left, self.error = "", 0, Killed

    def hear(self, event, arguments):
        if self.folder and event in ("open", "os.rename", "os.remove") and self.folder in str(arguments[0]):
            self.step()

    def step(self):
        if not self.folder:
            return
        self.left -= 1
        if self.left == 0:
            self.folder = ""
            raise self.error


PLUG = Plug()
sys.addaudithook(PLUG.hear)


@pytest.fixture
def plug(tmp_path, monkeypatch):
    fsync = os.fsync

    def stepping(handle):
        PLUG.step()
        fsync(handle)

    monkeypatch.setattr(os, "fsync", stepping)

    def armed(number, error=Killed):
        PLUG.folder, PLUG.left, PLUG.error = str(tmp_path), number, error

    yield armed
    PLUG.folder = ""


CHANGES = [
    (Mode.PASSPHRASE, Mode.PASSPHRASE),
    (Mode.OPEN, Mode.PASSPHRASE),
    (Mode.SYSTEM, Mode.PASSPHRASE),
    (Mode.PASSPHRASE, Mode.SYSTEM),
    (Mode.BOTH, Mode.BOTH),
    (Mode.PASSPHRASE, Mode.OPEN),
]


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_row_55_killed_anywhere_in_a_change_the_old_passphrase_opens_or_the_new_one(path, quick, plug, before, after):
    number, is_through = 0, False
    while not is_through:
        number += 1
        store = FakeKeyStore()
        old, new = replace(OLD, os_keys=store.keys()), replace(NEW, os_keys=store.keys())
        for file in path.parent.iterdir():
            file.unlink()
        vault = made(path, old, before)
        plug(number)
        try:
            vault.replace(SECRETS, after, new, chance(6))
            is_through = True
        except Killed:
            pass
        PLUG.folder = ""
        opening = [given for given in (old, new) if opens(path, given)]
        assert opening, f"{before.name} to {after.name}, killed at {number}: neither opens"
        assert opens(path, opening[0]), f"{before.name} to {after.name}, killed at {number}: opens once only"
    print(f"{before.name} to {after.name}: killed at {number - 1} calls")
    assert number > 8
    assert opens(path, new)
    assert opens(path, old) == (not after.asks_passphrase)
    assert len(store.kept) == after.asks_system
    assert path.read_bytes() == copy_of(path).read_bytes()


def opens(path, given):
    try:
        return VaultFile(path).open(given)[0] == SECRETS
    except AppError:
        return False


def test_row_55_a_disk_that_refuses_a_change_leaves_a_vault_that_opens(path, quick, plug):
    number, is_through, said = 0, False, set()
    while not is_through:
        number += 1
        for file in path.parent.iterdir():
            file.unlink()
        vault = made(path)
        plug(number, OSError(28, "No space left on device"))
        try:
            vault.replace(SECRETS, Mode.PASSPHRASE, NEW, chance(6))
            is_through = PLUG.folder != ""
        except AppError as error:
            said.add(error.code)
        PLUG.folder = ""
        assert opens(path, OLD) or opens(path, NEW), f"refused call {number}"
    assert said <= {"E-DISK", "E-IO"}
    assert number > 8


def test_an_open_copy_of_former_days_is_not_taken_while_the_vault_is_whole(path):
    made(path, NOTHING, Mode.OPEN)
    former = path.read_bytes()
    VaultFile(path).replace(SECRETS, Mode.PASSPHRASE, NEW, chance(6))
    copy_of(path).write_bytes(former)
    assert refused(path, OLD) == ("E-PASSPHRASE", "WRONG")
    assert refused(path, NOTHING) == ("E-PASSPHRASE", "NEEDED")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("elevenchars", "SHORT"),
        ("x" * 257, "LONG"),
        ("Password1234", "COMMON"),
        ("waymark2026!!", "COMMON"),
        ("aaaabbbbaaaa", "COMMON"),
        ("123456789012", "COMMON"),
        ("qwertyuiopas", "COMMON"),
    ],
)
def test_a_passphrase_that_is_short_or_common_is_refused_and_nothing_changes(path, typed, reason):
    vault = made(path, NOTHING, Mode.OPEN)
    before = path.read_bytes()
    with pytest.raises(AppError) as found:
        vault.replace(SECRETS, Mode.PASSPHRASE, Given(typed, cost=FLOOR), chance())
    assert (found.value.code, found.value.holes["reason"]) == ("E-PASSPHRASE", reason)
    assert "?" not in found.value.words.what_next
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "typed", ["three herons by", "тихий вечер у реки", "夜の橋に四つの灯りがともるとき", "7391 4468 2057 8846"]
)
def test_a_long_passphrase_of_any_script_is_taken(typed):
    passphrase.check(typed)
