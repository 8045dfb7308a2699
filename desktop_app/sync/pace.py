"""How much one request may carry, by what the line was seen to carry."""

from dataclasses import dataclass

from roadmap_core import limits

_SECONDS_A_REQUEST = 5
_TELLING_BYTES = 2048
_NEAR_SECONDS = 0.05
"""A reply that comes sooner didn't cross a line of the second or third generation: those take 0.1 to 0.7 s."""
_NEAR_PUSH_BYTES = 64 * 1024
_NEAR_PULL_BYTES = 256 * 1024
_LEAST_PULL_BYTES = 4 * 1024
_MOST_PUSH_BYTES = 256 * 1024
_MOST_PULL_BYTES = 1024 * 1024


@dataclass(slots=True)
class Pace:
    """Limits in bytes of entries. A line that nobody has measured yet counts as slow.

    A small exchange tells nothing about the width of a line, but a near server is not behind a slow one.
    """

    push_bytes: int = limits.SLOW_LINE_PUSH_BYTES
    pull_bytes: int = limits.SLOW_LINE_PULL_BYTES
    is_measured: bool = False

    def measured(self, payload_bytes: int, seconds: float) -> None:
        """Learns from one exchange: from a large one the width, from a small one whether the server is near."""
        if payload_bytes < _TELLING_BYTES:
            if seconds < _NEAR_SECONDS and not self.is_measured:
                self.push_bytes, self.pull_bytes = _NEAR_PUSH_BYTES, _NEAR_PULL_BYTES
            return
        self.is_measured = True
        allowed = int(payload_bytes / max(seconds, 0.001) * _SECONDS_A_REQUEST)
        self.push_bytes = min(max(allowed, limits.SLOW_LINE_PUSH_BYTES), _MOST_PUSH_BYTES)
        self.pull_bytes = min(max(allowed, _LEAST_PULL_BYTES), _MOST_PULL_BYTES)
