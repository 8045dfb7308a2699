"""The log file: faults.md, row 98."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app import log


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    log.start(tmp_path)
    yield tmp_path / "log" / "waymark.log"
    log.stop()


def test_row_98_one_event_is_one_line_whatever_is_in_it(file: Path) -> None:
    log.event("import", name="a\r\nb\x1b[31mred\x00\u202e\u2028", size=5)
    log.event("next")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert r"name=a\r\nb\x1b[31mred\x00\u202e\u2028 size=5" in lines[0]


def test_row_98_a_text_of_a_megabyte_is_cut(file: Path) -> None:
    log.event("import", name="x" * 1_000_000)
    assert file.stat().st_size < 5_000


def test_the_file_does_not_grow_for_ever(file: Path) -> None:
    for _ in range(1_000):
        log.event("much", text="x" * 3_900)
    assert sum(one.stat().st_size for one in file.parent.iterdir()) < 3_100_000


def int_of(text: str) -> int:
    raise ValueError(text)


def test_an_incident_has_a_number_and_the_whole_story_on_one_line(file: Path) -> None:
    with pytest.raises(ValueError, match="first") as raised:
        int_of("first\nsecond")
    number = log.incident(raised.value)
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert f"incident {number}" in line
    assert "test_log.py" in line
    assert r"first\nsecond" in line


def test_an_exception_that_nobody_caught_is_written_down_in_every_thread(file: Path) -> None:
    sys.excepthook(ValueError, ValueError("main"), None)

    def fail() -> None:
        raise ValueError("thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    text = file.read_text(encoding="utf-8")
    assert "ValueError: main" in text
    assert "ValueError: thread" in text


def test_a_folder_that_cannot_be_written_costs_the_log_and_not_the_program(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    log.start(tmp_path)
    log.event("nobody hears this")
    log.stop()
