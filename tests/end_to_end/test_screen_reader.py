"""A screen reader works the real window: under Xvfb, over AT-SPI, with no pointer, no key and no look at a pixel."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from pathlib import Path

import pytest

from desktop_app.operations.workspace import open_workspace
from desktop_app.storage import queries
from roadmap_core.assessment.answers import Answer, Choice
from tests.fakes.computer import Computer

LACKING = [name for name in ("Xvfb", "dbus-daemon") if not shutil.which(name)]
LACKING += [name for name in ("atspi", "xcb-cursor") if not find_library(name)]
TYPE = (
    "apt-get install xvfb dbus at-spi2-core libxcb-cursor0 libxkbcommon-x11-0 "
    "libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
pytestmark = [
    pytest.mark.timeout(90),
    pytest.mark.skipif(bool(LACKING), reason=f"lacks {', '.join(LACKING)}; type: {TYPE}"),
]


@contextmanager
def running(command: list[str], environment: dict[str, str], tells: int = 0) -> Iterator[str]:
    """A program until the end of the block, and the first line that it says on this channel."""
    read, write = os.pipe()
    told = [part.replace("CHANNEL", str(write)) for part in command]
    with subprocess.Popen(told, env=environment, pass_fds=(write,), start_new_session=True) as child:
        os.close(write)
        try:
            with os.fdopen(read) as channel:
                yield channel.readline().strip() if tells else ""
        finally:
            os.killpg(child.pid, signal.SIGTERM)


@pytest.fixture
def session() -> Iterator[dict[str, str]]:
    """A screen that nobody sees and a bus of its own."""
    plain = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "LANGUAGE": "en"}
    screen = ["Xvfb", "-displayfd", "CHANNEL", "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    bus = ["dbus-daemon", "--session", "--nofork", "--print-address=CHANNEL"]
    with running(screen, plain, tells=1) as display:
        seen = {**plain, "DISPLAY": f":{display}"}
        with running(bus, seen, tells=1) as address:
            yield {**seen, "DBUS_SESSION_BUS_ADDRESS": address}


def answered(profile: Path) -> list[Answer]:
    """What stands on the disk, of all questions."""
    workspace = open_workspace(profile)
    found = [queries.question(workspace.store, question.id).answer for question in workspace.instrument.questions]
    workspace.close()
    return [answer for answer in found if answer is not None]


def test_an_answer_is_given_and_heard_to_be_saved_by_a_screen_reader(session: dict[str, str], tmp_path: Path) -> None:
    profile = tmp_path / "kaga"
    with Computer(profile, "M. Sato"):
        pass
    program = [sys.executable, "-m", "desktop_app", "--profile", str(profile), "--language", "en"]
    reader = [sys.executable, "-m", "tests.end_to_end.work_by_ear"]
    with running(program, session):
        heard = subprocess.run(reader, env=session, capture_output=True, text=True, timeout=45, check=False)
        assert heard.returncode == 0, heard.stderr
    *cards, chosen, waiting = heard.stdout.splitlines()
    assert len(cards) >= 4
    assert chosen.startswith("chosen: No")
    assert waiting.startswith("1 change waits to be sent")
    assert answered(profile) == [Choice(0)]
