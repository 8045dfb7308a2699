"""The newest signed head of a city, as it was signed when the log last grew."""

from sync_server.services.server import Server
from sync_server.storage import cities


def read_head_of(server: Server, city: str) -> tuple[int, bytes] | None:
    """The size of the log and its head; None for an unknown city, or one whose log is empty."""
    with server.database.reading() as connection:
        found = cities.head_of(connection, city)
    return found if found is not None and found[0] else None
