"""The name under which a running program can be called, and a cheap look whether one may be there.

QtNetwork, 30 ms to import, is needed only if the look says yes. No hashlib here for the same reason.
"""

import os
from pathlib import Path
from zlib import crc32

from PySide6.QtCore import QDir


def instance_name(profile: Path) -> str:
    """The same for every way to write the path."""
    path = str(profile.resolve()).encode()
    return f"waymark-{crc32(path):08x}{crc32(path[::-1]):08x}"


def may_be_running(profile: Path) -> bool:
    """False only if no program can be open on the profile: nothing listens under its name."""
    if os.name != "posix":
        return True  # a named pipe can't be looked at without using it
    return (Path(QDir.tempPath()) / instance_name(profile)).exists()
