"""Vectors of the city's log: trees with their proofs, and signed heads."""

from hashlib import sha256
from typing import Any

from roadmap_core.entries.envelope import ENTRY, TOKEN, close
from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.ledger.heads import Head
from roadmap_core.ledger.tree import Frontier, consistency_proof, inclusion_proof, leaf_hash, root_of
from roadmap_core.refusals import Code
from tests.vectors.computers import CITY, CLAIMED_MS, Computer, signer_of
from tests.vectors.readable import readable

LARGEST = 20
PROVED = (1, 2, 3, 5, 7, 8, 12, 20)


def hashes(count: int) -> list[EntryHash]:
    return [EntryHash(sha256(b"entry %d" % number).digest()) for number in range(count)]


def trees() -> dict[str, Any]:
    entries = hashes(LARGEST)
    leaves = [leaf_hash(entry) for entry in entries]
    return {
        "entries": readable(entries),
        "roots": [root_of(leaves[:size]).hex() for size in range(LARGEST + 1)],
        "frontiers": [Frontier().extended(entries[:size]).to_bytes().hex() for size in range(LARGEST + 1)],
        "inclusion": [
            {"size": size, "index": index, "proof": readable(inclusion_proof(leaves[:size], index))}
            for size in PROVED
            for index in range(size)
        ],
        "consistency": [
            {"old_size": old, "size": size, "proof": readable(consistency_proof(leaves[:size], old))}
            for size in PROVED
            for old in range(1, size + 1)
        ],
    }


def heads() -> dict[str, Any]:
    server = signer_of("server")
    said = [
        Head(CITY, 1, 0, root_of([]), CLAIMED_MS),
        Head(CITY, 2**63 - 1, LARGEST, root_of([leaf_hash(entry) for entry in hashes(LARGEST)]), CLAIMED_MS),
    ]
    good = said[1].signed(server)
    payload = good[8:-66]
    refused = {
        "another key": (Code.SIG, said[1].signed(signer_of("another server"))),
        "signed as an entry": (Code.SIG, close(payload, ENTRY, server)),
        "signed as a token": (Code.SIG, close(payload, TOKEN, server)),
        "an entry": (Code.SIG, Computer("server").entry()),
        "a bit changed": (Code.SIG, good[:-1] + bytes([good[-1] ^ 1])),
        "a tag": (Code.ENVELOPE, b"\xd2" + good),
        "a field missing": (Code.SCHEMA, close(b"\x84" + payload[1:-9], b"roadmap-head-1", server)),
        "a byte behind the payload": (Code.DECODE, close(payload + b"\x00", b"roadmap-head-1", server)),
    }
    return {
        "log_key": server.public_key.hex(),
        "heads": [{"bytes": head.signed(server).hex(), "meaning": readable(head)} for head in said],
        "refused": [{"name": name, "code": code, "bytes": data.hex()} for name, (code, data) in refused.items()],
    }
