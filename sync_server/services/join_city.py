"""How a computer comes to a city: its genesis, with the city's invitation or after a lead has enrolled it."""

from dataclasses import dataclass

from roadmap_core.entries.entry import read_genesis
from roadmap_core.exchange.joining import JoinRequest
from roadmap_core.exchange.messages import Ack, AckCode
from roadmap_core.refusals import Refusal
from sync_server.services.accept_entries import accept_entries
from sync_server.services.invite import is_city_id
from sync_server.services.server import Server
from sync_server.services.tokens import issue_token


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of the genesis.

    Attributes:
        token: given when the genesis was accepted just now. Who repeats one that is known may only have a copy of it,
            and gets a token by proving the key.
    """

    ack: Ack
    token: bytes | None = None

    @property
    def is_new(self) -> bool:
        """Whether a log began here by this."""
        return self.ack.code in (AckCode.ACCEPTED, AckCode.PENDING)


def join_city(server: Server, request: JoinRequest) -> Joined | None:
    """None if an invitation was presented that doesn't open the city: one answer, whatever the reason."""
    genesis = read_genesis(request.genesis)
    if isinstance(genesis, Refusal):
        return Joined(Ack(None, 0, AckCode.REFUSED, refusal=genesis.code.value))
    city = genesis.genesis.city if genesis.genesis else ""
    acks = accept_entries(server, city, [request.genesis], request.invitation) if is_city_id(city) else None
    server.took(acks or ())
    ack = acks[0] if acks else Ack(genesis.log, 0, AckCode.NOT_ADMITTED)
    if ack.code == AckCode.NOT_ADMITTED and request.invitation:
        return None
    token = issue_token(server, genesis.log) if ack.code == AckCode.ACCEPTED else None
    return Joined(ack, token)
