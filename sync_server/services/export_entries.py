"""A city's log as a file of entries that anybody can verify (roadmap_core.exchange.stream: a plain CBOR sequence)."""

from pathlib import Path

from roadmap_core.exchange.stream import to_sequence
from sync_server.errors import OperatorError
from sync_server.services.server import Server
from sync_server.storage import cities


def export_entries(server: Server, city: str, path: Path) -> int:
    """Writes all entries in their order. Returns how many.

    Raises:
        OperatorError: E-CITY for an unknown city, E-FILE if the file can't be written.
    """
    with server.database.reading() as connection:
        if cities.head_of(connection, city) is None:
            raise OperatorError("E-CITY", f"There is no city {city} on this server.")
        entries = [stored.data for stored in cities.entries(connection, city)]
    try:
        path.write_bytes(to_sequence(entries))
    except OSError as error:
        raise OperatorError("E-FILE", "The file can't be written. Check its path and its rights.") from error
    return len(entries)
