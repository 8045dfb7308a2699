"""The keys of a profile: made once, taken over from the plain file of earlier programs, let go of."""

import os
import random
import stat

import pytest

from desktop_app import paths
from desktop_app.errors import AppError
from desktop_app.identity.opening import UNPROTECTED, Unlock, open_keys
from desktop_app.identity.plain_keys import read_plain
from desktop_app.identity.unlocking import Given
from desktop_app.identity.vault_format import Mode
from roadmap_core import cbor
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.sealing import Reserved
from roadmap_core.keys.ed25519 import SoftwareSigner
from tests.fakes.os_key_store import FakeKeyStore

SEED = bytes(range(64))
PLACE = Reserved(LogId(b"first..."), 3, 0)


def opened(profile, unlock=UNPROTECTED):
    return open_keys(profile, unlock, random.Random(7).randbytes)


def names(profile):
    return sorted(path.name for path in profile.iterdir())


def test_keys_come_back_and_are_for_their_owner_only(tmp_path):
    made = opened(tmp_path)
    again = opened(tmp_path)
    assert again.signer().public_key == made.signer().public_key
    assert again.agreement_key() == made.agreement_key()
    assert again.database_key() == made.database_key()
    assert len(made.database_key()) == 32
    assert names(tmp_path) == ["device.vault", "device.vault.previous"]
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_the_three_keys_are_different_and_no_two_profiles_have_the_same(tmp_path):
    found = [open_keys(tmp_path / name, UNPROTECTED, os.urandom).secrets for name in ("a", "b")]
    parts = [part for each in found for part in (each.seed[:32], each.seed[32:], each.database_key)]
    assert len(set(parts)) == 6
    assert "bytes" not in repr(found[0])
    assert "\\x" not in repr(found[0])


def test_what_is_reserved_lies_beside_the_vault_and_only_rises(tmp_path):
    keys = opened(tmp_path)
    assert keys.reserved() is None
    for seq, kept in ((3, 3), (2, 3), (4, 4)):
        keys.reserve(Reserved(LogId(b"first..."), seq, 0))
        assert opened(tmp_path).reserved() == (b"first...", kept, 0)
    keys.reserve(Reserved(LogId(b"second.."), 0, 1))
    assert keys.reserved() == (b"second..", 0, 1)
    paths.place_file(tmp_path).write_bytes(b"\x80")
    with pytest.raises(AppError, match="E-KEY"):
        keys.reserved()


def test_keys_that_were_let_go_of_answer_nothing(tmp_path):
    keys = opened(tmp_path)
    keys.forget()
    for ask in (keys.signer, keys.agreement_key, keys.database_key):
        with pytest.raises(AppError, match="E-KEY"):
            ask()


@pytest.mark.parametrize("place", [None, PLACE])
def test_keys_that_lay_in_plain_move_into_the_vault_and_the_plain_file_goes(tmp_path, place):
    plain = paths.key_file(tmp_path)
    plain.write_bytes(SEED + (cbor.encode(list(place)) if place else b""))
    derived = read_plain(plain).database_key
    store = FakeKeyStore()
    keys = opened(tmp_path, Unlock(Given(os_keys=store.keys()), Mode.SYSTEM))
    assert keys.signer().public_key == SoftwareSigner(SEED[:32]).public_key
    assert keys.database_key() == derived
    assert keys.reserved() == place
    assert not plain.exists()
    assert len(store.kept) == 1
    assert SEED[:32] not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    again = opened(tmp_path, Unlock(Given(os_keys=store.keys())))
    assert again.database_key() == derived


def test_keys_that_lay_in_plain_stay_unprotected_where_there_is_no_key_store(tmp_path):
    paths.key_file(tmp_path).write_bytes(SEED)
    keys = opened(tmp_path, Unlock(Given(), Mode.SYSTEM))
    assert keys.secrets.seed == SEED
    assert opened(tmp_path).secrets.seed == SEED


def test_new_keys_are_never_unprotected_because_a_key_store_is_missing(tmp_path):
    with pytest.raises(AppError, match="E-KEYRING"):
        opened(tmp_path, Unlock(Given(), Mode.SYSTEM))
    assert names(tmp_path) == []


def test_a_plain_file_of_another_computer_beside_a_vault_is_told_and_left_alone(tmp_path):
    opened(tmp_path)
    paths.key_file(tmp_path).write_bytes(SEED)
    with pytest.raises(AppError, match="E-KEY"):
        opened(tmp_path)
    assert paths.key_file(tmp_path).read_bytes() == SEED


def test_a_plain_file_that_was_not_erased_in_time_is_erased_at_the_next_start(tmp_path):
    paths.key_file(tmp_path).write_bytes(SEED + cbor.encode(list(PLACE)))
    opened(tmp_path)
    paths.key_file(tmp_path).write_bytes(SEED)
    assert opened(tmp_path).reserved() == PLACE
    assert not paths.key_file(tmp_path).exists()


@pytest.mark.parametrize("noise", [b"something else", bytes(64) + b"\x80"])
def test_a_file_that_holds_no_keys_is_told_and_left_alone(tmp_path, noise):
    paths.key_file(tmp_path).write_bytes(noise)
    with pytest.raises(AppError, match="E-KEY"):
        opened(tmp_path)
    assert paths.key_file(tmp_path).read_bytes() == noise
    assert names(tmp_path) == ["device.key"]
