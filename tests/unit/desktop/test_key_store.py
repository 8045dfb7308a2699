"""The file that holds this computer's keys."""

import os
import stat

import pytest

from desktop_app.errors import AppError
from desktop_app.identity.key_store import FileKeyStore
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.sealing import Reserved


def test_keys_come_back_and_are_for_their_owner_only(tmp_path):
    store = FileKeyStore(tmp_path / "device.key")
    assert store.signer() is None
    with pytest.raises(LookupError):
        store.agreement_key()
    made = store.create(bytes(range(64)))
    again = FileKeyStore(tmp_path / "device.key")
    assert again.signer().public_key == made.public_key
    assert len(again.agreement_key()) == 32
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "device.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["device.key"]


def test_keys_that_are_there_are_never_overwritten(tmp_path):
    store = FileKeyStore(tmp_path / "device.key")
    store.create(bytes(range(64)))
    with pytest.raises(FileExistsError):
        store.create(bytes(64))
    assert (tmp_path / "device.key").read_bytes() == bytes(range(64))


def test_a_file_that_holds_no_keys_is_told_and_left_alone(tmp_path):
    (tmp_path / "device.key").write_bytes(b"something else")
    with pytest.raises(AppError) as refused:
        FileKeyStore(tmp_path / "device.key").signer()
    assert refused.value.code == "E-KEY"
    assert (tmp_path / "device.key").read_bytes() == b"something else"


def test_what_is_reserved_lies_with_the_keys_and_only_rises(tmp_path):
    store = FileKeyStore(tmp_path / "device.key")
    made = store.create(bytes(range(64)))
    assert store.reserved() is None
    for seq, kept in ((3, 3), (2, 3), (4, 4)):
        store.reserve(Reserved(LogId(b"first..."), seq, 0))
        assert FileKeyStore(tmp_path / "device.key").reserved() == (b"first...", kept, 0)
    store.reserve(Reserved(LogId(b"second.."), 0, 1))
    assert store.reserved() == (b"second..", 0, 1)
    assert store.signer().public_key == made.public_key
    assert [path.name for path in tmp_path.iterdir()] == ["device.key"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "device.key").stat().st_mode) == 0o600


def test_the_key_of_the_database_is_another_one_and_stays_the_same(tmp_path):
    store = FileKeyStore(tmp_path / "device.key")
    with pytest.raises(LookupError):
        store.database_key()
    seed = bytes(range(64))
    store.create(seed)
    key = store.database_key()
    store.reserve(Reserved(LogId(b"first..."), 3, 0))
    assert FileKeyStore(tmp_path / "device.key").database_key() == key
    assert len(key) == 32
    assert key not in (seed[:32], seed[32:], store.signer().public_key, store.agreement_key())
    other = FileKeyStore(tmp_path / "other.key")
    other.create(bytes(64))
    assert other.database_key() != key


def test_nothing_is_reserved_without_keys_and_none_is_read_from_noise(tmp_path):
    with pytest.raises(LookupError):
        FileKeyStore(tmp_path / "device.key").reserve(Reserved(LogId(bytes(8)), 1, 0))
    (tmp_path / "device.key").write_bytes(bytes(64) + b"\x80")
    with pytest.raises(AppError) as refused:
        FileKeyStore(tmp_path / "device.key").reserved()
    assert refused.value.code == "E-KEY"
