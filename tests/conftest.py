"""What every test gets: Qt draws into memory, so that no test needs a screen."""

import gc
import os
from collections.abc import Iterator
from hashlib import sha256

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest

from desktop_app.identity import unlocking
from desktop_app.identity.passphrase import normal
from desktop_app.identity.vault_format import FLOOR, Cost
from desktop_app.storage import engine


def pytest_collection_finish() -> None:
    """From now on garbage is looked for between tests, on this thread; what is loaded by now isn't looked through.

    Else a server's thread finds the windows that an earlier test left, and destroying them there crashes the process.
    """
    gc.collect()
    gc.freeze()
    gc.disable()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    yield
    gc.disable()  # whatever the test has done
    due = [generation for generation, most in enumerate(gc.get_threshold()) if gc.get_count()[generation] > most]
    if "qapp" in getattr(item, "fixturenames", ()):
        gc.collect()
    elif due:
        gc.collect(due[-1])


@pytest.fixture(autouse=True, scope="session")
def _released_sqlite():
    """The mode of a released program, whatever SQLite this Python brings; the fallback has tests of its own (row 51).

    One process at a time has a test's profile open, so the mended bug can't show; the fallback waits 2.7 times as long.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "has_sound_log", lambda _version: True)
        yield


@pytest.fixture(scope="module")
def quick_passphrases() -> Iterator[None]:
    """Passphrases that cost nothing to try, where a test is about what they open; test_vault.py pays for real ones."""

    def stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
        return sha256(repr((normal(passphrase), salt, cost)).encode()).digest()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unlocking, "stretched", stretched)
        patch.setattr(unlocking, "calibrated", lambda: FLOOR)
        yield
