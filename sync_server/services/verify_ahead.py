"""The signatures of a push, verified one after another, before anything else is done with its entries.

It decides nothing: a log's key never changes, and what isn't verified here is verified when its entry is judged
(judge_entries.py). Done between the judging of entries it drives the interpreter out of the processor's caches, which
took 20 us an entry.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from roadmap_core.entries.entry import log_in
from roadmap_core.entries.envelope import ENTRY, Envelope, open_envelope
from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.refusals import Refusal
from sync_server.storage.registers import KeyOf


class Pushed(NamedTuple):
    """The bytes of one pushed entry, their hash, and what they are found to be without a key."""

    data: bytes
    whole: EntryHash
    envelope: Envelope | Refusal
    log: LogId | Refusal | None


def opened(data: bytes, whole: EntryHash) -> Pushed:
    envelope = open_envelope(data)
    return Pushed(data, whole, envelope, envelope if isinstance(envelope, Refusal) else log_in(envelope))


def verified_ahead(
    pushed: Sequence[Pushed], known: Collection[EntryHash], key_of: KeyOf, most_bad: int
) -> dict[EntryHash, bool]:
    """Whether the signature fits, of entries that are not `known` and whose log's key is there before the push.

    After `most_bad` signatures that don't fit no more are looked at.
    """
    found: dict[EntryHash, bool] = {}
    for _, whole, envelope, log in pushed:
        key = key_of(log) if isinstance(log, bytes) else None
        if key is None or isinstance(envelope, Refusal) or whole in known or whole in found:
            continue
        found[whole] = envelope.is_signed_by(key, ENTRY)
        most_bad -= not found[whole]
        if most_bad <= 0:
            break
    return found
