"""This computer as the city's log knows it."""

from dataclasses import dataclass

from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.keys.codes import to_code
from roadmap_core.keys.ed25519 import Signer


@dataclass(frozen=True, slots=True)
class Device:
    """A log that this computer writes, and the key it signs with."""

    log: LogId
    genesis: EntryHash
    signer: Signer

    @property
    def code(self) -> str:
        """What its owner hands to the city's lead: the genesis hash in base 32 with a check character."""
        return to_code(self.genesis)
