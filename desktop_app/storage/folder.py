"""Whether a folder may hold a profile: this computer's own disk, writable, and copied by nobody behind our back.

A program that copies a database file while it is written, or a network that breaks its locks, damages it.
"""

import os
import sys
from pathlib import Path

from desktop_app.errors import AppError

_CLOUDS = (
    *("onedrive", "dropbox", "google drive", "googledrive", "icloud drive", "iclouddrive", "mobile documents"),
    *("nextcloud", "owncloud", "pcloud", "pcloud drive", "seafile", "syncthing", "yandex.disk", "cloudstorage"),
)
_NETWORKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs", "fuse.rclone", "davfs"})
_MOUNTS = Path("/proc/mounts")
_MOST_BYTES = 260 if sys.platform == "win32" else 512
"""SQLite opens no longer path, in bytes of UTF-8 (Windows: the system, in characters)."""
_DEEPEST = "backups/before-upgrade-to-0000.sqlite3.new-journal"


def check_folder(profile: Path) -> None:
    """Looks at the path and at what it is mounted from; writes nothing. The folder needn't be there yet.

    Raises:
        AppError: E-PATH, its reason saying why: CLOUD, NETWORK or PROTECTED; without one it is too long.
    """
    path = profile.absolute().resolve()
    if _length(path / _DEEPEST) > _MOST_BYTES:
        raise AppError("E-PATH", path=str(profile))
    if any(_is_cloud(part.lower()) for part in path.parts):
        raise AppError("E-PATH", reason="CLOUD", path=str(profile))
    if _is_network(path):
        raise AppError("E-PATH", reason="NETWORK", path=str(profile))
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    if not (existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)):
        raise AppError("E-PATH", reason="PROTECTED", path=str(profile))


def _length(path: Path) -> int:
    return len(str(path)) if sys.platform == "win32" else len(os.fsencode(path))


def _is_cloud(part: str) -> bool:
    """`OneDrive - City of Kaga` and `Dropbox (Works office)` are such folders, `dropbox-notes.txt` is none."""
    return any(part == cloud or part.startswith((f"{cloud} -", f"{cloud} (")) for cloud in _CLOUDS)


def _is_network(path: Path) -> bool:
    if str(path).startswith("\\\\"):
        return True
    if not _MOUNTS.exists():
        return False
    below = [(len(folder), kind) for folder, kind in _mounts() if path.is_relative_to(folder)]
    return max(below, default=(0, ""))[1] in _NETWORKS


def _mounts() -> list[tuple[str, str]]:
    """The folder and the file system of each mount (proc(5)); spaces are written in octal."""
    lines = _MOUNTS.read_text(encoding=sys.getfilesystemencoding(), errors="surrogateescape").splitlines()
    fields = [line.split(" ") for line in lines]
    return [(row[1].replace("\\040", " "), row[2]) for row in fields if len(row) > 2]
