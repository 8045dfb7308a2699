"""What every test gets: Qt draws into memory, so that no test needs a screen."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest

from desktop_app.storage import engine


@pytest.fixture(autouse=True, scope="session")
def _released_sqlite():
    """The mode of a released program, whatever SQLite this Python brings; the fallback has tests of its own (row 51).

    One process at a time has a test's profile open, so the mended bug can't show; the fallback waits 2.7 times as long.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "has_sound_log", lambda _version: True)
        yield
