"""What the operator and a watching program ask: does the server work, and how much is in it."""

from roadmap_core.ledger.tree import Frontier
from sync_server.errors import BusyError
from sync_server.services.server import Server
from sync_server.storage import cities
from sync_server.storage.migrate import revision


def health_of(server: Server) -> dict[str, str]:
    """Raises BusyError if the server can't work: no database, or no key."""
    with server.database.reading() as connection:
        schema = revision(connection)
    if server.seed is None:
        raise BusyError("the key of the log is missing")
    return {"status": "ok", "database": server.database.kind, "schema": schema or ""}


def status_of(server: Server) -> dict[str, str | int]:
    """For `waymark-server status`."""
    with server.database.reading() as connection:
        counts = cities.counts(connection)
        schema = revision(connection) or ""
    return {
        "alliance": server.alliance,
        "epoch": server.epoch,
        "log_key": server.log_key.hex(),
        "log_key_file": "missing" if server.seed is None else "here",
        "database": server.database.kind,
        "schema": schema,
        **counts,
    }


def logs_of(server: Server) -> list[dict[str, str | int]]:
    """The log of each city that has one: its size, and its root in hex. For `waymark-server status --cities`."""
    with server.database.reading() as connection:
        found = [city for city in cities.all_cities(connection) if city.size]
    return [{"id": c.id, "size": c.size, "root": Frontier.from_bytes(c.frontier).root().hex()} for c in found]
