"""Builds the frozen program for this system, weighs it, and runs the smoke test on it: `make package`."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "build" / "package"
PROGRAM = DIST / "waymark"
LARGEST_MB = {"linux": 180, "win32": 110, "darwin": 135}
FORBIDDEN = ("opengl32sw", "Qt6Qml", "Qt6Quick", "libgtk", "libreadline", "libgdbm")


def main() -> int:
    started = time.monotonic()
    shutil.rmtree(DIST, ignore_errors=True)
    freeze()
    report = weigh()
    report["seconds"] = round(time.monotonic() - started)
    (DIST / "report.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))
    problems = faults(report)
    for problem in problems:
        print(f"Not good enough to ship: {problem}")
    smoke = subprocess.run([sys.executable, str(ROOT / "packaging" / "smoke_test.py"), str(PROGRAM)], check=False)
    return 1 if problems else smoke.returncode


def freeze() -> None:
    """A build that is the same byte for byte when nothing changed: fixed hash seed and time."""
    environment = os.environ | {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1767225600"}
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(DIST), "--workpath", str(ROOT / "build" / "pyinstaller")]
    subprocess.run([*command, str(ROOT / "packaging" / "waymark.spec")], check=True, env=environment, cwd=ROOT)


def weigh() -> dict[str, int | float | str]:
    files = [path for path in PROGRAM.rglob("*") if path.is_file() and not path.is_symlink()]
    packed = DIST / "waymark.tar.xz"
    with tarfile.open(packed, "w:xz", preset=6) as archive:
        archive.add(PROGRAM, "waymark")
    return {
        "system": sys.platform,
        "files": len(files),
        "installed_mb": round(sum(path.stat().st_size for path in files) / 1e6, 1),
        "packed_xz_mb": round(packed.stat().st_size / 1e6, 1),
        "sha256": hashlib.sha256(packed.read_bytes()).hexdigest(),
    }


def faults(report: dict[str, int | float | str]) -> list[str]:
    found = [path.name for path in PROGRAM.rglob("*") if any(name in path.name for name in FORBIDDEN)]
    largest = LARGEST_MB[sys.platform]
    heavy = [f"{report['installed_mb']} MB, more than {largest}"] if float(report["installed_mb"]) > largest else []
    return heavy + [f"{name} doesn't belong into the program" for name in found]


if __name__ == "__main__":
    sys.exit(main())
