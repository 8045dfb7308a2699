"""The community's status, out of totals that are kept: it costs the same with 100 cities and with 100,000.

What cities say to each other goes along, of each list `ties.MOST` rows.
"""

from dataclasses import replace
from datetime import UTC, datetime

from roadmap_core.community.cities import ALL, COMMUNITIES, REGIONS, SIZE_CLASSES
from roadmap_core.community.figures import Cell
from roadmap_core.community.status import CommunityStatus, community_status, published_groups
from roadmap_core.community.together import INTEREST
from sync_server.services.count_city import SAMPLE
from sync_server.services.heads import heads_digest
from sync_server.services.keep_ties import read_together
from sync_server.services.list_cities import LISTED
from sync_server.services.server import Server
from sync_server.storage import totals


def community_version(server: Server) -> str:
    """Changes whenever the status can have changed."""
    with server.database.reading() as connection:
        listed = totals.total(connection, Cell(ALL, LISTED, ""))
        return f"{heads_digest(connection)[:32]}.{listed}"


def read_community(server: Server) -> CommunityStatus:
    with server.database.reading() as connection:
        kept = totals.totals(connection)
        digest = heads_digest(connection)
        together = read_together(connection, server, kept)
    listed = {cell.group: count for cell, count in kept.items() if cell.figure == LISTED}
    counted = {cell: count for cell, count in kept.items() if cell.figure not in (LISTED, SAMPLE, INTEREST)}
    foundational = len(server.questionnaire.instrument.foundational)
    regions = [group for group in map("region:{}".format, REGIONS) if listed.get(group)]
    status = community_status(
        counted,
        (),
        foundational=foundational,
        as_of=datetime.fromtimestamp(server.now_s(), UTC).isoformat(),
        heads_digest=digest,
        is_sample=bool(kept.get(Cell(ALL, SAMPLE, ""), 0)),
    )
    return replace(
        status,
        groups=published_groups(counted, [ALL, *regions], foundational),
        cities_total=listed.get(ALL, 0),
        regions=_labels("region", REGIONS, listed),
        sizes=_labels("size", SIZE_CLASSES, listed),
        communities=_labels("community", COMMUNITIES, listed),
        together=together,
    )


def _labels(kind: str, labels: tuple[str, ...], listed: dict[str, int]) -> dict[str, int]:
    return {label: listed.get(f"{kind}:{label}", 0) for label in labels}
