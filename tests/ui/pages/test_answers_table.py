"""All answers as a table: what is in it is text, and an old file is lost to nothing."""

import csv
import random
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app import durable
from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.citations import cite
from desktop_app.operations.table_file import export_table, neutral
from desktop_app.ui.roadmap import roadmap_view
from desktop_app.ui.roadmap.roadmap_view import RoadmapView
from roadmap_core.assessment.answers import Choice
from roadmap_core.assessment.citations import Citation
from tests.ui.pages.driving import Driver

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "  =1+1",
    "＝1+1",
    "|calc",
    "=cmd|' /C calc'!A0",
    "\r=1+1",
    '=HYPERLINK("https://a.example")',
)
DANGEROUS = tuple("=+-@|\t\r＝＋－＠｜")


def read(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.fixture
def page(kaga: Driver) -> RoadmapView:
    kaga.window.go_to("roadmap")
    kaga.events()
    assert isinstance(kaga.view, RoadmapView)
    return kaga.view


def press_save(kaga: Driver, page: RoadmapView, file: Path | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roadmap_view, "table_to_save", lambda _parent: file)
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "Save as a table")
    button.setFocus()
    kaga.key(Qt.Key.Key_Space)


def test_the_table_has_every_question_with_its_answer_note_and_evidence(
    kaga: Driver, page: RoadmapView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = kaga.program.opened.workspace
    give_answer(workspace, "ICT-01", Choice(3), ())
    write_note(workspace, "ICT-01", "By the council.\nIn May.", ())
    cite(workspace, ["ICT-01"], Citation(bytes(16), "Rule 7", "law", "Council"))
    press_save(kaga, page, tmp_path / "answers", monkeypatch)
    head, first, *others = read(tmp_path / "answers.csv")
    assert head == ["Policy", "Number", "Question", "Answer", "Note", "Evidence"]
    assert first[1] == "ICT-01"
    assert first[3]
    assert first[4:] == ["By the council.\nIn May.", "Rule 7 Council"]
    assert len(others) == len(workspace.instrument.questions) - 1
    assert not any(row[3] for row in others)
    assert "whoever gets the file can read them" in page.model.saved


def test_row_111_what_people_wrote_is_text_in_a_table_and_never_a_formula(
    kaga: Driver, page: RoadmapView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = kaga.program.opened.workspace
    for question, text in zip(workspace.instrument.questions, FORMULAS, strict=False):
        write_note(workspace, question.id, text, ())
    press_save(kaga, page, tmp_path / "answers.csv", monkeypatch)
    rows = read(tmp_path / "answers.csv")
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(DANGEROUS)]
    notes = [row[4] for row in rows[1 : 1 + len(FORMULAS)]]
    assert all(text.strip() in note for text, note in zip(FORMULAS, notes, strict=True))


def test_row_111_of_2_000_cells_none_is_a_formula_and_each_reads_as_it_was_written(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    letters = [*DANGEROUS, *" \n\"',;a1ä漢"]
    written = [["".join(chance.choices(letters, k=chance.randrange(6))) for _ in range(20)] for _ in range(100)]
    export_table(tmp_path / "table.csv", written)
    found = read(tmp_path / "table.csv")
    for row, old in zip(found, written, strict=True):
        for cell, text in zip(row, old, strict=True):
            assert not cell.lstrip().startswith(DANGEROUS)
            assert cell == neutral(text)
            assert cell.removeprefix("'") == text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("'")


@pytest.mark.parametrize("reason", [PermissionError(13, "open elsewhere"), OSError(28, "full")])
def test_row_112_a_table_that_cannot_be_written_is_told_and_the_old_file_stays(
    kaga: Driver, page: RoadmapView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: OSError
) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(b"the old table")

    def refuse(*_: object) -> None:
        raise reason

    monkeypatch.setattr(durable, "write_whole", refuse)
    press_save(kaga, page, file, monkeypatch)
    assert page.model.problem is not None
    assert page.model.problem.code == "E-EXPORT"
    assert page.model.saved == ""
    assert file.read_bytes() == b"the old table"


def test_row_112_a_folder_in_the_place_of_the_file_is_told(
    kaga: Driver, page: RoadmapView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "answers.csv").mkdir()
    press_save(kaga, page, tmp_path / "answers.csv", monkeypatch)
    assert page.model.problem is not None
    assert page.model.problem.code == "E-EXPORT"
    press_save(kaga, page, None, monkeypatch)
    assert list((tmp_path / "answers.csv").iterdir()) == []
