"""A new epoch, after the database was restored from a backup: devices then offer again what the backup lacks."""

from roadmap_core.ledger.tree import Frontier
from sync_server.services.heads import replace_head, signed_head
from sync_server.services.server import Server, new_epoch
from sync_server.storage import cities, identity


def start_epoch(server: Server) -> int:
    """Draws the epoch and signs every head under it. Other processes of this server must be started again."""
    with server.database.writing() as connection:
        epoch = new_epoch()
        while epoch == server.epoch:
            epoch = new_epoch()
        server.epoch = epoch
        identity.change_epoch(connection, epoch)
        for city in cities.all_cities(connection):
            if city.size:
                head = signed_head(server, city.id, Frontier.from_bytes(city.frontier))
                cities.keep_head(connection, city.id, head)
                replace_head(connection, city.id, city.head, head)
    return epoch
