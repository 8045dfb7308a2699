"""The file that holds this computer's keys."""

import os
import stat

import pytest

from desktop_app.errors import AppError
from desktop_app.identity.key_store import FileKeyStore


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
