"""Writes the test vectors:  python -m tests.vectors.make_vectors

The same bytes every time. They are a contract: a change in one of them needs a decision record that says why.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.vectors.bundle_vectors import carried
from tests.vectors.computers import CITY, Computer
from tests.vectors.entry_vectors import entries, merges
from tests.vectors.exchange_vectors import exchange
from tests.vectors.key_vectors import keys
from tests.vectors.ledger_vectors import heads, trees
from tests.vectors.refused_vectors import refused
from tests.vectors.trust_vectors import alliance, members, private

FOLDER = Path(__file__).parent


def refused_entries() -> dict[str, Any]:
    return {
        "refused": [
            {
                "row": case.row,
                "name": case.name,
                "code": case.code,
                "public_key": case.key and case.key.hex(),
                "bytes": case.data.hex(),
            }
            for case in refused()
        ],
        "refused_by_a_city": [
            {"row": row, "name": name, "code": code, "bytes": computer.genesis.data.hex()}
            for row, name, code, computer in (
                (5, "another alliance", "E-ALLIANCE", Computer("first computer", alliance="staging")),
                (5, "another city", "E-CITY", Computer("first computer", city=CITY + "-2")),
            )
        ],
    }


MADE: dict[str, Callable[[], dict[str, Any]]] = {
    "keys": keys,
    "entries": entries,
    "refused": refused_entries,
    "merges": merges,
    "trees": trees,
    "heads": heads,
    "exchange": exchange,
    "carried": carried,
    "alliance": alliance,
    "members": members,
    "private": private,
}


def text(name: str) -> str:
    return json.dumps(MADE[name](), indent=1, ensure_ascii=True) + "\n"


def main() -> None:
    for name in MADE:
        (FOLDER / f"{name}.json").write_text(text(name), encoding="ascii")


if __name__ == "__main__":
    main()
