"""A throw-away PostgreSQL for tests: the one that pip installs (pgserver), or Debian's.

PostgreSQL refuses to run as root; then it runs as `nobody`, from a copy of its programs if nobody may not reach them.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")
_UNPRIVILEGED = "nobody"
_SETTINGS = ("listen_addresses=''", "shared_buffers=64MB", "max_connections=60", "fsync=off")


def programs() -> Path | None:
    """The folder of initdb, pg_ctl and postgres; None if there is no PostgreSQL on this computer."""
    found = find_spec("pgserver")
    folders = [Path(place) / "pginstall" / "bin" for place in (found.submodule_search_locations or [])] if found else []
    folders += sorted(_DEBIAN.glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextlib.contextmanager
def running_postgres(bin_folder: Path) -> Iterator[str]:
    """The URL of a running server whose user may make databases."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = _UNPRIVILEGED if os.name == "posix" and os.geteuid() == 0 else None
        if user:
            folder.chmod(0o755)
            bin_folder = _reachable(bin_folder, folder, user)
            shutil.chown(_made(folder / "run"), user)
        data = _made(folder / "run") / "data"

        def run(program: str, *arguments: str) -> None:
            command = [str(bin_folder / program), "-D", str(data), *arguments]
            subprocess.run(command, user=user, check=True, cwd=data.parent, stdout=subprocess.DEVNULL, timeout=60)

        run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = " ".join(f"-c {setting}" for setting in _SETTINGS) + f" -k {data.parent}"
        run("pg_ctl", "-w", "-o", options, "-l", str(data.parent / "log"), "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={data.parent}"
        finally:
            run("pg_ctl", "-m", "immediate", "-w", "stop")


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def _reachable(bin_folder: Path, folder: Path, user: str) -> Path:
    with contextlib.suppress(PermissionError, subprocess.CalledProcessError):
        subprocess.run([bin_folder / "postgres", "-V"], user=user, check=True, capture_output=True, cwd="/")
        return bin_folder
    programs = bin_folder.parent
    libraries = programs.parent.with_name("pgserver.libs")  # where the programs of the wheel look for theirs
    if libraries.exists():
        shutil.copytree(libraries, folder / "pgserver.libs")
    return Path(shutil.copytree(programs, folder / "pgserver" / programs.name)) / "bin"
