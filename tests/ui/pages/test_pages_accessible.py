"""Every page through the audit: names, roles, targets, contrast, Tab, focus, cut texts."""

import pytest

from desktop_app.operations.citations import cite
from desktop_app.settings import Settings, Theme, save_settings
from roadmap_core.assessment.attached import AttachedFile
from roadmap_core.assessment.citations import Citation
from roadmap_core.assessment.confidence import Confidence
from roadmap_core.keys.sealed_file import PIECE_BYTES
from tests.ui import audit
from tests.ui.pages.driving import Driver

RULE = Citation(
    bytes(16),
    "Rule 7",
    "law",
    "Council",
    "2026-05-31",
    "https://kaga.jp/7",
    "§ 3",
    "All sites",
    "ja",
    file=AttachedFile(bytes(32), PIECE_BYTES, bytes(32), "application/pdf", "Rule 7.pdf"),
)
KINDS = {
    "overview": "",
    "roadmap": "",
    "evidence": "",
    "checks": "",
    "review": "",
    "question": "ICT-05",
    "history": "ICT-05",
    "settings": "",
}


@pytest.mark.parametrize(("language", "percent"), [("en", 100), ("en-XA", 200), ("ar", 100), ("ja", 200)])
def test_every_page_passes_the_audit(start, tmp_path, empty_profile, language: str, percent: int) -> None:
    profile = tmp_path / "profile"
    save_settings(profile, Settings(text_percent=percent))
    for name in ("waymark.sqlite3", "device.vault"):
        (profile / name).write_bytes((empty_profile / name).read_bytes())
    driver: Driver = start(language=language)
    found = {"start": audit.audit(driver.window)}
    driver.program.open_profile("sample")
    assert driver.program.opened is not None
    cite(driver.program.opened.workspace, ["ICT-01", "ICT-05"], RULE)
    for page, item in KINDS.items():
        driver.window.go_to(page, item)
        driver.events()
        found[page] = audit.audit(driver.window)
    assert not any(found.values()), found


@pytest.mark.parametrize(("language", "theme", "percent"), [("ar-XB", Theme.DARK, 100), ("en-XA", Theme.LIGHT, 200)])
def test_the_form_for_evidence_and_the_marks_pass_the_audit(
    start, tmp_path, empty_profile, language: str, theme: Theme, percent: int
) -> None:
    profile = tmp_path / "profile"
    save_settings(profile, Settings(text_percent=percent, theme=theme))
    for name in ("waymark.sqlite3", "device.vault"):
        (profile / name).write_bytes((empty_profile / name).read_bytes())
    driver: Driver = start(language=language)
    driver.program.open_profile("sample")
    driver.window.go_to("question", "ICT-05")
    driver.events()
    driver.page.marks.say_confidence(Confidence.GUESS)
    driver.page.marks.toggle_flag()
    driver.page.citing.amend(RULE, "ICT-05")
    driver.events()
    found = {"question": audit.audit(driver.window)}
    driver.window.go_to("evidence")
    driver.events()
    driver.view.model.amend()
    driver.events()
    found["register"] = audit.audit(driver.window)
    driver.view.model.citing.discard()
    driver.view.model.choose_grade("E0")
    driver.events()
    found["without evidence"] = audit.audit(driver.window)
    assert not any(found.values()), found
