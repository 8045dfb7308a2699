"""Merkle tree of RFC 6962, section 2.1, over SHA-256; the leaf input is the 32-byte hash of an entry.

A `Frontier` is all that is needed to append; proofs need all leaf hashes, which the server and city computers hold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from roadmap_core.entries.identifiers import EntryHash

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: EntryHash) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The roots of the full subtrees that a tree of `size` leaves consists of, the largest first.

    Attributes:
        size: number of leaves.
        peaks: one hash of 32 bytes for each bit that is set in `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def extended(self, entries: Iterable[EntryHash]) -> "Frontier":
        """The frontier after appending `entries` in their order."""
        size, peaks = self.size, list(self.peaks)
        for entry in entries:
            node = leaf_hash(entry)
            remaining = size
            while remaining & 1:
                node = node_hash(peaks.pop(), node)
                remaining >>= 1
            peaks.append(node)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node

    def to_bytes(self) -> bytes:
        return self.size.to_bytes(8) + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frontier":
        """Raises ValueError if the bytes are no frontier."""
        size = int.from_bytes(data[:8])
        peaks = tuple(data[start : start + 32] for start in range(8, len(data), 32))
        if len(data) < 8 or len(data) % 32 != 8 or len(peaks) != size.bit_count():
            raise ValueError("not a frontier")
        return cls(size, peaks)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH(m, D[n]) of RFC 6962, section 2.1.1, for leaf hashes `leaves`."""
    if len(leaves) <= 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root_of(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root_of(leaves[:split])]


def verify_inclusion(entry: EntryHash, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `entry` is the leaf `index` of the tree of `size` leaves with `root` (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, place, last = leaf_hash(entry), index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """PROOF(m, D[n]) of RFC 6962, section 2.1.2, that the first `old_size` leaves are a tree that `leaves` extends."""
    if not 0 < old_size <= len(leaves):
        return []
    return _subproof(leaves, old_size, is_whole=True)


def _subproof(leaves: Sequence[bytes], old_size: int, *, is_whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if is_whole else [root_of(leaves)]
    split = _split(len(leaves))
    if old_size <= split:
        return [*_subproof(leaves[:split], old_size, is_whole=is_whole), root_of(leaves[split:])]
    return [*_subproof(leaves[split:], old_size - split, is_whole=False), root_of(leaves[:split])]


def verify_consistency(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree with `root` extends the one with `old_root` (RFC 9162, section 2.1.4.2)."""
    if old_size == size:
        return not proof and old_root == root
    if not 0 < old_size < size or not proof:
        return False
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_node = node = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_node, node = node_hash(sibling, old_node), node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old_node == old_root and node == root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n]) of RFC 6962, section 2.1, from leaf hashes."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def _split(size: int) -> int:
    """The largest power of two that is smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1
