"""The calls by which a real process wrote its folder, as strace saw them, and what a power loss leaves of them.

As pessimistic as `disk`: what was not synced is kept or lost by sectors; a name that was made, changed or taken away
counts once its folder was synced, and until then any beginning of the list of such changes may count. After a sync that
failed, what it should have written is gone for good, though the system goes on showing it (Linux calls those pages
clean).
"""

import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.power.disk import Kept, put

STRACE = shutil.which("strace")
_CALLS = "openat,close,lseek,write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink"
_LINE = re.compile(r"(?P<call>\w+)\((?P<said>.*)\)\s+= (?P<result>-?\d+)(?P<rest>.*)")
_HANDLE = re.compile(r"(\d+)(?:<([^>]*)>)?")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_LONGEST_BYTES = 2_000_000
_NOT_KEPT = ("-shm", "lock")
"""Memory that is shared, and a file that is empty."""


def why_not() -> str:
    """A reason why nothing can be traced here, or ""."""
    if STRACE is None:
        return "strace is not installed, so the process's calls can't be seen"
    done = subprocess.run([STRACE, "-f", "-e", "trace=none", "true"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "this system lets nobody trace a process"


def command(trace: Path, words: Sequence[str], *injected: str) -> list[str]:
    """The command that runs `words` under strace; `injected` as strace's `inject=`, on files of `-P` alone."""
    faults = [part for each in injected for part in ("-e", f"inject={each}")]
    seen = ("-y", "-xx", "-s", str(_LONGEST_BYTES), "-e", f"trace={_CALLS}")
    return [STRACE or "", "-f", "-qq", *seen, *faults, "-o", str(trace), *words]


@dataclass(frozen=True)
class Call:
    """One finished call: the names of files without their folder; `path` of what was opened or is meant."""

    name: str
    handle: int
    path: str
    result: int
    texts: tuple[bytes, ...] = ()
    numbers: tuple[int, ...] = ()
    said: str = ""


def calls(trace: Path) -> Iterator[Call]:
    begun: dict[str, str] = {}
    for line in trace.read_text().splitlines():
        number, _, rest = line.partition(" ")
        rest = rest.strip()
        if rest.endswith("<unfinished ...>"):
            begun[number] = rest.removesuffix("<unfinished ...>")
            continue
        if rest.startswith("<... "):
            rest = begun.pop(number, "") + rest.partition("resumed>")[2]
        if (found := _LINE.match(rest)) is not None:
            yield _call(found)


def _call(found: re.Match[str]) -> Call:
    said = found["said"]
    texts = tuple(_bytes(text) for text, _ in _TEXT.findall(said))
    numbers = tuple(int(part) for part in _TEXT.sub("", said).split(", ")[1:] if part.lstrip("-").isdigit())
    handle, path = -1, ""
    if found["call"] == "openat":
        opened = re.match(r"<([^>]*)>", found["rest"])
        handle, path = int(found["result"]), _bytes(opened[1]).decode() if opened else ""
    elif (first := _HANDLE.match(said)) is not None:
        handle, path = int(first[1]), _bytes(first[2] or "").decode()
    return Call(found["call"], handle, path, int(found["result"]), texts, numbers, said)


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


@dataclass
class TracedFolder:
    """One folder's files and those in folders under it, by their path.

    Attributes:
        names: what the process sees.
        synced: what a power loss leaves for certain.
        changes: of names, since their folder was synced; None: gone.
    """

    folder: Path
    names: dict[str, Kept] = field(default_factory=dict)
    synced: dict[str, Kept] = field(default_factory=dict)
    changes: list[tuple[str, Kept | None]] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    appending: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for path in self.folder.rglob("*"):
            if path.is_file() and not path.name.endswith(_NOT_KEPT):
                kept = Kept()
                kept.durable = path.read_bytes()
                self.names[str(path)] = self.synced[str(path)] = kept

    def take(self, call: Call) -> bool:
        """Whether it changed something in the folder."""
        if call.name == "rename":
            return self._rename(*(text.decode() for text in call.texts))
        if call.name == "unlink":
            return call.result == 0 and self._name(call.texts[0].decode(), None)
        if call.name == "openat":
            return call.result >= 0 and self._open(call)
        if call.name in ("fsync", "fdatasync") and self._is_folder(call.path):
            return call.result == 0 and self._sync_names(call.path)
        kept = self.names.get(call.path)
        return kept is not None and self._change(kept, call)

    def _is_ours(self, path: str) -> bool:
        return path.startswith(f"{self.folder}/") and not path.endswith(_NOT_KEPT)

    def _is_folder(self, path: str) -> bool:
        return path == str(self.folder) or (self._is_ours(path) and Path(path).is_dir())

    def _open(self, call: Call) -> bool:
        self.places[call.handle] = 0
        self.appending.discard(call.handle)
        if "O_APPEND" in call.said:
            self.appending.add(call.handle)
        if not self._is_ours(call.path) or "O_DIRECTORY" in call.said:
            return False
        if call.path not in self.names and "O_CREAT" in call.said:
            return self._name(call.path, Kept())
        if "O_TRUNC" in call.said:
            self.names[call.path].pending.append((0, None))
            return True
        return False

    def _rename(self, old: str, new: str) -> bool:
        if old not in self.names or not self._is_ours(new):
            return False
        kept = self.names[old]
        return self._name(new, kept) and self._name(old, None)

    def _name(self, path: str, kept: Kept | None) -> bool:
        if not self._is_ours(path):
            return False
        self.names.pop(path, None)
        if kept is not None:
            self.names[path] = kept
        self.changes.append((path, kept))
        return True

    def _sync_names(self, folder: str) -> bool:
        for path, kept in self.changes:
            if str(Path(path).parent) == folder:
                _apply(self.synced, path, kept)
        self.changes = [change for change in self.changes if str(Path(change[0]).parent) != folder]
        return True

    def _change(self, kept: Kept, call: Call) -> bool:
        if call.name == "lseek":
            self.places[call.handle] = call.result
        elif call.name == "ftruncate" and call.result == 0:
            kept.pending.append((call.numbers[0], None))
            return True
        elif call.name == "pwrite64" and call.result > 0:
            kept.pending.append((call.numbers[-1], call.texts[0][: call.result]))
            return True
        elif call.name == "write" and call.result > 0:
            at = len(_seen(kept)) if call.handle in self.appending else self.places.get(call.handle, 0)
            self.places[call.handle] = at + call.result
            kept.pending.append((at, call.texts[0][: call.result]))
            return True
        elif call.name in ("fsync", "fdatasync"):
            if call.result == 0:
                kept.durable = _seen(kept)
            kept.pending = []
            return True
        return False

    def image(self, chance: random.Random | None, *, keeps_all: bool = False) -> dict[str, bytes]:
        """What a power loss now may leave, by the path under the folder."""
        counted = len(self.changes) if keeps_all else 0
        if chance is not None:
            counted = chance.randint(0, len(self.changes))
        names = dict(self.synced)
        for path, kept in self.changes[:counted]:
            _apply(names, path, kept)
        left = {path: kept.after(chance, keeps_all=keeps_all) for path, kept in names.items()}
        return {path[len(str(self.folder)) + 1 :]: content or b"" for path, content in left.items()}


def _apply(names: dict[str, Kept], path: str, kept: Kept | None) -> None:
    if kept is None:
        names.pop(path, None)
    else:
        names[path] = kept


def _seen(kept: Kept) -> bytes:
    content = bytearray(kept.durable or b"")
    for at, data in kept.pending:
        put(content, at, data)
    return bytes(content)


def lay_down(image: dict[str, bytes], folder: Path) -> None:
    """The image as files; what lay in the folder is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in image.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
