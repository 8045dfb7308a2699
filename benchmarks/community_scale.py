"""What it costs to read the community's status with 100, 10,000 and 100,000 cities: the totals are kept, not computed.

Invented cities are written straight into the server's tables; then some change through the service that counts a city,
and the kept totals must equal a recount of all rows. Beside it: the one distribution by GROUP BY, which grows.
"""

import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from benchmarks.timing import interleaved, report
from roadmap_core.community.cities import COMMUNITIES, REGIONS, SIZE_CLASSES, City, groups_of
from roadmap_core.community.figures import Cell, contributions, recount
from roadmap_core.instrument.stages import Stage
from roadmap_core.ledger.tree import Frontier
from sync_server.services import count_city
from sync_server.services.list_cities import LISTED, listed_cells
from sync_server.services.read_community import community_version, read_community
from sync_server.services.server import Server, open_server, set_up
from sync_server.settings import Settings
from sync_server.storage import standings, totals
from sync_server.storage.database import Connection
from sync_server.storage.standings import CityCounts, PolicyCounts
from sync_server.storage.tables import CityFiguresRow, CityPolicyRow, CityRow

SIZES = (100, 10_000, 100_000)
ROUNDS = 60
CHANGES = 100
BATCH = 2_000
TARGET = 1.5
_ALL_LISTED = text("SELECT * FROM city WHERE id LIKE 'city-%' ORDER BY id")
_ALL_FIGURES = text("SELECT * FROM city_figures ORDER BY city")
_ALL_POLICIES = text("SELECT * FROM city_policy ORDER BY city")
_BY_GROUP = text("SELECT written, count(*) FROM city_figures GROUP BY written")

Standing = tuple[dict[str, PolicyCounts], CityCounts]


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as closing:
        communities = {}
        for size in SIZES:
            community = Community(Path(scratch) / str(size), size)
            closing.callback(community.server.close)
            communities[size] = community
        read = interleaved({str(size): one.read for size, one in communities.items()}, ROUNDS)
        grouped = interleaved({str(size): one.group for size, one in communities.items()}, ROUNDS // 6, warm=1)
        changed = interleaved({str(size): one.change for size, one in communities.items()}, CHANGES)
        equal = {str(size): one.is_equal_to_recount() for size, one in communities.items()}
    slowest, fastest = max(case.ms for case in read.values()), min(case.ms for case in read.values())
    figures = {
        size: {
            "read_ms": read[size].ms,
            "change_of_a_city_ms": changed[size].ms,
            "one_distribution_by_group_by_ms": grouped[size].ms,
            "equal_to_recount": equal[size],
        }
        for size in read
    }
    report("community_scale", {"cities": figures, "ratio": round(slowest / fastest, 2), "target": TARGET})


class Community:
    """A server with invented cities."""

    def __init__(self, folder: Path, size: int) -> None:
        settings = Settings(folder)
        set_up(settings)
        self.server: Server = open_server(settings)
        self._chance = random.Random(size)
        self._names = [f"city-{number}" for number in range(size)]
        self._fill()

    def _fill(self) -> None:
        with self.server.database.writing() as connection:
            kept: dict[Cell, int] = {}
            for start in range(0, len(self._names), BATCH):
                batch = [
                    (invented(self._chance, name), self._standing()) for name in self._names[start : start + BATCH]
                ]
                _insert(connection, batch)
                for city, (policies, counts) in batch:
                    figures = count_city.figures(policies, counts)
                    assert figures is not None
                    for cell, number in (contributions(groups_of(city), figures) | listed_cells(city)).items():
                        kept[cell] = kept.get(cell, 0) + number
            totals.add_to_totals(connection, kept)

    def _standing(self) -> Standing:
        own = self.server.questionnaire.instrument
        policies = {policy.id: self._policy() for policy in own.policies}
        return policies, self._counts(policies)

    def _policy(self) -> PolicyCounts:
        stage = self._chance.choice(list(Stage))
        return PolicyCounts(int(stage), 50, 5, 8, 0, self._chance.random() < 0.95, self._chance.random() < 0.3)

    def _counts(self, policies: dict[str, PolicyCounts]) -> CityCounts:
        own = self.server.questionnaire.instrument
        stages = [policies[policy.id].stage for policy in own.foundational if policies[policy.id].applicable]

        def reached(least: Stage) -> int:
            return sum(stage >= least for stage in stages)

        counted = reached(Stage.WRITTEN), reached(Stage.IMPLEMENTED), reached(Stage.REVIEWED)
        return CityCounts(1, *counted, 60, 0, is_sample=False)

    def read(self) -> bytes:
        """What the route does for a reader whose copy is old."""
        community_version(self.server)
        return json.dumps(read_community(self.server).to_json()).encode()

    def group(self) -> None:
        with self.server.database.reading() as connection:
            connection.execute(_BY_GROUP).all()

    def change(self) -> None:
        """One policy of one city gets to another stage: the service keeps it and moves the totals."""
        name = self._chance.choice(self._names)
        with self.server.database.writing() as connection:
            held, before = standings.policies_of(connection, name), standings.figures_of(connection, name)
            changed = self._chance.choice(sorted(held))
            policies = {**held, changed: held[changed]._replace(stage=int(self._chance.choice(list(Stage))))}
            count_city._keep(connection, name, held, policies, before, self._counts(policies))

    def is_equal_to_recount(self) -> bool:
        """Whether the kept totals are what all rows add up to."""
        with self.server.database.reading() as connection:
            kept = {cell: count for cell, count in totals.totals(connection).items() if cell.figure != LISTED}
            rows = ((city, count_city.figures(*standing)) for city, standing in _stored(connection))
            return kept == recount((city, figures) for city, figures in rows if figures is not None)


def invented(chance: random.Random, name: str) -> City:
    community = chance.choice((*COMMUNITIES, None, None))
    places: dict[str, Any] = {
        "region": chance.choice(REGIONS),
        "community": community,
        "size_class": chance.choice(SIZE_CLASSES),
    }
    return City(name, name, name, "Nowhere", "XX", **places)


def _insert(connection: Connection, batch: list[tuple[City, Standing]]) -> None:
    names = ("id", "name", "country", "region", "subregion", "community", "size_class")
    listed = [{name: getattr(city, name) for name in names} for city, _ in batch]
    log = {"size": 0, "frontier": Frontier().to_bytes(), "head": b""}
    connection.execute(insert(CityRow), [{**row, **log} for row in listed])
    connection.execute(insert(CityFiguresRow), [{"city": city.id, **counts._asdict()} for city, (_, counts) in batch])
    policies = [
        {"city": city.id, "policy": policy, **counts._asdict()}
        for city, (held, _) in batch
        for policy, counts in held.items()
    ]
    connection.execute(insert(CityPolicyRow), policies)


def _stored(connection: Connection) -> Iterator[tuple[City, Standing]]:
    """All rows, each table read once, in the order of the cities."""
    of_city = groupby(connection.execute(_ALL_POLICIES), key=itemgetter(0))
    for row, counts, (name, policies) in zip(
        connection.execute(_ALL_LISTED), connection.execute(_ALL_FIGURES), of_city, strict=True
    ):
        assert row.id == counts.city == name
        places: dict[str, Any] = {"region": row.region, "community": row.community, "size_class": row.size_class}
        held = {policy: PolicyCounts(*fields) for _, policy, *fields in policies}
        yield City(row.id, row.name, row.name, row.country, "", **places), (held, CityCounts(*counts[1:]))


if __name__ == "__main__":
    main()
