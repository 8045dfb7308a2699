"""Every page through the audit: names, roles, targets, contrast, Tab, focus, cut texts."""

import shutil
from pathlib import Path

import pytest

from desktop_app.operations.citations import cite
from desktop_app.settings import save_settings
from roadmap_core.assessment.attached import AttachedFile
from roadmap_core.assessment.citations import Citation
from roadmap_core.assessment.confidence import Confidence
from roadmap_core.keys.sealed_file import PIECE_BYTES
from tests.ui import audit
from tests.ui.looks import ALL, CHOSEN, LOOKS, REAL, Look, note
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
    "plan": "",
    "review": "",
    "meeting": "",
    "communities": "",
    "question": "ICT-05",
    "history": "ICT-05",
    "settings": "",
}


@pytest.mark.parametrize("look", [*(CHOSEN[::2] if LOOKS is CHOSEN else ALL), *REAL], ids=str)
def test_every_page_passes_the_audit(start, tmp_path, empty_profile, look: Look) -> None:
    driver = opened(start, tmp_path / "profile", empty_profile, look)
    found = {"start": audit.audit(driver.window)}
    driver.program.open_profile("sample")
    assert driver.program.opened is not None
    cite(driver.program.opened.workspace, ["ICT-01", "ICT-05"], RULE)
    for page, item in KINDS.items():
        driver.window.go_to(page, item)
        driver.events()
        found[page] = audit.audit(driver.window)
    driver.window.go_to("communities")
    driver.view.model.choose("new")
    driver.events()
    found["new communities"] = audit.audit(driver.window)
    driver.window.go_to("meeting")
    key = driver.view.model.meetings[0].key
    for part, name in ((driver.view.model.go_on, "question of a meeting"), (driver.view.model.show_minutes, "minutes")):
        part(key)
        driver.events()
        found[name] = audit.audit(driver.window)
    told(found, look)


@pytest.mark.parametrize("look", CHOSEN[1:] if LOOKS is CHOSEN else ALL, ids=str)
def test_the_form_for_evidence_and_the_marks_pass_the_audit(start, tmp_path, empty_profile, look: Look) -> None:
    driver = opened(start, tmp_path / "profile", empty_profile, look)
    driver.program.open_profile("sample")
    driver.window.go_to("question", "ICT-05")
    driver.events()
    driver.page.marks.say_confidence(Confidence.GUESS)
    driver.page.marks.toggle_flag()
    driver.page.citing.amend(RULE, "ICT-05")
    driver.events()
    found = {"question with a form": audit.audit(driver.window)}
    driver.window.go_to("evidence")
    driver.events()
    driver.view.model.amend()
    driver.events()
    found["evidence with a form"] = audit.audit(driver.window)
    driver.view.model.citing.discard()
    driver.view.model.choose_grade("E0")
    driver.events()
    found["questions without evidence"] = audit.audit(driver.window)
    told(found, look)


def opened(start, profile: Path, empty_profile: Path, look: Look) -> Driver:
    shutil.copytree(empty_profile, profile)
    save_settings(profile, look.settings)
    return start(language=look.language)


def told(found: dict[str, list[audit.Finding]], look: Look) -> None:
    for page, findings in found.items():
        note(page, look, findings)
    assert not any(found.values()), found
