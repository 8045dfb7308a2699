"""Whose server this is: its alliance, its epoch, and the public key of its log."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from sync_server.storage.tables import Identity

_IDENTITY = Identity.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class ServerIdentity:
    """The one row of the table."""

    alliance: str
    epoch: int
    log_key: bytes


def identity(connection: Connection) -> ServerIdentity | None:
    """None: the server was never set up."""
    row = connection.execute(select(_IDENTITY)).first()
    return None if row is None else ServerIdentity(row.alliance, row.epoch, row.log_key)


def set_up(connection: Connection, own: ServerIdentity) -> None:
    row = {"id": 1, "alliance": own.alliance, "epoch": own.epoch, "log_key": own.log_key}
    connection.execute(insert(_IDENTITY), row)


def change_epoch(connection: Connection, epoch: int) -> None:
    connection.execute(update(_IDENTITY).values(epoch=epoch))
