"""One run over all domains and languages: extract, update, check, compile, report. Does nothing if nothing changed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import polib
import translate_catalogues as catalogues
from translate_compile import compile_catalogue, compile_pseudo, products
from translate_pseudo import PSEUDO_LANGUAGES
from translate_texts import UnreadableError, source_files, texts_of

Mode = Literal["update", "check", "compile"]


@dataclass
class Run:
    """`update` writes templates and catalogues; `check` and `compile` write products only.

    `check` fails where something is wrong or out of date. The others leave out what is wrong and say so.
    """

    root: Path
    mode: Mode
    new_language: str = ""
    faults: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)

    def everything(self) -> int:
        """Exit status: with `check` 1 for any fault, else 0."""
        domains = source_files(self.root)
        if self._is_done(domains):
            self._say("translations: nothing changed")
            return 0
        for domain, files in domains.items():
            self._domain(domain, files)
        wrong = self.faults + (self.outdated if self.mode == "check" else [])
        print(*wrong, sep="\n", end="\n" if wrong else "")
        if not self.faults:
            self._remember(domains)
        return 1 if self.mode == "check" and wrong else 0

    def _is_done(self, domains: dict[str, list[Path]]) -> bool:
        """For `compile` it is enough that the products are right, whether or not the catalogues are current."""
        if self.new_language or not self._stamp_file.exists():
            return False
        digest, _, status = self._stamp_file.read_text("utf-8").partition(" ")
        return digest == self._stamp(domains) and (self.mode == "compile" or status == "current")

    def _remember(self, domains: dict[str, list[Path]]) -> None:
        status = "outdated" if self.outdated else "current"
        catalogues.write_text(self._stamp_file, f"{self._stamp(domains)} {status}")

    def _say(self, line: object) -> None:
        if self.mode != "compile":
            print(line)

    @property
    def _translations(self) -> Path:
        return self.root / "resources" / "translations"

    @property
    def _stamp_file(self) -> Path:
        return self.root / "build" / "translate" / "stamp"

    def _languages(self) -> list[str]:
        return sorted({*catalogues.languages(self._translations), *([self.new_language] if self.new_language else [])})

    def _domain(self, domain: str, files: list[Path]) -> None:
        pot = self._template(domain, files)
        if pot is None:
            return
        for language in self._languages():
            path = catalogues.folder(self._translations, language) / f"{domain}.po"
            old = catalogues.read(path) if path.exists() else None
            catalogue = catalogues.updated(old, pot, domain, language)
            self._keep(catalogue, path)
            coverage, faults = compile_catalogue(catalogue, self._translations, language, domain)
            self.faults += faults
            self._say(coverage)
        compile_pseudo(pot, self._translations, domain)

    def _template(self, domain: str, files: list[Path]) -> polib.POFile | None:
        """The new template; the old one while a source can't be read."""
        path = self._translations / f"{domain}.pot"
        try:
            pot = catalogues.template(domain, texts_of(domain, files, self.root))
        except UnreadableError as error:
            self.faults.append(f"{domain}: can't read {error}")
            return catalogues.read(path) if path.exists() else None
        self._keep(pot, path)
        return pot

    def _keep(self, catalogue: polib.POFile, path: Path) -> None:
        if self.mode == "update":
            catalogues.write(catalogue, path)
        elif not catalogues.is_current(catalogue, path):
            self.outdated.append(f"{path.relative_to(self.root).as_posix()} is out of date: run `make translate`")

    def _stamp(self, domains: dict[str, list[Path]]) -> str:
        """A digest of everything that goes in and of what should have come out."""
        digest = hashlib.sha256()
        tools = sorted(Path(__file__).parent.glob("translate*.py"))
        tools += sorted((self.root / "roadmap_core" / "instrument").glob("*.py"))
        texts = sorted(self._translations.glob("*.pot")) + sorted(self._translations.glob("*/LC_MESSAGES/*.po"))
        for path in [*tools, *(path for files in domains.values() for path in files), *texts]:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        for language in [*self._languages(), *PSEUDO_LANGUAGES]:
            for product in (p for domain in domains for p in products(self._translations, language, domain)):
                digest.update(str(product.exists()).encode())
        return digest.hexdigest()


@contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Two runs at once would each write the catalogue that it read before. Not guarded on Windows."""
    path = root / "build" / "translate" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        except ImportError:
            pass
        yield
