"""What a file for others has to hold of the own city: who may write, then what isn't on the server yet, or all."""

from typing import NamedTuple

from desktop_app.storage.city_log import IS_WAITING
from desktop_app.storage.engine import Connection, driver_of
from desktop_app.storage.membership import membership
from roadmap_core.entries.identifiers import LogId
from roadmap_core.entries.statements import Role


class Outgoing(NamedTuple):
    """One entry as it was signed, and its private part, sealed, or b"" if it has none or it isn't here."""

    log: LogId
    seq: int
    data: bytes
    body: bytes = b""

    @property
    def items(self) -> tuple[bytes, ...]:
        """As they stand in a file: the private part behind its entry."""
        return (self.data, self.body) if self.body else (self.data,)


_OUTGOING = """
SELECT log, seq, entry.data, ifnull(private_part.data, x'') FROM entry LEFT JOIN private_part USING (short)"""
_STATEMENTS = f"{_OUTGOING} JOIN statement USING (short) WHERE log <> x'' ORDER BY number"
_WAITING = f"{_OUTGOING} WHERE {IS_WAITING} AND log <> x'' ORDER BY number"
_ALL = f"{_OUTGOING} WHERE log <> x'' ORDER BY position IS NULL, position, number"
_STRATA: dict[int | None, int] = {Role.REGISTRAR: 0, Role.LEAD: 1}


def who_may_write(connection: Connection) -> list[Outgoing]:
    """First entries of logs and statements, registrars' before leads' before the others'.

    In this order a server that knows nothing of the city's computers can take each of them.
    """
    members = membership(connection)
    rows = [Outgoing(*row) for row in driver_of(connection).execute(_STATEMENTS).fetchall()]
    return sorted(rows, key=lambda one: _STRATA.get(members.role(one.log), 2))


def unconfirmed(connection: Connection) -> list[Outgoing]:
    """What has no checked position on the server, whoever of the city wrote it."""
    return [Outgoing(*row) for row in driver_of(connection).execute(_WAITING).fetchall()]


def everything(connection: Connection) -> list[Outgoing]:
    """All of the city, in the order of the server's log; what isn't there, last."""
    return [Outgoing(*row) for row in driver_of(connection).execute(_ALL).fetchall()]
