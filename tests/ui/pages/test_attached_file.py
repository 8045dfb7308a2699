"""The file of a citation at a question and on the sending page: attached, held back, copied, taken off."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop_app.operations.citations import cite
from desktop_app.storage import attachments
from desktop_app.storage.engine import transaction
from roadmap_core.assessment.attached import AttachedFile
from roadmap_core.assessment.citations import Citation
from tests.ui.pages.driving import Driver

RULE = Citation(bytes(16), "Rule 7", "law")
CONTENT = b"%PDF-1.7\n" + bytes(20_000) + b"\n%%EOF\n"


@pytest.fixture
def cited(kaga: Driver) -> Driver:
    kaga.page.desk.act(lambda workspace: cite(workspace, ["ICT-01"], RULE))
    kaga.events()
    return kaga


def chosen(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_one, **_two: (str(path), ""))


def attached(cited: Driver, path: Path, monkeypatch: pytest.MonkeyPatch) -> AttachedFile:
    path.write_bytes(CONTENT)
    chosen(monkeypatch, path)
    cited.click(cited.button("Attach a file …"))
    cited.events()
    (one,) = cited.stored("ICT-01").cited
    assert one.file is not None
    return one.file


def test_a_file_is_attached_held_back_copied_and_taken_off(
    cited: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attached(cited, tmp_path / "Rule 7.pdf", monkeypatch)
    assert cited.says("Rule 7.pdf")
    assert cited.says("waits to be sent")
    cited.click(cited.button("Hold the file back"))
    cited.events()
    assert cited.says("held back on this computer")
    chosen(monkeypatch, tmp_path / "copy.pdf")
    cited.click(cited.button("Save a copy …"))
    cited.events()
    assert (tmp_path / "copy.pdf").read_bytes() == CONTENT
    cited.click(cited.button("Take the file off"))
    cited.events()
    assert [one.file for one in cited.stored("ICT-01").cited] == [None]
    assert not cited.says("Rule 7.pdf")


def test_a_file_that_can_run_something_is_refused_in_words(
    cited: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rule.pdf").write_bytes(b"MZ" + bytes(900))
    chosen(monkeypatch, tmp_path / "rule.pdf")
    cited.click(cited.button("Attach a file …"))
    cited.events()
    assert cited.says("A file of this kind can't be attached")
    assert [one.file for one in cited.stored("ICT-01").cited] == [None]


def test_a_file_that_is_not_here_is_asked_for_and_says_how_far_it_is(
    cited: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = attached(cited, tmp_path / "Rule 7.pdf", monkeypatch)
    workspace = cited.page.desk.workspace
    (workspace.profile / "files" / file.address.hex()).unlink()
    cited.page.load()
    cited.events()
    assert cited.says("not on this computer")
    cited.click(cited.button("Get the file"))
    cited.events()
    assert cited.says("asked for")
    with transaction(workspace.engine) as connection:
        assert attachments.wants_any(connection)
    cited.page.desk.line.file_problem = "E-ATTACH-WRONG"
    cited.page.load()
    cited.events()
    assert cited.says("What came is not the file that was attached")
