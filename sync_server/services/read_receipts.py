"""Where entries stand in a city's log, proven under the newest signed head, for whoever knows their whole hashes.

Measured on one core: hashing the tree once and reading 50 proofs off it takes 27 ms for a log of 10,000 entries, 219 ms
for 100,000, which no city has; so no subtrees are kept.
"""

from collections.abc import Collection, Sequence

from roadmap_core.exchange.receipts import Place, ReceiptAnswer, ReceiptQuestion
from roadmap_core.ledger.tree import consistency_proof, leaf_hash, node_hash
from sync_server.services.invite import is_city_id
from sync_server.services.server import Server
from sync_server.services.tokens import Reader, Token, reader
from sync_server.storage import cities, city_log


def read_receipts(server: Server, question: ReceiptQuestion, token: Token | None) -> ReceiptAnswer | None:
    """None for an unknown city, and for somebody who is no member and names no entry that the city has.

    A head tells how much a city has written: one whole hash at least shows that the asker has seen some of it.
    """
    if not is_city_id(question.city):
        return None
    with server.database.reading() as connection:
        found = cities.head_of(connection, question.city)
        if found is None or not found[0]:
            return None
        size, head = found
        known = city_log.positions(connection, question.city, question.entries) if question.entries else {}
        known = {entry: position for entry, position in known.items() if position <= size}
        hashes = cities.hashes(connection, question.city, size) if known else []
    if not known and reader(server, token, question.city) is not Reader.MEMBER:
        return None
    proofs = inclusion_proofs([leaf_hash(entry) for entry in hashes], known.values())
    places = [known.get(entry) for entry in question.entries]
    extends = None
    if known and question.since:
        extends = tuple(consistency_proof([leaf_hash(entry) for entry in hashes], question.since))
    return ReceiptAnswer(head, tuple(Place(at, proofs[at]) if at else None for at in places), extends)


def inclusion_proofs(leaves: Sequence[bytes], positions: Collection[int]) -> dict[int, tuple[bytes, ...]]:
    """By position, from 1: PATH(m, D[n]) of RFC 6962, section 2.1.1. Hashes each node of the tree once.

    Level by level: a node without a neighbour goes up as it is, which gives the same tree as that section's recursion.
    """
    paths: dict[int, list[bytes]] = {position: [] for position in positions}
    places = {position: position - 1 for position in paths}
    level = list(leaves)
    while len(level) > 1:
        for position, place in places.items():
            if place ^ 1 < len(level):
                paths[position].append(level[place ^ 1])
            places[position] = place >> 1
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [node_hash(left, right) for left, right in pairs] + level[len(level) & ~1 :]
    return {position: tuple(path) for position, path in paths.items()}
