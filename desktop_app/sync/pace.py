"""How much one request may carry, by what the line was seen to carry."""

from dataclasses import dataclass

from roadmap_core import limits

_SECONDS_A_REQUEST = 5
_TELLING_BYTES = 2048
_LEAST_PULL_BYTES = 4 * 1024
_MOST_PUSH_BYTES = 256 * 1024
_MOST_PULL_BYTES = 1024 * 1024


@dataclass(slots=True)
class Pace:
    """Limits in bytes of entries. A line that nobody has measured yet counts as slow."""

    push_bytes: int = limits.SLOW_LINE_PUSH_BYTES
    pull_bytes: int = limits.SLOW_LINE_PULL_BYTES

    def measured(self, payload_bytes: int, seconds: float) -> None:
        """Learns from one exchange; small ones tell about the distance and not about the width."""
        if payload_bytes < _TELLING_BYTES:
            return
        allowed = int(payload_bytes / max(seconds, 0.001) * _SECONDS_A_REQUEST)
        self.push_bytes = min(max(allowed, limits.SLOW_LINE_PUSH_BYTES), _MOST_PUSH_BYTES)
        self.pull_bytes = min(max(allowed, _LEAST_PULL_BYTES), _MOST_PULL_BYTES)
