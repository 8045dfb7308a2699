"""Nothing that is under the GPL alone gets into the frozen program."""

import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "packaging"))

import licences  # noqa: E402
import prune  # noqa: E402


def imported() -> set[str]:
    """Distributions that the program imports, and all that these need in turn, but for what the build leaves out."""
    graph = grimp.build_graph("desktop_app", "roadmap_core", include_external_packages=True, cache_dir=None)
    outside = {module for module in graph.modules if graph.is_module_squashed(module)} - set(sys.stdlib_module_names)
    names = {name for module in outside for name in packages_distributions().get(module, ())}
    return _closed({name.lower() for name in names}) - {
        name.lower().replace("_", "-") for name in prune.PYTHON_EXCLUDES
    }


def _closed(names: set[str]) -> set[str]:
    found: set[str] = set()
    while names - found:
        name = (names - found).pop()
        found.add(name)
        names = names | _needed(distribution(name).requires or ())
    return found


def _needed(lines: Iterable[str]) -> set[str]:
    wanted = [Requirement(line) for line in lines]
    return {need.name.lower() for need in wanted if need.marker is None or need.marker.evaluate({"extra": ""})}


def test_the_program_imports_nothing_under_the_gpl_alone() -> None:
    names = imported()
    assert {"pyside6-essentials", "httpx", "cryptography", "sqlalchemy"} <= {name.replace("_", "-") for name in names}
    parts = [licences.Part.of(distribution(name)) for name in names]
    assert [part for part in parts if licences.is_refused(part.licence)] == []


def test_what_only_tests_and_the_server_use_is_not_imported_by_the_program() -> None:
    assert not {"pymerkle", "psycopg", "psycopg-binary", "hypothesis", "pytest", "pyinstaller"} & imported()


def test_what_tests_alone_use_is_no_dependency_of_the_programs() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert "pymerkle" not in _closed(_needed(declared))


def test_the_build_refuses_a_folder_with_a_file_of_a_gpl_distribution(tmp_path: Path) -> None:
    file = next(file for file in distribution("pymerkle").files or () if file.name == "__init__.py")
    with pytest.raises(SystemExit, match="pymerkle"):
        licences.write([str(file.locate())], [], tmp_path / "licences")


def test_the_build_ships_the_list_and_the_texts_that_qt_asks_for(tmp_path: Path) -> None:
    sources = [str(file.locate()) for name in ("shiboken6", "httpx") for file in distribution(name).files or ()]
    shipped = {Path(source).name for source, _ in licences.write(sources, [], tmp_path / "licences")}
    assert {"LICENCES.txt", "LGPL-3.0.txt", "GPL-3.0.txt", "httpx-1.txt"} <= shipped
    listed = (tmp_path / "licences" / "LICENCES.txt").read_text("utf-8")
    assert "shiboken6 " in listed
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (tmp_path / "licences" / "LGPL-3.0.txt").read_text("utf-8").upper()


def test_what_is_built_into_the_cipher_s_driver_is_named_and_its_texts_are_shipped(tmp_path: Path) -> None:
    sources = [str(file.locate()) for file in distribution("sqlcipher3").files or ()]
    shipped = {Path(source).name: Path(source) for source, _ in licences.write(sources, [], tmp_path / "licences")}
    listed = shipped["LICENCES.txt"].read_text("utf-8")
    assert all(name in listed for name in ("sqlcipher3", "SQLCipher", "OpenSSL"))
    assert "ZETETIC LLC" in shipped["SQLCipher.txt"].read_text("utf-8")
    assert "Apache License" in shipped["Apache-2.0.txt"].read_text("utf-8")
    assert "sqlcipher3-1.txt" in shipped


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("GPL-3.0-only", True),
        ("GNU General Public License v3 or later (GPLv3+)", True),
        ("AGPL-3.0-only", True),
        ("", True),
        ("LGPL-3.0-only OR GPL-2.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GPLv2-or-later with a special exception which allows to use it", False),
        ("MIT", False),
    ],
)
def test_only_the_gpl_without_a_way_out_is_refused(licence: str, refused: bool) -> None:
    assert licences.is_refused(licence) == refused
