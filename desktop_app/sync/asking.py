"""What the next request brings and asks for: entries that wait, private parts that are wanted, or that are lacking."""

from collections.abc import Collection
from hashlib import sha256

from desktop_app.errors import AppError
from desktop_app.storage import city_log, private_parts
from desktop_app.storage.engine import Connection
from desktop_app.storage.membership import membership
from desktop_app.sync.judging import Asked
from desktop_app.sync.session import Session
from roadmap_core import limits
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.exchange.messages import BODY_REQUESTS, SyncRequest
from roadmap_core.exchange.pairs import is_body


def ask(
    connection: Connection, session: Session, offered: Collection[EntryHash], *, may_offer: bool
) -> tuple[Asked, SyncRequest]:
    """The next request, and what this computer knows as it asks it.

    Args:
        connection: of the profile.
        session: tells what the line carries, and what is to rest.
        offered: the entries that this round has offered already.
        may_offer: whether anything is to be sent; if not, only what is new is asked for.
    """
    held = city_log.state(connection)
    if held is None:
        raise AppError("E-NO-PROFILE")
    passed, most_bytes = {*offered, *session.resting}, session.pace.push_bytes
    entries = city_log.waiting(connection, passed, most_bytes, limits.PUSH_ENTRIES) if may_offer else []
    items = [item for entry in entries for item in (entry.data, entry.body) if item]
    room = most_bytes - sum(map(len, items))
    if may_offer and room > 0:
        items += private_parts.wanted(connection, session.resting, room, limits.PUSH_ENTRIES - len(entries))
    lacking = tuple(private_parts.lacking(connection, session.resting, BODY_REQUESTS))
    earlier = {epoch for _, epoch, _, why in city_log.evidence(connection) if why == "E-EPOCH"}
    brought = tuple(sha256(item).digest() for item in items if is_body(item))
    asked = Asked(held, membership(connection), tuple(entries), earlier - {held.epoch}, brought, lacking)
    names = tuple(digest[: private_parts.NAME_BYTES] for digest in lacking)
    return asked, SyncRequest(held.city, held.epoch, held.position, session.pace.pull_bytes, tuple(items), names)


def has_entries(connection: Connection, session: Session, offered: Collection[EntryHash]) -> bool:
    """Whether entries are to be offered that this round has not offered yet."""
    if session.is_full:
        return False
    return bool(city_log.waiting(connection, {*offered, *session.resting}, 1, 1))


def has_anything(connection: Connection, session: Session, offered: Collection[EntryHash]) -> bool:
    """Whether entries are to be offered, or private parts to be sent by themselves or to be asked for."""
    if has_entries(connection, session, offered) or private_parts.lacking(connection, session.resting, 1):
        return True
    return not session.is_full and bool(private_parts.wanted(connection, session.resting, 1, 1))
