"""The system's key store: locked, absent, denied, with another key, or none that deserves the name (rows 56 and 57)."""

import random
import subprocess
import sys

import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import pytest

from desktop_app.errors import AppError
from desktop_app.identity.os_keys import OsKeys, back_end_of
from desktop_app.identity.unlocking import NOTHING, Given
from desktop_app.identity.vault import VaultFile
from desktop_app.identity.vault_format import FLOOR, Mode, Secrets
from tests.fakes.os_key_store import FakeKeyStore

SECRETS = Secrets(bytes(range(64)), bytes(range(32)))
TYPED = "three herons by the canal"


@pytest.fixture
def store():
    return FakeKeyStore()


@pytest.fixture
def path(tmp_path, store):
    VaultFile(tmp_path / "device.vault").create(SECRETS, Mode.SYSTEM, Given(os_keys=store.keys()), chance())
    return tmp_path / "device.vault"


def chance():
    return random.Random(3).randbytes


def refusal(path, keys):
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(AppError) as found:
        VaultFile(path).open(Given(os_keys=keys))
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before
    assert found.value.code == "E-KEYRING"
    words = found.value.words
    assert "stays closed" in words.what_is_safe or "unchanged" in words.what_is_safe
    return found.value.holes["reason"], f"{words.what_happened} {words.what_next}"


class LockedError(Exception):
    """Not one of keyring's own: drivers raise what they like."""


def test_row_56_a_key_store_that_is_locked_or_denied_says_so_and_the_data_stays(path, store):
    store.refuses = LockedError("dismissed")
    reason, words = refusal(path, store.keys())
    assert reason == "DENIED"
    assert "passphrase" in words
    store.refuses = None
    assert VaultFile(path).open(Given(os_keys=store.keys()))[0] == SECRETS


@pytest.mark.parametrize(
    ("gives", "reason"),
    [
        (lambda _text: None, "GONE"),
        (lambda _text: "no key at all", "OTHER"),
        (lambda _text: "00" * 31, "OTHER"),
        (lambda _text: "00" * 32, "OTHER"),
    ],
)
def test_row_56_a_key_that_was_removed_or_is_another_opens_nothing(path, store, gives, reason):
    store.gives = gives
    assert refusal(path, store.keys())[0] == reason


PLAINTEXT = type("PlaintextKeyring", (FakeKeyStore,), {"__module__": "keyrings.alt.file"})


@pytest.mark.parametrize(
    "kind",
    [
        keyring.backends.fail.Keyring,
        keyring.backends.null.Keyring,
        keyring.backends.chainer.ChainerBackend,
        PLAINTEXT,
        type("Mine", (PLAINTEXT,), {}),
    ],
)
def test_row_56_a_back_end_that_keeps_nothing_or_plain_text_counts_as_none(tmp_path, kind):
    keys = OsKeys(kind)
    assert not keys.is_there
    with pytest.raises(AppError) as found:
        VaultFile(tmp_path / "device.vault").create(SECRETS, Mode.SYSTEM, Given(os_keys=keys), chance())
    assert found.value.holes["reason"] == "ABSENT"
    assert list(tmp_path.iterdir()) == []


def test_row_56_a_plain_text_back_end_that_is_first_in_line_is_not_asked(tmp_path):
    """What the environment or a file of keyring's configures is not looked at."""
    program = "from desktop_app.identity.os_keys import system_keys; print(type(system_keys()._back_end).__module__)"
    environment = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("builtins", "keyring.backends.SecretService", "keyring.backends.macOS")


def test_row_56_a_key_store_that_gives_back_something_else_is_noticed_before_the_vault_is_made(tmp_path, store):
    store.gives = lambda _text: "00" * 32
    with pytest.raises(AppError) as found:
        VaultFile(tmp_path / "device.vault").create(SECRETS, Mode.SYSTEM, Given(os_keys=store.keys()), chance())
    assert found.value.holes["reason"] == "OTHER"
    assert list(tmp_path.iterdir()) == []


def test_row_56_a_passphrase_can_take_the_place_of_the_key_store(path, store):
    vault = VaultFile(path)
    secrets, _ = vault.open(Given(os_keys=store.keys()))
    vault.replace(secrets, Mode.PASSPHRASE, Given(TYPED, store.keys(), FLOOR), chance())
    assert store.kept == {}
    assert VaultFile(path).open(Given(TYPED))[0] == SECRETS


def test_row_56_a_key_that_can_not_be_taken_away_any_more_costs_nothing(path, store):
    vault = VaultFile(path)
    secrets, _ = vault.open(Given(os_keys=store.keys()))
    store.refuses = LockedError("locked meanwhile")
    vault.replace(secrets, Mode.OPEN, Given(os_keys=store.keys()), chance())
    assert VaultFile(path).open(NOTHING)[0] == SECRETS


def test_row_57_a_program_that_macos_takes_for_another_one_says_what_to_choose(path, store):
    store.refuses = keyring.errors.KeyringError("Can't get password from keychain: (-25293, 'Unknown Error')")
    reason, words = refusal(path, store.keys("darwin"))
    assert reason == "MAC"
    assert "Always Allow" in words
    assert "after an update" in words.lower()


@pytest.mark.parametrize("platform", sorted({"linux", "win32", "darwin"} - {sys.platform}))
def test_the_key_store_of_another_system_is_not_there_and_no_crash(platform):
    assert back_end_of(platform) is None
