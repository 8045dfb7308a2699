"""Every page through the audit: names, roles, targets, contrast, Tab, focus, cut texts."""

import pytest

from desktop_app.operations.citations import cite
from desktop_app.settings import Settings, save_settings
from roadmap_core.assessment.citations import Citation
from tests.ui import audit
from tests.ui.pages.driving import Driver

RULE = Citation(bytes(16), "Rule 7", "law", "Council", "2026-05-31", "https://kaga.jp/7", "§ 3", "All sites", "ja")
KINDS = {"overview": "", "roadmap": "", "evidence": "", "question": "ICT-05", "settings": ""}


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
