"""What every test gets: Qt draws into memory, so that no test needs a screen."""

import gc
import os
from collections.abc import Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest

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
