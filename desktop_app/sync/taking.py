"""Stores a page that was judged good: entries, what they mean, positions and the cursor, all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from desktop_app.errors import AppError
from desktop_app.storage import attachments, city_log, intake, own_log, private_parts
from desktop_app.storage.engine import Connection
from desktop_app.storage.entry_log import Standing
from desktop_app.storage.views import Connection as Admission
from desktop_app.sync.judging import Asked, Page, Placed
from roadmap_core.entries.identifiers import EntryHash, Register
from roadmap_core.refusals import Code


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page changed here.

    Attributes:
        registers: registers that are different now.
        received: entries that were not here before.
        confirmed: own entries whose position became final.
        carried: positions of own entries that can't be final before the whole log was checked.
        problem: the code of what the page brought that can't be verified, or "".
        missing: digests of private parts that the server could have given now, and hasn't.
    """

    registers: frozenset[Register]
    received: int
    confirmed: int
    carried: dict[EntryHash, int]
    problem: str
    missing: frozenset[bytes]


def take_page(
    connection: Connection, keys: own_log.Keys, asked: Asked, page: Page, carried: Mapping[EntryHash, int], now: int
) -> Taken:
    """Stores `page`, the answer to what was `asked`.

    Args:
        connection: within a transaction.
        keys: a new log begins with them if the page brings entries of the own log that this computer didn't seal.
        asked: what this computer knew then.
        page: was judged good.
        carried: positions of own entries out of the pages before.
        now: when, in milliseconds.

    Raises:
        AppError: E-REPLY if more came of what nobody admitted than an honest server takes: then nothing is stored.
    """
    held = asked.held
    if page.is_new_epoch:
        city_log.keep_evidence(connection, [(held.head, held.head_epoch, held.head_size)], "E-EPOCH", now)
        city_log.forget_positions(connection)
        attachments.forget_sent(connection)
    city_log.lift(connection, page.start)
    known = city_log.places(connection, [placed.hash for placed in page.placed])
    fresh = [placed for placed in page.placed if placed.hash not in known]
    registers = _append(connection, keys, fresh, now)
    named = {placed.entry.body[0] for placed in page.placed if placed.entry and placed.entry.body}
    private_parts.want(connection, named - {sha256(body).digest() for body in page.bodies}, is_wanted=True)
    private_parts.want(connection, asked.brought, is_wanted=False)
    private_parts.want(connection, page.lacks, is_wanted=True)
    kept = private_parts.keep(connection, page.bodies)
    registers |= intake.read_parts(connection, keys.secret())
    here = {placed.hash: placed.position for placed in page.placed if placed.hash in known}
    own = city_log.own_among(connection, here)
    city_log.place(connection, {whole: at for whole, at in here.items() if whole not in own})
    city_log.move(connection, page.head.epoch, page.frontier)
    city_log.refuse(connection, page.refused)
    carried_on = {**carried, **{whole: here[whole] for whole in own}}
    problem = _worst(fresh)
    confirmed = 0
    if page.is_whole:
        confirmed, is_proved = _settle(connection, page, carried_on)
        problem = problem if is_proved else "E-RECEIPT"
        city_log.confirm(connection, page.head, page.head_bytes)
        carried_on = {}
    if confirmed:
        city_log.save(connection, sent_ms=now)
    city_log.save(connection, connection=Admission.ADMITTED.value)
    missing = frozenset(named - kept) | (frozenset() if kept.intersection(asked.lacking) else frozenset(asked.lacking))
    return Taken(registers, len(fresh), confirmed, carried_on, problem, missing)


def _append(connection: Connection, keys: own_log.Keys, fresh: list[Placed], now: int) -> frozenset[Register]:
    verified = [(placed.entry, placed.position) for placed in fresh if placed.entry is not None]
    entries, positions = [entry for entry, _ in verified], [position for _, position in verified]
    taken = own_log.take_arrived(connection, keys, entries, now, positions)
    for placed in fresh:
        if placed.entry is None:
            is_newer = placed.code == Code.NEWER_ENTRY
            standing, refusal = (Standing.NEWER, "") if is_newer else (Standing.PENDING, placed.code)
            city_log.keep_aside(connection, placed.data, placed.position, standing, refusal, now)
    if intake.is_overfull(connection, {entry.log for entry in taken.fresh}):
        raise AppError("E-REPLY")
    return taken.registers


def _worst(fresh: list[Placed]) -> str:
    codes = [placed.code for placed in fresh if placed.code]
    return next((code for code in codes if code != Code.NEWER_ENTRY), codes[0] if codes else "")


def _settle(connection: Connection, page: Page, carried: Mapping[EntryHash, int]) -> tuple[int, bool]:
    """Makes positions of own entries final, as far as the tree that was checked proves them."""
    claimed = {**page.earlier, **carried}
    behind = {whole: at for whole, at in claimed.items() if at > page.start}
    before = {whole: at for whole, at in claimed.items() if at <= page.start}
    open_ = [whole for whole, at in city_log.places(connection, before).items() if at is None]
    fillers = {before[whole]: whole for whole in open_}
    confirmed = city_log.place(connection, behind)
    if not fillers:
        return confirmed, True
    if city_log.frontier_of(connection, page.frontier.size, fillers) != page.frontier:
        return confirmed, False
    return confirmed + city_log.place(connection, {whole: before[whole] for whole in open_}), True
