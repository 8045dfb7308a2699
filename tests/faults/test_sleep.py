"""A computer that sleeps, or whose clock jumps, while it sends (row 67): what was begun goes on, or is repeated."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from desktop_app.operations.workspace import now_ms
from tests.fakes.computer import Computer
from tests.fakes.server_simulator import ServerSimulator
from tests.unit.desktop.profiles import Clock

DAY_MS = 86_400_000
YEAR_MS = 365 * DAY_MS


@pytest.fixture
def simulator():
    with ServerSimulator() as running:
        yield running


def joined(simulator, folder):
    computer = Computer(folder)
    computer.join(simulator.address, simulator.invite("kaga-jp"))
    assert computer.send().problem == ""
    computer.answer(computer.choice_questions[0], 1)
    return computer


def everything_arrived(simulator, computer):
    """A later sending gets through, and one after that has nothing to do."""
    assert computer.send().problem == ""
    again = computer.send()
    assert (again.problem, again.sent, again.received) == ("", 0, 0)
    assert computer.status.waiting_changes == 0
    entries = simulator.city("kaga-jp").entries
    assert len(entries) == len(set(entries))


@pytest.mark.parametrize("jump_ms", [DAY_MS, 30 * YEAR_MS, -DAY_MS, -30 * YEAR_MS])
@pytest.mark.parametrize("is_cut", [False, True], ids=["the line holds", "the line is cut"])
def test_row_67_a_clock_that_jumps_during_a_round_stops_nothing(simulator, tmp_path, jump_ms, is_cut):
    with joined(simulator, tmp_path / "aiko") as aiko:
        clock = Clock(now_ms())
        aiko.workspace = replace(aiko.workspace, clock=clock)
        asleep = []

        def sleep(request, _connection):
            if request.path == "/v1/sync" and not asleep:
                clock.now_ms += jump_ms
                asleep.append(request)
                return b"" if is_cut else None
            return None

        simulator.on_request = sleep
        assert aiko.send().problem == ("E-REPLY" if is_cut else "")
        assert asleep
        simulator.on_request = None
        aiko.answer(aiko.choice_questions[1], 2)
        everything_arrived(simulator, aiko)
        assert aiko.status.saved_ms == clock.now_ms


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system stops no process from outside")
@pytest.mark.parametrize("is_cut", [False, True], ids=["the line holds", "the line is cut"])
def test_row_67_a_program_that_slept_while_it_sent_goes_on_or_says_so_and_loses_nothing(simulator, tmp_path, is_cut):
    folder = tmp_path / "aiko"
    joined(simulator, folder).close()
    slept = []

    def stop(request, _connection):
        if request.path == "/v1/sync" and not slept:
            slept.append(request)
            os.kill(sending.pid, signal.SIGSTOP)
            os.waitid(os.P_PID, sending.pid, os.WSTOPPED | os.WNOWAIT)
            os.kill(sending.pid, signal.SIGCONT)
            return b"" if is_cut else None
        return None

    simulator.on_request = stop
    words = [sys.executable, "-m", "desktop_app", "send", "--profile", str(folder), "--json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as sending:
        said = "".join(sending.communicate())
    assert slept
    assert (sending.returncode == 0) is not is_cut, said
    assert ("E-REPLY" in said) is is_cut
    simulator.on_request = None
    with Computer(folder) as aiko:
        aiko.answer(aiko.choice_questions[1], 2)
        everything_arrived(simulator, aiko)
