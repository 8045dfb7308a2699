"""One sync as the server answers it: what was pushed is judged for anybody, the log is read by members only."""

from collections.abc import Sequence
from dataclasses import replace

from roadmap_core.exchange.messages import STORED, Ack, SyncReply, SyncRequest
from roadmap_core.exchange.stream import parted
from sync_server.services.accept_entries import accept_entries
from sync_server.services.invite import is_city_id
from sync_server.services.private_parts import PrivateParts
from sync_server.services.read_page import read_page
from sync_server.services.server import Server
from sync_server.services.tokens import Reader, Token, nonce, reader, renewed
from sync_server.settings import BAD_SIGNATURES


def answer_sync(
    server: Server,
    request: SyncRequest,
    pushed: Sequence[bytes],
    token: Token | None,
    bad_signatures: int = BAD_SIGNATURES,
) -> SyncReply | None:
    """None: there is no such city, or `token` is of a computer of another one.

    `pushed` are entries, and private parts among them, each of which goes where an entry of the city names it.
    `bad_signatures` is how many of the sender are borne with.

    Raises:
        BusyError: nothing was taken.
    """
    if not is_city_id(request.city):
        return None
    who = reader(server, token, request.city)
    if who is Reader.STRANGER:
        return None
    entries, brought = parted(pushed)
    parts = PrivateParts(brought)
    acks = accept_entries(server, request.city, entries, bad_signatures=bad_signatures, parts=parts)
    if acks is None:
        return None
    server.took(acks)
    if parts.have_gone:
        server.database.forget_deleted()
    if who is Reader.NOBODY or token is None:
        reply: SyncReply | None = _acks_alone(server, request, acks)
    else:
        reply = _with_page(server, request, acks, token)
    return reply and replace(reply, lacks=parts.lacks, erased=parts.erased)


def _acks_alone(server: Server, request: SyncRequest, acks: Sequence[Ack]) -> SyncReply:
    """To somebody whom we don't know: no entries, and no head, which would tell how much there is."""
    return SyncReply(server.epoch, tuple(acks), (), request.position, more=False, head=b"", nonce=nonce(server))


def _with_page(server: Server, request: SyncRequest, acks: Sequence[Ack], token: Token) -> SyncReply | None:
    knows_epoch = request.epoch in (0, server.epoch)
    own = {ack.position for ack in acks if ack.code in STORED}
    start = request.position if knows_epoch else 0
    page = read_page(server, request.city, start, request.limit, own, request.body_requests)
    if page is None:
        return None
    return SyncReply(
        epoch=server.epoch,
        acks=tuple(acks),
        entries=page.entries,
        next_position=page.next_position,
        more=page.more,
        head=page.head,
        token=renewed(server, token),
        bodies=page.bodies,
    )
