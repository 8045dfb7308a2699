"""This computer as the city's log knows it."""

from dataclasses import dataclass

from roadmap_core.entries.identifiers import EntryHash, LogId
from roadmap_core.keys.codes import device_code
from roadmap_core.keys.ed25519 import Signer


@dataclass(frozen=True, slots=True)
class Device:
    """A log that this computer writes, and the key it signs with."""

    log: LogId
    genesis: EntryHash
    signer: Signer

    @property
    def code(self) -> str:
        """What its owner reads out to the city's lead. Takes 0.2 s the first time."""
        return device_code(self.genesis)
