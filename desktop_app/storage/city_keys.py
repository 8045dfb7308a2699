"""The city's keys that this computer was given. They lie in the log, wrapped for it; nothing here keeps one."""

from functools import lru_cache

from desktop_app.storage import entry_log
from desktop_app.storage.engine import Connection
from desktop_app.storage.membership import membership
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.private import received_keys
from roadmap_core.entries.statements import Rekey
from roadmap_core.keys.city_key import CityKey
from roadmap_core.merge.members import Membership


def held(connection: Connection, secret: bytes, members: Membership | None = None) -> list[CityKey]:
    """The keys that were wrapped for the computer with `secret`; the last one seals what is written now."""
    found = members or membership(connection)
    return list(_received(tuple(found.rekeys()), _own_logs(connection, found), secret, found.city))


def has_any(connection: Connection) -> bool:
    """Whether a key was given to this computer, as far as can be told without its secret."""
    members = membership(connection)
    own = set(_own_logs(connection, members))
    return any(log in own for said in members.rekeys() for log, _ in said.wrapped)


def _own_logs(connection: Connection, members: Membership) -> tuple[LogId, ...]:
    own = entry_log.own_log(connection)
    key = members.key(own[0].log) if own else None
    return members.logs_of(key) if key else ()


def forget() -> None:
    """Lets go of the keys that were unwrapped: the profile is being closed."""
    _received.cache_clear()


@lru_cache(maxsize=4)
def _received(rekeys: tuple[Rekey, ...], logs: tuple[LogId, ...], secret: bytes, city: str) -> tuple[CityKey, ...]:
    """Each key takes 0.2 ms to unwrap, and is asked for with every page."""
    return tuple(received_keys(rekeys, logs, secret, city))
