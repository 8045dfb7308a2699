"""The vectors on disk are what the script makes, so that neither changes alone."""

import re

import pytest

from tests.vectors.make_vectors import FOLDER, MADE, text


@pytest.mark.parametrize("name", MADE)
def test_the_file_is_what_the_script_makes(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text(encoding="ascii") == text(name)


def test_the_readme_explains_every_file() -> None:
    told = set(re.findall(r"`(\w+)\.json`", (FOLDER / "README.md").read_text(encoding="utf-8")))
    assert told == set(MADE) == {path.stem for path in FOLDER.glob("*.json")}
