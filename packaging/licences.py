"""Whose work goes into the frozen program: lists the licences, refuses what can't be shipped."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

OWN = "waymark"
# The wheels of Qt, and the OpenSSL within another, bring no texts; these hold the same ones.
TEXTS = {"LGPL-3.0.txt": ("psycopg", ""), "GPL-3.0.txt": ("pymerkle", ""), "Apache-2.0.txt": ("cryptography", "APACHE")}
# What a wheel doesn't say of itself: its own licence, and those of two works built into it, whose texts it lacks.
UNSTATED = {"sqlcipher3": "Zlib (the driver) AND BSD-3-Clause (SQLCipher) AND Apache-2.0 (OpenSSL)"}
BUILT_IN = {"sqlcipher3": {"SQLCipher.txt": Path(__file__).with_name("SQLCIPHER.txt")}}
_OPENING = """\
Waymark holds the works of others, each under its own licence; their texts lie beside this file.

Qt and PySide6 (LGPL-3.0). Their libraries are the separate files in PySide6 and shiboken6, and those named libQt6* or
Qt6*. You may replace them by your own build of the same version: put it in their place. The sources are at
https://download.qt.io and https://code.qt.io/pyside/pyside-setup.git.
Python is under the PSF licence (PSF-2.0).
PyInstaller's starter is GPL-2.0 with an exception that allows it in any program.

"""


@dataclass(frozen=True, slots=True)
class Part:
    """One distribution in the program: its licence as it states it, and the files with the texts."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]

    @classmethod
    def of(cls, found: Distribution) -> "Part":
        texts = [
            Path(str(file.locate())) for file in found.files or () if re.search(r"dist-info/.*LICEN[CS]E", str(file))
        ]
        return cls(found.name, found.version, stated(found), tuple(texts))


def stated(found: Distribution) -> str:
    """The SPDX expression; else the first free line; else the classifiers, as alternatives, as which they are meant."""
    classifiers = [c.rsplit(" :: ", 1)[-1] for c in found.metadata.get_all("Classifier") or () if "License ::" in c]
    free = (found.metadata.get("License") or "").strip().partition("\n")[0]
    said = found.metadata.get("License-Expression") or free or " OR ".join(classifiers)
    return said or UNSTATED.get(found.name, "")


def is_refused(licence: str) -> bool:
    """Whether every alternative is the GPL or AGPL without an exception, or nothing is stated at all."""
    strict = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public License", re.IGNORECASE)
    return all(
        not choice.strip() or (strict.search(choice) and "exception" not in choice.lower())
        for choice in re.split(r"\s+OR\s+", licence)
    )


def parts(files: Iterable[str]) -> list[Part]:
    """The distributions that these installed files belong to, by name."""
    wanted = {str(Path(file).resolve()) for file in files if file}
    owners = [d for d in distributions() if d.name != OWN and any(_place(d, f) in wanted for f in d.files or ())]
    return sorted((Part.of(owner) for owner in owners), key=lambda part: part.name.lower())


def system_libraries(binaries: Iterable[str]) -> dict[str, str]:
    """Libraries of this system and the Debian package of each (empty where there is no dpkg)."""
    found = {}
    for path in (Path(binary).resolve() for binary in binaries if "site-packages" not in binary):
        found[path.name] = _debian_package(path) if shutil.which("dpkg") else ""
    return found


def write(files: list[str], binaries: list[str], folder: Path) -> list[tuple[str, str]]:
    """Writes the list and the texts; returns them as PyInstaller's datas. Raises SystemExit for a refused licence."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shipped = parts([*files, *binaries])
    if refused := [
        f"{part.name} ({part.licence or 'no licence stated'})" for part in shipped if is_refused(part.licence)
    ]:
        raise SystemExit(f"Can't be shipped: {', '.join(refused)}")
    libraries = system_libraries(binaries)
    lines = [f"{part.name} {part.version}: {part.licence}" for part in shipped]
    lines += ["", "Libraries of the system on which the program was built:"]
    lines += [f"{name} {package}".rstrip() for name, package in sorted(libraries.items())]
    (folder / "LICENCES.txt").write_text(_OPENING + "\n".join(lines) + "\n", encoding="utf-8")
    for name, source in _texts(shipped, set(libraries.values())):
        shutil.copyfile(source, folder / name)
    return [(str(path), "licences") for path in sorted(folder.iterdir())]


def _texts(shipped: Iterable[Part], packages: set[str]) -> Iterator[tuple[str, Path]]:
    for part in shipped:
        yield from ((f"{part.name}-{number}.txt", text) for number, text in enumerate(part.texts, 1))
        yield from BUILT_IN.get(part.name, {}).items()
    for name, (owner, kind) in TEXTS.items():
        yield name, next(text for text in Part.of(distribution(owner)).texts if text.name.endswith(kind))
    for package in packages - {""}:
        text = Path("/usr/share/doc") / package.partition(":")[0] / "copyright"
        if text.exists():
            yield f"debian-{package.partition(':')[0]}.txt", text


def _debian_package(path: Path) -> str:
    for place in (str(path), str(path).removeprefix("/usr")):
        answer = subprocess.run(["dpkg", "-S", place], capture_output=True, text=True, check=False).stdout
        if answer:
            return answer.partition(": ")[0].partition(",")[0]
    return ""


def _place(owner: Distribution, file: object) -> str:
    return str(Path(str(owner.locate_file(str(file)))).resolve())
