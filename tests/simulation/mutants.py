"""The mistakes that a sync program makes, put into the product one at a time: the test of the tests.

Each is a change of the source of some functions, which keeps their callers; one that no longer fits the source fails
loudly. Where the product has a second line of defence, the mutant takes that away too, and says so.
"""

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from desktop_app.storage import city_log, intake
from desktop_app.sync import judging
from desktop_app.sync import round as rounds
from roadmap_core.exchange import messages
from roadmap_core.merge import registers
from sync_server.services import start_epoch
from sync_server.storage import city_log as server_log


@dataclass(frozen=True)
class Change:
    """In the source of `function`, `old` becomes `new`."""

    function: Callable[..., Any]
    old: str
    new: str


@dataclass(frozen=True)
class Mutant:
    mistake: str
    changes: tuple[Change, ...]


MUTANTS = {
    "M1": Mutant(
        "identity is (log, seq)",
        (
            Change(
                intake.take,
                "        if entry.hash not in here:",
                "        place = (entry.log, entry.seq)\n"
                "        taken = 'SELECT 1 FROM entry WHERE log = ? AND seq = ?'\n"
                "        if entry.hash not in here and not driver_of(connection).execute(taken, place).fetchone():",
            ),
        ),
    ),
    "M2": Mutant(
        "no epoch at restore",
        (
            Change(
                start_epoch.start_epoch, "    with server.database", "    return server.epoch\n    with server.database"
            ),
        ),
    ),
    "M3": Mutant(
        "acknowledge on send",
        (
            Change(
                rounds._Round._exchange,
                "        answer = server.sync(body)",
                "        with transaction(self.profile.store.engine) as connection:\n"
                "            city_log.refuse(connection, [(entry.hash, 'sent') for entry in asked.offered])\n"
                "        answer = server.sync(body)",
            ),
        ),
    ),
    "M4": Mutant(
        "cursor past a cut response (and the root isn't compared)",
        (
            Change(messages.read_reply, "len(data) - end != cbor.integer(size)", "cbor.integer(size) < 0"),
            Change(
                messages.read_reply,
                "read_sequence(data[end:], cbor.integer(encoding), limits.REPLY_BYTES, limits.PULL_PAGE_ENTRIES)",
                "EntryReader(cbor.integer(encoding), limits.REPLY_BYTES).feed(data[end:])",
            ),
            Change(messages._positions, "len(positions) != count", "False"),
            Change(messages._positions, "cbor.integer(length, 1) > count - len(positions)", "False"),
            Change(messages.read_reply, "strict=True", "strict=False"),
            Change(
                judging._leaves,
                "    if len(wanted) != len(found) or any(position not in found for position in wanted):\n"
                "        return None\n    return [found[position] for position in wanted]",
                "    return [found[position] for position in wanted if position in found]",
            ),
            Change(judging.judge, "frontier.size != head.size", "False"),
            Change(judging.judge, "frontier.root() != head.root", "False"),
            Change(judging.judge, "frontier=frontier,", "frontier=Frontier(reply.next_position, frontier.peaks),"),
            Change(city_log.move, "frontier.to_bytes()", "Frontier().to_bytes()"),
        ),
    ),
    "M5": Mutant(
        "forget predecessors that have not arrived",
        (Change(registers.applied, "                awaited.add(predecessor)", "                pass"),),
    ),
    "M6": Mutant(
        "revocation by order of arrival",
        (
            Change(
                intake._other_verdicts,
                "        if now != (standing, code):",
                "        if now != (standing, code) and (standing or now.standing != Standing.QUARANTINED):",
            ),
        ),
    ),
    "M7": Mutant(
        "positions not in commit order",
        (Change(server_log.append, "enumerate(entries, first)", "enumerate(reversed(entries), first)"),),
    ),
    "M8": Mutant(
        "the server's root is adopted on mismatch",
        (
            Change(judging._head, "head.size < held.head_size", "False"),
            Change(judging._head, "head.size == held.head_size and head.root != held.head_root", "False"),
            Change(judging.judge, "frontier.size != head.size", "False"),
            Change(judging.judge, "frontier.root() != head.root", "False"),
        ),
    ),
}


@contextmanager
def put_in(name: str) -> Iterator[None]:
    """Inside, the product makes this mistake."""
    by_function: dict[Callable[..., Any], list[Change]] = {}
    for change in MUTANTS[name].changes:
        by_function.setdefault(change.function, []).append(change)
    with ExitStack() as stack:
        for function, changes in by_function.items():
            stack.enter_context(_changed(function, changes))
        yield


@contextmanager
def _changed(function: Callable[..., Any], changes: list[Change]) -> Iterator[None]:
    assert isinstance(function, FunctionType)
    source = textwrap.dedent(inspect.getsource(function))
    for change in changes:
        old, new = change.old, change.new
        if old not in source:
            old, new = _outdented(change.old), _outdented(change.new)
        assert old in source, f"{function.__qualname__} has no longer: {old}"
        source = source.replace(old, new)
    made: dict[str, Any] = {}
    code = compile("from __future__ import annotations\n" + source, function.__code__.co_filename, "exec")
    exec(code, function.__globals__, made)
    kept, function.__code__ = function.__code__, made[function.__name__].__code__
    try:
        yield
    finally:
        function.__code__ = kept


def _outdented(text: str) -> str:
    """One level of indentation less: the text as it stands in a method whose class was left out."""
    return "\n".join(line.removeprefix("    ") for line in text.split("\n"))
