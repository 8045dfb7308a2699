"""How often one device, one address or one city may do something (protocol.md, section 11): token buckets in memory.

Each process counts for itself, and a restart forgets: the limits keep one sender from taking everybody's room, they
are no accounts. Behind a reverse proxy on the same machine all addresses are loopback, which isn't counted: there the
proxy has to count addresses.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from fastapi import Request

from roadmap_core.exchange.messages import Ack, AckCode
from roadmap_core.refusals import Code
from sync_server import errors
from sync_server.errors import Problem, ProblemError
from sync_server.services.tokens import Token
from sync_server.settings import Limits

_BAD_SIGNATURES = frozenset({Code.SIG.value, Code.LOG_KEY.value})
_NEW = frozenset({AckCode.ACCEPTED, AckCode.PENDING, AckCode.QUARANTINED})
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86_400.0


class Level(NamedTuple):
    """What was left of a bucket, and when that was."""

    left: float
    at: float


class Buckets:
    """One bucket a key. Each holds `size`, and fills in `seconds` from empty to full. For one thread."""

    def __init__(self, size: int, seconds: float, clock: Callable[[], float], keys: int) -> None:
        """`clock` in seconds, never back. Of more than `keys` buckets the one that was used first is forgotten."""
        self._size, self._rate, self._clock, self._keys = size, size / seconds, clock, keys
        self._levels: OrderedDict[object, Level] = OrderedDict()

    def __len__(self) -> int:
        """How many are not full; a full one takes no memory."""
        return len(self._levels)

    def left(self, key: object) -> float:
        level = self._levels.get(key)
        if level is None:
            return self._size
        return min(self._size, level.left + (self._clock() - level.at) * self._rate)

    def take(self, key: object, count: int = 1) -> float:
        """Takes `count`, or nothing at all; returns the seconds until there will be as many, 0 if they were taken."""
        missing = count - self.left(key)
        if missing > 0:
            return missing / self._rate
        self.spend(key, count)
        return 0

    def spend(self, key: object, count: int) -> None:
        """Takes what is there of `count`; a negative one gives back."""
        left = min(self._size, max(0, self.left(key) - count))
        self._levels.pop(key, None)
        if left < self._size:
            self._levels[key] = Level(left, self._clock())
        if len(self._levels) > self._keys:
            self._levels.popitem(last=False)


class Rates:
    """The counters of one process. Every check raises ProblemError (429) with the seconds to wait."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        def buckets(size: int, seconds: float) -> Buckets:
            return Buckets(size, seconds, clock, limits.counted_keys)

        self._limits = limits
        self._requests = buckets(limits.requests_per_minute, _MINUTE)
        self._pieces = buckets(limits.blob_pieces_per_minute, _MINUTE)
        self._questions = buckets(limits.questions_per_minute, _MINUTE)
        self._entries = buckets(limits.entries_per_day, _DAY)
        self._enrolments = buckets(limits.enrolments_per_hour, _HOUR)
        self._bad_signatures = buckets(limits.bad_signatures_per_hour, _HOUR)

    def count_request(self, token: Token | None) -> None:
        """One request of a device. Who shows no token can't be told apart here: pushes are bound by their city."""
        if token is not None:
            _refuse(errors.RATE, self._requests.take(token.log))

    def count_piece(self, token: Token) -> None:
        """One piece of a file: counted apart, so that entries never wait for files."""
        _refuse(errors.RATE, self._pieces.take(token.log))

    def count_question(self, address: str | None) -> None:
        """One question of somebody who needs no token."""
        if address is not None:
            _refuse(errors.RATE, self._questions.take(address))

    def reserve_entries(self, city: str, count: int) -> None:
        """Room for all of a push; what isn't used of it has to be given back."""
        _refuse(errors.QUOTA, self._entries.take(city, count))

    def return_entries(self, city: str, reserved: int, acks: tuple[Ack, ...]) -> None:
        """Entries that were known, refused or not admitted take no room."""
        self._entries.spend(city, sum(ack.code in _NEW for ack in acks) - reserved)

    def reserve_enrolment(self, address: str | None) -> None:
        if address is not None:
            _refuse(errors.RATE, self._enrolments.take(address))

    def return_enrolment(self, address: str | None) -> None:
        """Nobody came in, and no invitation was tried."""
        if address is not None:
            self._enrolments.spend(address, -1)

    def check_signatures(self, address: str | None) -> None:
        """Before anything is verified for an address that sent too many bad ones."""
        if address is not None and self._bad_signatures.left(address) < 1:
            _refuse(
                errors.RATE, (1 - self._bad_signatures.left(address)) * _HOUR / self._limits.bad_signatures_per_hour
            )

    def count_signatures(self, address: str | None, acks: tuple[Ack, ...]) -> None:
        bad = sum(ack.refusal in _BAD_SIGNATURES for ack in acks)
        if address is not None and bad:
            self._bad_signatures.spend(address, bad)

    def bad_signatures_left(self, address: str | None) -> int:
        """How many of one request are looked at closely; also for addresses that are not counted."""
        left = self._limits.bad_signatures_per_hour
        return left if address is None else int(self._bad_signatures.left(address))

    def address_of(self, request: Request) -> str | None:
        """What the sender is counted by; None where it isn't."""
        return counted_address(request.client.host if request.client else "", self._limits)


def counted_address(host: str, limits: Limits) -> str | None:
    """An IPv4 address, or the network of 64 bits that one holder of IPv6 has; None where it isn't counted."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if address.version == 6 and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback and not limits.counts_loopback:
        return None
    return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


def _refuse(problem: Problem, seconds: float) -> None:
    if seconds > 0:
        raise ProblemError(problem, wait_seconds=math.ceil(seconds))
