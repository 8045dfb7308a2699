"""Signed heads: the server's word on a city's log, about 130 bytes (protocol.md, section 7).

head = COSE_Sign1([city, epoch, size, root, server_ms]), external_aad "roadmap-head-1"
"""

from dataclasses import dataclass

from roadmap_core import cbor, limits
from roadmap_core.cbor import MalformedError
from roadmap_core.entries.envelope import HEAD, close, open_envelope
from roadmap_core.keys.ed25519 import Signer
from roadmap_core.refusals import Code, Refusal


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says: that the city's log had `size` entries and `root` when the server's clock said `server_ms`."""

    city: str
    epoch: int
    size: int
    root: bytes
    server_ms: int

    def signed(self, signer: Signer) -> bytes:
        payload = cbor.encode([self.city, self.epoch, self.size, self.root, self.server_ms])
        return close(payload, HEAD, signer)


def read_head(data: bytes, log_key: bytes) -> Head | Refusal:
    """The head in `data`, if the log key signed it."""
    envelope = open_envelope(data)
    if isinstance(envelope, Refusal):
        return envelope
    if not envelope.is_signed_by(log_key, HEAD):
        return Refusal(Code.SIG, "not signed with the log key")
    try:
        city, epoch, size, root, server_ms = cbor.array(cbor.decode(envelope.payload), 5)
        return Head(
            city=cbor.text(city, limits.CITY_CHARACTERS),
            epoch=cbor.integer(epoch),
            size=cbor.integer(size),
            root=cbor.byte_string(root, 32),
            server_ms=cbor.integer(server_ms, 0, limits.LATEST_CLAIMED_MS),
        )
    except MalformedError as error:
        return Refusal(error.code, error.detail)
