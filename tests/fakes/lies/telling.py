"""How the lies are written down: each a small function with what it does, and what the device must make of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from roadmap_core import cbor
from roadmap_core.exchange.messages import Ack, AckCode, SyncReply
from tests.fakes.evil_server import Call, Lie, Told, log_of, seq_of
from tests.fakes.http_messages import response

LIES: dict[str, Lie] = {}
"""All that were written down, by name."""
Deceit = Callable[[Call], Told]


def lie(row: str, does: str, *codes: str, to_anybody: bool = False, **more: Any) -> Callable[[Deceit], Deceit]:
    """Writes a lie down. One about a sync is told to whoever shows a token, unless `to_anybody`."""

    def written_down(deceit: Deceit) -> Deceit:
        def tell(call: Call) -> Told:
            is_sync = call.request.path == "/v1/sync"
            if is_sync and not to_anybody and call.asked.token is None:
                return None
            return deceit(call)

        name = deceit.__name__
        assert name not in LIES, name
        LIES[name] = Lie(name=name, row=row, does=does, tell=tell, codes=codes or ("",), **more)
        return deceit

    return written_down


def kept_back(call: Call) -> set[bytes]:
    """The first entry that is sent while the lie is told: never shown to the real server."""
    if call.entries:
        call.memory.setdefault("kept back", {call.entries[0]})
    found: set[bytes] = call.memory.get("kept back", set())
    return found


def answered_for_all(call: Call, ack_for: Callable[[bytes], Ack]) -> SyncReply:
    """Nothing is shown to the real server, and every entry is acknowledged with what `ack_for` says of it."""
    reply = call.forwarded(without=call.entries)
    return replace(reply, acks=tuple(ack_for(data) for data in call.entries))


def ack(data: bytes, code: AckCode, position: int = 0, refusal: str = "") -> Ack:
    return Ack(log_of(data), seq_of(data), code, position, refusal)


def rewritten(reply: SyncReply, change: Callable[[list[Any]], None]) -> bytes:
    """A response whose opening was changed beyond what `SyncReply` can say."""
    data = reply.to_bytes()
    fields, end = cbor.decode_first(data)
    opening = list(fields)
    change(opening)
    return response(200, cbor.encode(opening) + data[end:], content_type="application/cbor")
