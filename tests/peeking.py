"""A look into a profile's database beside the program: through its own driver, with the profile's own key."""

from contextlib import closing
from pathlib import Path

from desktop_app.operations.profile_keys import data_key
from desktop_app.storage.backups import FOLDER
from desktop_app.storage.engine import Driver, bare

SAMPLE_KEY = bytes(range(32))
"""For databases without a profile around them."""


def peek(path: Path, key: bytes | None = None) -> closing[Driver]:
    """A connection to the database, or a backup, at `path`; it commits by itself. `key` if no profile lies there."""
    profile = path.parent.parent if path.parent.name == FOLDER else path.parent
    return closing(bare(path, key or data_key(profile)))
