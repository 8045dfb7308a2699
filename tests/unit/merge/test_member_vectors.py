"""Each world of the vectors has its verdicts in any order."""

import json
import random
from typing import Any

import pytest

from roadmap_core.entries.entry import Entry, claimed_log, read_entry, read_genesis
from roadmap_core.entries.identifiers import LogId
from roadmap_core.ledger.alliance import AllianceDocument, read_first
from roadmap_core.merge.honoured import not_honoured
from tests.property.worlds import Replica
from tests.vectors.make_vectors import FOLDER
from tests.vectors.readable import readable

ROOT_KEY = bytes.fromhex(json.loads((FOLDER / "alliance.json").read_text())["root_key"])
WORLDS = json.loads((FOLDER / "members.json").read_text())["worlds"]


def read(world: dict[str, Any]) -> list[Entry]:
    keys: dict[LogId, bytes] = {}
    entries = []
    for data in (bytes.fromhex(each["bytes"]) for each in world["entries"]):
        log = claimed_log(data)
        entry = read_entry(data, keys[log]) if isinstance(log, bytes) else read_genesis(data)
        assert isinstance(entry, Entry)
        if entry.genesis:
            keys[entry.log] = entry.genesis.public_key
        entries.append(entry)
    return entries


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world["name"])
def test_a_world_has_its_verdicts_in_any_order(world: dict[str, Any]) -> None:
    document = read_first(bytes.fromhex(world["alliance_document"]), ROOT_KEY)
    assert isinstance(document, AllianceDocument)
    entries = read(world)
    for seed in range(5):
        replica, arriving = Replica(document), random.Random(seed).sample(entries, len(entries))
        for entry in sorted(arriving, key=lambda one: one.genesis is None):
            replica.take([entry])
        found = replica.membership
        told = [
            {
                "bytes": entry.data.hex(),
                "verdict": found.judge(entry).verdict.name.lower(),
                "code": found.judge(entry).code,
                "not_honoured": {str(place): code for place, code in not_honoured(entry, found).items()},
            }
            for entry in entries
        ]
        assert told == world["entries"]
        assert {log.hex(): found.role(log) for log in found.genesis_by_log} == world["roles"]
        assert sorted(log.hex() for log in found.genesis_by_log if found.reads(log)) == world["readers"]
        assert sorted(entry.hex() for entry in found.erased()) == world["erased"]
        assert readable(found.rekeys()) == world["rekeys"]
