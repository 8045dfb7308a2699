"""The Merkle tree: equal to pymerkle's, and no wrong proof verifies."""

import json

import pymerkle
import pytest
from pymerkle import InmemoryTree

from roadmap_core.entries.identifiers import EntryHash
from roadmap_core.ledger import tree
from roadmap_core.ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests.vectors.ledger_vectors import hashes
from tests.vectors.make_vectors import FOLDER

LARGEST = 64
ENTRIES = hashes(LARGEST + 1)
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
ROOTS = [root_of(LEAVES[:size]) for size in range(LARGEST + 1)]
SIZES = range(1, LARGEST + 1)


@pytest.fixture(scope="module")
def theirs() -> InmemoryTree:
    grown = InmemoryTree("sha256")
    for entry in ENTRIES:
        grown.append_entry(entry)
    return grown


def test_roots_are_those_of_another_library(theirs: InmemoryTree) -> None:
    assert ROOTS[0] == EMPTY_ROOT == theirs.get_root(0)
    assert ROOTS[1:] == [theirs.get_root(size) for size in SIZES]


def test_inclusion_proofs_are_those_of_another_library_which_puts_the_leaf_first(theirs: InmemoryTree) -> None:
    for size in SIZES:
        for index in range(size):
            path = theirs.prove_inclusion(index + 1, size).path
            assert [LEAVES[index], *inclusion_proof(LEAVES[:size], index)] == path


def test_another_library_proves_between_our_roots_what_ours_proves(theirs: InmemoryTree) -> None:
    """Its consistency proofs are longer than RFC 6962's, so that they are compared by what they prove."""
    for size in SIZES:
        for old in range(1, size):
            pymerkle.verify_consistency(ROOTS[old], ROOTS[size], theirs.prove_consistency(old, size), old, size)
            assert verify_consistency(old, ROOTS[old], size, ROOTS[size], consistency_proof(LEAVES[:size], old))


def test_the_frontier_gives_every_root_in_steps_of_any_size() -> None:
    for size in range(LARGEST + 1):
        whole = Frontier().extended(ENTRIES[:size])
        for step in range(size + 1):
            assert Frontier().extended(ENTRIES[:step]).extended(ENTRIES[step:size]) == whole
        assert (whole.size, whole.root()) == (size, ROOTS[size])
        assert Frontier.from_bytes(whole.to_bytes()) == whole


def test_every_inclusion_proof_verifies_at_its_index_and_nowhere_else() -> None:
    for size in SIZES:
        for index in range(size):
            proof = inclusion_proof(LEAVES[:size], index)
            places = [
                place
                for place in range(-1, size + 2)
                if verify_inclusion(ENTRIES[index], place, size, proof, ROOTS[size])
            ]
            assert places == [index]


def test_an_inclusion_proof_that_was_changed_does_not_verify() -> None:
    for size in range(1, 18):
        for index in range(size):
            proof = inclusion_proof(LEAVES[:size], index)
            for wrong in _changed(proof):
                assert not verify_inclusion(ENTRIES[index], index, size, wrong, ROOTS[size])
            assert not verify_inclusion(ENTRIES[size], index, size, proof, ROOTS[size])
            assert not verify_inclusion(ENTRIES[index], index, size, proof, ROOTS[size - 1])


def test_every_consistency_proof_verifies_for_its_roots_and_for_no_other_size() -> None:
    for size in SIZES:
        for old in range(1, size + 1):
            proof = consistency_proof(LEAVES[:size], old)
            assert verify_consistency(old, ROOTS[old], size, ROOTS[size], proof)
            others = [other for other in range(-1, size + 2) if other not in (old, size)]
            assert not any(verify_consistency(other, ROOTS[old], size, ROOTS[size], proof) for other in others)
            assert not any(
                verify_consistency(other, ROOTS[other], size, ROOTS[size], proof)
                for other in others
                if 0 <= other < size
            )


def test_a_consistency_proof_that_was_changed_does_not_verify() -> None:
    for size in range(1, 18):
        for old in range(1, size + 1):
            proof = consistency_proof(LEAVES[:size], old)
            for wrong in _changed(proof):
                assert not verify_consistency(old, ROOTS[old], size, ROOTS[size], wrong)
            assert not verify_consistency(old, ROOTS[old - 1], size, ROOTS[size], proof)
            assert not verify_consistency(old, ROOTS[old], size, ROOTS[size - 1], proof)


def _changed(proof: list[bytes]) -> list[list[bytes]]:
    flipped = [
        [*proof[:place], bytes([node[0] ^ 1]) + node[1:], *proof[place + 1 :]] for place, node in enumerate(proof)
    ]
    swapped = [[*proof[:place], proof[place + 1], proof[place], *proof[place + 2 :]] for place in range(len(proof) - 1)]
    return [*flipped, *swapped, *([proof[:-1], proof[1:]] if proof else []), [*proof, bytes(32)], [bytes(32), *proof]]


def test_an_older_log_with_one_entry_changed_is_not_one_that_was_extended() -> None:
    forged = [leaf_hash(EntryHash(bytes(32))), *LEAVES[1:]]
    for size in range(2, 20):
        for old in range(1, size):
            assert not verify_consistency(
                old, ROOTS[old], size, root_of(forged[:size]), consistency_proof(forged[:size], old)
            )


def test_nothing_is_proved_about_an_empty_tree() -> None:
    assert consistency_proof(LEAVES[:3], 0) == consistency_proof(LEAVES[:3], 4) == []
    assert not verify_consistency(0, EMPTY_ROOT, 3, ROOTS[3], [])
    assert verify_consistency(0, EMPTY_ROOT, 0, EMPTY_ROOT, [])
    assert not verify_inclusion(ENTRIES[0], 0, 0, [], EMPTY_ROOT)
    assert inclusion_proof(LEAVES[:1], 0) == []


@pytest.mark.parametrize(
    "data", [b"", bytes(7), bytes(9), bytes(40), b"\x00" * 7 + b"\x01", b"\x00" * 7 + b"\x01" + bytes(31)]
)
def test_bytes_that_are_no_frontier_are_told(data: bytes) -> None:
    with pytest.raises(ValueError, match="frontier"):
        Frontier.from_bytes(data)


def test_a_node_is_no_leaf() -> None:
    pair = EntryHash(LEAVES[0] + LEAVES[1])
    assert leaf_hash(pair) != tree.root_of(LEAVES[:2])


def test_the_vectors_hold() -> None:
    vectors = json.loads((FOLDER / "trees.json").read_text())
    entries = [EntryHash(bytes.fromhex(entry)) for entry in vectors["entries"]]
    roots = [bytes.fromhex(root) for root in vectors["roots"]]
    for size, frontier in enumerate(vectors["frontiers"]):
        assert Frontier.from_bytes(bytes.fromhex(frontier)).root() == roots[size]
    for case in vectors["inclusion"]:
        proof = [bytes.fromhex(node) for node in case["proof"]]
        assert verify_inclusion(entries[case["index"]], case["index"], case["size"], proof, roots[case["size"]])
    for case in vectors["consistency"]:
        proof = [bytes.fromhex(node) for node in case["proof"]]
        assert verify_consistency(case["old_size"], roots[case["old_size"]], case["size"], roots[case["size"]], proof)
