"""What protects the data, as a person sees and changes it: nothing is begun unprotected without a word about it."""

import pytest

from desktop_app.errors import AppError
from desktop_app.identity.os_keys import OsKeys
from desktop_app.identity.vault_format import Mode
from desktop_app.operations.protection import mode_of
from desktop_app.presentation import opening, protecting
from desktop_app.ui.settings.settings_view import SettingsView
from tests.fakes.os_key_store import FakeKeyStore
from tests.ui.pages.driving import Driver

pytestmark = pytest.mark.usefixtures("quick_passphrases")

WORDS = "harbour seven quiet lanterns"


@pytest.fixture
def store(monkeypatch) -> FakeKeyStore:
    """The key store of this computer."""
    store = FakeKeyStore()
    for module in (opening, protecting):
        monkeypatch.setattr(module, "system_keys", store.keys)
    return store


@pytest.fixture
def kaga(start, store) -> Driver:
    driver: Driver = start()
    driver.begin("kaga-jp", "M. Sato")
    return driver


def card(driver: Driver):
    driver.window.go_to("settings")
    driver.events()
    assert isinstance(driver.view, SettingsView)
    return driver.view.protection


def mode(driver: Driver) -> Mode:
    assert driver.program.opened is not None
    return mode_of(driver.program.opened.workspace.profile)


def test_an_unprotected_profile_says_so_above_the_overview_until_it_is_protected(kaga) -> None:
    kaga.window.go_to("overview")
    kaga.events()
    assert kaga.says("This profile is not protected")
    shown = card(kaga)
    kaga.click(shown.use_system)
    assert mode(kaga) is Mode.SYSTEM
    assert kaga.says("key store: for whoever is signed in here")
    kaga.window.go_to("overview")
    kaga.events()
    assert not kaga.says("This profile is not protected")


def test_a_passphrase_is_chosen_changed_and_stands_nowhere_afterwards(kaga) -> None:
    shown = card(kaga)
    for field in (shown.new, shown.again):
        kaga.type(field, WORDS)
    kaga.click(shown.use_passphrase)
    assert mode(kaga) is Mode.PASSPHRASE
    assert not any(field.text() for field in (shown.now, shown.new, shown.again))
    for field in (shown.new, shown.again):
        kaga.type(field, WORDS + " more")
    kaga.type(shown.now, "something else entirely")
    kaga.click(shown.use_passphrase)
    assert kaga.says("The passphrase does not fit")
    for field, text in ((shown.now, WORDS), (shown.new, WORDS + " more"), (shown.again, WORDS + " more")):
        kaga.type(field, text)
    kaga.click(shown.use_passphrase)
    assert not kaga.says("The passphrase does not fit")
    profile = kaga.program.opened.workspace.profile
    kaga.quit()
    with pytest.raises(AppError) as raised:
        opening.open_folder(profile, is_sample=False, passphrase=WORDS)
    assert raised.value.holes["reason"] == "WRONG"
    opening.close_folder(opening.open_folder(profile, is_sample=False, passphrase=WORDS + " more"))


@pytest.mark.parametrize(
    ("new", "again", "words"), [("short", "short", "too short"), (WORDS, "typed otherwise", "The two fields differ")]
)
def test_a_passphrase_that_is_no_good_changes_nothing_and_says_why(kaga, new, again, words) -> None:
    shown = card(kaga)
    kaga.type(shown.new, new)
    kaga.type(shown.again, again)
    kaga.click(shown.use_passphrase)
    assert kaga.says(words)
    assert mode(kaga) is Mode.OPEN


def test_a_key_store_that_refuses_leaves_the_profile_as_it_was(kaga, store) -> None:
    store.refuses = RuntimeError("locked")
    shown = card(kaga)
    kaga.click(shown.use_system)
    assert kaga.says("(E-KEYRING")
    assert mode(kaga) is Mode.OPEN


def test_a_new_profile_has_its_key_in_the_systems_key_store(tmp_path, store) -> None:
    opening.close_folder(opening.open_folder(tmp_path / "new", is_sample=False))
    assert mode_of(tmp_path / "new") is Mode.SYSTEM
    assert len(store.kept) == 1
    opening.close_folder(opening.open_folder(tmp_path / "sample", is_sample=True))
    assert len(store.kept) == 1, "invented data needs no key there"


def test_a_new_profile_begins_without_a_key_store_or_with_one_that_refuses(tmp_path, store, monkeypatch) -> None:
    store.refuses = RuntimeError("locked")
    opening.close_folder(opening.open_folder(tmp_path / "refused", is_sample=False))
    assert mode_of(tmp_path / "refused") is Mode.OPEN
    monkeypatch.setattr(opening, "system_keys", lambda: OsKeys(lambda: None, "linux"))
    opening.close_folder(opening.open_folder(tmp_path / "none", is_sample=False))
    assert mode_of(tmp_path / "none") is Mode.OPEN
