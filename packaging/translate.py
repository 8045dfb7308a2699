"""Keeps the translations in order: `make translate`, `translate.py --check`, `missing`, `merge`, `start`.

translate.py                            extract, bring the catalogues up to date, check, compile
translate.py --check                    the same without touching a committed file; fails where one is out of date
translate.py --quiet                    compile only, for what needs the products; speaks of faults only
translate.py missing es messages        what is not translated, as JSON
translate.py merge es messages x.json   take in a delivery (--state human for a person's)
translate.py start fr                   a new language, empty
"""

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # this checkout, whatever is installed

import translate_catalogues as catalogues  # noqa: E402 - found through the path set above
from translate_exchange import merge, missing  # noqa: E402
from translate_plurals import plural_forms  # noqa: E402
from translate_run import Mode, Run, one_at_a_time  # noqa: E402


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    chosen = _parser().parse_args(arguments)
    with one_at_a_time(root):
        match chosen.task:
            case "missing":
                return _missing(root, chosen.language, chosen.domain)
            case "merge":
                return _merge(root, chosen)
            case "start":
                return _start(root, chosen.language)
            case _:
                return Run(root, _mode(chosen)).everything()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true")
    how.add_argument("--quiet", action="store_true")
    tasks = parser.add_subparsers(dest="task")
    for name in ("missing", "merge"):
        task = tasks.add_parser(name)
        task.add_argument("language", help="directory name: es, pt_BR")
        task.add_argument("domain", help="messages, or i_... of an instrument")
        if name == "merge":
            task.add_argument("delivery", type=Path)
            task.add_argument("--state", choices=["machine", "human", "reviewed"], default="machine")
    tasks.add_parser("start").add_argument("language")
    return parser


def _mode(chosen: argparse.Namespace) -> Mode:
    return "check" if chosen.check else "compile" if chosen.quiet else "update"


def _path(root: Path, language: str, domain: str) -> Path:
    return catalogues.folder(root / "resources" / "translations", language) / f"{domain}.po"


def _missing(root: Path, language: str, domain: str) -> int:
    found = missing(catalogues.read(_path(root, language, domain)), language, domain)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


def _merge(root: Path, chosen: argparse.Namespace) -> int:
    path = _path(root, chosen.language, chosen.domain)
    catalogue = catalogues.read(path)
    delivery = json.loads(chosen.delivery.read_text("utf-8"))
    result = merge(catalogue, delivery, chosen.language, chosen.domain, chosen.state)
    catalogues.write(catalogue, path)
    for line in result.refused:
        print(line)
    print(f"{result.taken} taken in, {len(result.refused)} refused, {len(catalogue.untranslated_entries())} left")
    return 1 if result.refused else 0


def _start(root: Path, language: str) -> int:
    plural_forms(language)
    catalogues.folder(root / "resources" / "translations", language).mkdir(parents=True, exist_ok=True)
    return Run(root, "update", new_language=language).everything()


if __name__ == "__main__":
    sys.exit(main())
