"""What a screen reader does: reads and works another program over AT-SPI alone, with the library that Orca has."""

import ctypes
import time
from collections.abc import Callable, Iterator
from functools import cache

LIBRARY = "libatspi.so.0"
SECONDS = 12.0
"""The longest wait for something to be there, on a loaded machine."""
DEEPEST = 40


@cache
def _call(name: str, result: type | None, *kinds: type) -> Callable[..., object]:
    function: Callable[..., object] = ctypes.CDLL(LIBRARY)[name]
    function.restype, function.argtypes = result, [*kinds, ctypes.c_void_p]  # type: ignore[attr-defined]
    return lambda *values: function(*values, None)


def _text(name: str, thing: int) -> str:
    found = _call(name, ctypes.c_char_p, ctypes.c_void_p)(thing)
    return found.decode() if isinstance(found, bytes) else ""


class Heard:
    """One accessible thing of another program, as the bus tells it."""

    def __init__(self, thing: int) -> None:
        self._thing = thing

    @property
    def role(self) -> str:
        return _text("atspi_accessible_get_role_name", self._thing)

    @property
    def name(self) -> str:
        return _text("atspi_accessible_get_name", self._thing)

    @property
    def is_checked(self) -> bool:
        return self._has_state(4)

    @property
    def is_showing(self) -> bool:
        return self._has_state(25)

    def children(self) -> "Iterator[Heard]":
        count = _call("atspi_accessible_get_child_count", ctypes.c_int, ctypes.c_void_p)(self._thing)
        child = _call("atspi_accessible_get_child_at_index", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
        for number in range(count if isinstance(count, int) else 0):
            thing = child(self._thing, number)
            if isinstance(thing, int):
                yield Heard(thing)

    def all_within(self, depth: int = DEEPEST) -> "Iterator[Heard]":
        yield self
        for child in self.children() if depth else ():
            if child.is_showing or child.role == "application":  # which is never shown itself
                yield from child.all_within(depth - 1)

    def press(self) -> None:
        """The first thing that can be done with it: to press a button, to choose a card."""
        action = _call("atspi_accessible_get_action_iface", ctypes.c_void_p, ctypes.c_void_p)(self._thing)
        assert action, f"nothing can be done with {self.role} {self.name!r}"
        assert _call("atspi_action_do_action", ctypes.c_bool, ctypes.c_void_p, ctypes.c_int)(action, 0)

    def _has_state(self, number: int) -> bool:
        states = _call("atspi_accessible_get_state_set", ctypes.c_void_p, ctypes.c_void_p)(self._thing)
        library = ctypes.CDLL(LIBRARY)
        library.atspi_state_set_contains.argtypes = [ctypes.c_void_p, ctypes.c_int]
        return bool(library.atspi_state_set_contains(states, number))


def desktop() -> Heard:
    """All programs that a screen reader can read here."""
    library = ctypes.CDLL(LIBRARY)
    library.atspi_init()
    library.atspi_set_timeout(5000, 20000)
    library.atspi_get_desktop.restype = ctypes.c_void_p
    programs = library.atspi_get_desktop(0)
    library.atspi_accessible_set_cache_mask.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.atspi_accessible_set_cache_mask(programs, 0)  # each look is at what is there now
    return Heard(programs)


def until(role: str, name: str, also: Callable[[Heard], bool] = lambda _thing: True) -> Heard:
    """Look through everything until something of this role, whose name begins so, is shown."""
    end = time.monotonic() + SECONDS
    seen: list[str] = []
    while time.monotonic() < end:
        seen.clear()
        for thing in desktop().all_within():
            if thing.is_showing:
                seen.append(f"{thing.role}: {thing.name}")
                if thing.role == role and thing.name.startswith(name) and also(thing):
                    return thing
        time.sleep(0.3)
    raise AssertionError(f"no {role} {name!r} among\n" + "\n".join(seen))
