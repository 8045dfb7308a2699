"""How a device shows that it may read its city's log: it signs the server's nonce (protocol.md, section 5).

proof = COSE_Sign1([city, log, nonce]), external_aad "roadmap-token-1"
"""

from dataclasses import dataclass

from roadmap_core import cbor, limits
from roadmap_core.cbor import MalformedError
from roadmap_core.entries.envelope import TOKEN, Envelope, close, open_envelope
from roadmap_core.entries.identifiers import LogId
from roadmap_core.keys.ed25519 import Signer
from roadmap_core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A proof whose signature is not yet checked: the log that it claims says which key to check it with."""

    city: str
    log: LogId
    nonce: bytes
    envelope: Envelope

    def is_signed_by(self, public_key: bytes) -> bool:
        return self.envelope.is_signed_by(public_key, TOKEN)


def token_request(city: str, log: LogId, nonce: bytes, signer: Signer) -> bytes:
    return close(cbor.encode([city, log, nonce]), TOKEN, signer)


def read_token_request(data: bytes) -> TokenRequest | Refusal:
    envelope = open_envelope(data)
    if isinstance(envelope, Refusal):
        return envelope
    try:
        city, log, nonce = cbor.array(cbor.decode(envelope.payload), 3)
        return TokenRequest(
            city=cbor.text(city, limits.CITY_CHARACTERS),
            log=LogId(cbor.byte_string(log, 8)),
            nonce=cbor.byte_string(nonce),
            envelope=envelope,
        )
    except MalformedError as error:
        return Refusal(error.code, error.detail)
