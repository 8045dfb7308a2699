"""What is kept in memory between two rounds: the connection, the token, and what the line was seen to carry."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Self

from desktop_app.sync.pace import Pace
from desktop_app.sync.server import Server
from roadmap_core import limits

_FRESH_TOKEN_SECONDS = limits.TOKEN_SECONDS * 2 // 3
COMMUNITY_SECONDS = 3600
_TOKEN_BYTES = 1024
"""Of a token at most: it travels with every request."""
OFFER_AGAIN_SECONDS = 3600
"""How long entries rest that the server can't take yet: until then they aren't offered to it, to spare the line."""


@dataclass(slots=True)
class Session:
    """One running program's talk with one server. Not for several threads at once.

    Attributes:
        is_settled: whether the last round left nothing to do, so that asking for the head is enough.
        unconfirmed_rounds: how often in a row something that was sent came back without a valid receipt.
        stopwatch: seconds, for durations only.
    """

    connect: Callable[[str], Server] = Server
    stopwatch: Callable[[], float] = time.monotonic
    pace: Pace = field(default_factory=Pace)
    token: bytes | None = None
    is_settled: bool = False
    unconfirmed_rounds: int = 0
    _resting: dict[bytes, float] = field(default_factory=dict)
    _full_until: float = 0.0
    _server: Server | None = None
    _address: str = ""
    _token_at: float = 0.0
    _community_at: float | None = None

    def server(self, address: str) -> Server:
        """The connection to `address`; one to another address is closed, and what it told is forgotten."""
        if self._server is None or self._address != address:
            self.close()
            self._server, self._address = self.connect(address), address
        return self._server

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection; the next round opens a new one."""
        if self._server is not None:
            self._server.close()
        self._server, self.token, self.is_settled, self._community_at = None, None, False, None
        self.offer_all()

    def rest(self, hashes: Iterable[bytes], seconds: int = OFFER_AGAIN_SECONDS) -> None:
        """Entries and files that the server can't take yet, or private parts and files that it can't give, by hash.

        They are offered or asked for again after an hour or `seconds`, at the next start, in a new epoch.
        """
        until = self.stopwatch() + seconds
        self._resting |= dict.fromkeys(hashes, until)

    @property
    def resting(self) -> frozenset[bytes]:
        """What is neither to be offered nor to be asked for now."""
        now = self.stopwatch()
        self._resting = {whole: until for whole, until in self._resting.items() if until > now}
        return frozenset(self._resting)

    def fill_up(self, seconds: int | None) -> None:
        """The city has no room for now: nothing at all is offered before the seconds that the server named are over."""
        self._full_until = self.stopwatch() + (OFFER_AGAIN_SECONDS if seconds is None else seconds)

    @property
    def is_full(self) -> bool:
        return self.stopwatch() < self._full_until

    def offer_all(self) -> None:
        """The server is another one than before, or has begun anew."""
        self._resting, self._full_until = {}, 0.0

    def hang_up(self) -> None:
        """Ends the round that is running on another thread, as far as it waits for the line."""
        server = self._server
        if server is not None:
            server.hang_up()

    def keep_token(self, token: bytes | None) -> None:
        """Keeps a token that the server gave; None, or one too long to be sent back, leaves the old one."""
        if token is not None and len(token) <= _TOKEN_BYTES:
            self.token, self._token_at = token, self.stopwatch()

    @property
    def has_fresh_token(self) -> bool:
        """Whether the token is good for a while; a sync renews it in good time, asking for the head doesn't."""
        return self.token is not None and self.stopwatch() - self._token_at < _FRESH_TOKEN_SECONDS

    @property
    def wants_community(self) -> bool:
        return self._community_at is None or self.stopwatch() - self._community_at >= COMMUNITY_SECONDS

    def community_came(self) -> None:
        self._community_at = self.stopwatch()
