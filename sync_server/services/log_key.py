"""The key that signs heads: a file beside the database, readable by its owner only. It never leaves this computer."""

import os
import secrets
from pathlib import Path

from roadmap_core.keys.ed25519 import KEY_BYTES, SoftwareSigner

_ONLY_MINE = 0o600


def make_log_key(path: Path) -> None:
    """Draws a key. Raises FileExistsError rather than replace one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _ONLY_MINE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())


def read_log_key(path: Path) -> bytes | None:
    """The 32 bytes of the key; None if they are not there."""
    try:
        seed = path.read_bytes()
    except OSError:
        return None
    return seed if len(seed) == KEY_BYTES else None


def public_key_of(seed: bytes) -> bytes:
    return SoftwareSigner(seed).public_key
