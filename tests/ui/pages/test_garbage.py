"""What the window leaves behind is destroyed on its own thread: Qt's timers can't be stopped from another one."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.ui.shell.garbage import Garbage


class Left:
    """Rubbish in a circle, as a page is when it is closed: only a look for garbage finds it."""

    def __init__(self, ended_on: list[int]) -> None:
        self.itself, self.ended_on = self, ended_on

    def __del__(self) -> None:
        self.ended_on.append(threading.get_ident())


@pytest.fixture
def garbage(qapp: QApplication) -> Iterator[Garbage]:
    was_on = gc.isenabled()
    gc.enable()
    gc.collect()
    one = Garbage()
    yield one
    one.stop()
    if not was_on:
        gc.disable()


def busy() -> list[list[int]]:
    """Makes more objects than Python lets pass before it looks for garbage."""
    return [[number] for number in range(10 * gc.get_threshold()[0])]


def on_another_thread() -> None:
    other = threading.Thread(target=busy)
    other.start()
    other.join()


def test_a_busy_thread_destroys_nothing_that_the_window_left(garbage: Garbage) -> None:
    ended_on: list[int] = []
    Left(ended_on)
    on_another_thread()
    assert not ended_on
    made = busy()
    garbage.look()
    assert ended_on == [threading.get_ident()], len(made)


def test_without_it_the_busy_thread_would_have(garbage: Garbage) -> None:
    garbage.stop()
    ended_on: list[int] = []
    Left(ended_on)
    on_another_thread()
    assert ended_on
    assert threading.get_ident() not in ended_on


def test_a_look_where_little_was_made_costs_nothing(garbage: Garbage) -> None:
    ended_on: list[int] = []
    Left(ended_on)
    garbage.look()
    assert not ended_on
