"""Invitations by the hash of their code: a copy of the database invites nobody."""

from sqlalchemy import Connection, func, insert, select, update

from sync_server.storage.tables import InvitationRow

_INVITATION = InvitationRow.__table__  # type: ignore[attr-defined]


def add_invitation(connection: Connection, digest: bytes, city: str, expires_s: int) -> None:
    row = {"digest": digest, "city": city, "expires_s": expires_s, "used_by": None}
    connection.execute(insert(_INVITATION), row)


def is_open(connection: Connection, digest: bytes, city: str, now_s: int) -> bool:
    """Whether the invitation is for this city, was not used, and has not run out."""
    found = connection.execute(
        select(_INVITATION.c.digest).where(
            _INVITATION.c.digest == digest,
            _INVITATION.c.city == city,
            _INVITATION.c.used_by.is_(None),
            _INVITATION.c.expires_s > now_s,
        )
    )
    return found.first() is not None


def count_open(connection: Connection, city: str, now_s: int) -> int:
    statement = select(func.count()).where(
        _INVITATION.c.city == city, _INVITATION.c.used_by.is_(None), _INVITATION.c.expires_s > now_s
    )
    return connection.execute(statement).scalar() or 0


def is_known(connection: Connection, digest: bytes) -> bool:
    return connection.execute(select(_INVITATION.c.digest).where(_INVITATION.c.digest == digest)).first() is not None


def use(connection: Connection, digest: bytes, genesis: bytes) -> None:
    connection.execute(update(_INVITATION).where(_INVITATION.c.digest == digest).values(used_by=genesis))
