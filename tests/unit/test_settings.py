"""Settings survive anything that can happen to their file."""

import json
import os
from pathlib import Path

import pytest

from desktop_app.settings import Settings, Theme, load_settings, save_settings

FULL = Settings("ar", "ja", Theme.DARK, 150, (10, -20, 1366, 768), True, "question", "ICT-05")


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    save_settings(tmp_path / "new", FULL)
    assert load_settings(tmp_path / "new") == FULL


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 60_000, b'{"theme": ' * 5_000])
def test_a_damaged_file_gives_what_is_set_at_the_first_start(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(data)
    assert load_settings(tmp_path) == Settings()


def test_no_file_and_no_folder_give_what_is_set_at_the_first_start(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "nowhere") == Settings()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("interface_language", 5),
        ("theme", "pink"),
        ("text_percent", 1_000),
        ("text_percent", True),
        ("window", [1, 2, 3]),
        ("window", [0, 0, 0, 0]),
        ("window", "wide"),
        ("is_maximized", 1),
        ("last_view", "x" * 1_000),
        ("last_item", 3),
    ],
)
def test_one_wrong_setting_does_not_cost_the_others(tmp_path: Path, name: str, wrong: object) -> None:
    save_settings(tmp_path, FULL)
    file = tmp_path / "settings.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {name: wrong, "from_tomorrow": [1]}))
    found = load_settings(tmp_path)
    assert getattr(found, name) == getattr(Settings(), name)
    assert found.content_language == "ja"


def test_a_save_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(tmp_path, FULL)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_settings(tmp_path, Settings())
    assert load_settings(tmp_path) == FULL
