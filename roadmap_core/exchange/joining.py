"""How a computer presents itself: its genesis, and for a city's first computer the invitation (see membership).

join = [1, genesis entry, invitation of 6 bytes or empty]
"""

from dataclasses import dataclass

from roadmap_core import PROTOCOL_VERSION, cbor
from roadmap_core.refusals import Code

INVITATION_BYTES = 6
"""48 random bits: 10 characters of base 32 and a check character."""


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """A genesis entry as it was signed, and the invitation that its city was given."""

    genesis: bytes
    invitation: bytes

    def to_bytes(self) -> bytes:
        return cbor.encode([PROTOCOL_VERSION, self.genesis, self.invitation])

    @classmethod
    def from_bytes(cls, data: bytes) -> "JoinRequest":
        """Raises MalformedError."""
        version, genesis, invitation = cbor.array(cbor.decode(data), 3)
        cbor.integer(version, PROTOCOL_VERSION, PROTOCOL_VERSION)
        found = cbor.byte_string(invitation)
        if len(found) not in (0, INVITATION_BYTES):
            raise cbor.MalformedError(Code.INVITE, "not an invitation")
        return cls(cbor.byte_string(genesis), found)
