"""Row 121: every error in every language, with whatever text in its holes: the code is there, nothing is cut."""

from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import i18n
from desktop_app.errors import describe, words
from desktop_app.i18n import ngettext, set_language
from desktop_app.presentation.problems import sentences
from desktop_app.ui.problem import Problem
from desktop_app.ui.widgets.scroll_page import ScrollPage
from tests.ui.audit import cut_texts, report, settle
from tests.ui.widgets.conftest import Dress

LANGUAGES = ("en", "es", "ja", "ar", "en-XA", "ar-XB")
TEXTS = (
    "加賀市役所の共有フォルダー「評価」",
    "مجلد مدينة كاغا المشترك",
    "Straßenverkehrsordnungswidrigkeit" * 3,
    "👩‍👩‍👧 {x} %s",
)
KEYS = sorted(words._TEXTS)
NUMBERS = (0, 1, 2, 3, 5, 11, 21, 100, 1_000_000)
CATALOGUES = Path(i18n.__file__).parents[2] / "resources" / "translations"


class Anything(dict[str, str | int]):
    """Whatever a sentence asks for."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(reason=reason)
        self._text = text

    def __contains__(self, _key: object) -> bool:
        return True

    def __missing__(self, _key: str) -> str:
        return self._text


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    set_language("en")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_row_121_every_error_says_its_code_and_all_that_was_put_into_it(
    monkeypatch: pytest.MonkeyPatch, language: str, text: str
) -> None:
    monkeypatch.setattr(words, "_Holes", lambda holes: holes)
    set_language(language)
    for key in KEYS:
        code, _slash, reason = key.partition("/")
        found = describe(code, Anything(text, reason))
        said = sentences(found)
        assert code in said
        assert all((found.title, found.what_happened, found.what_is_safe, found.what_next)), key
        asked = "".join(words._TEXTS[key]).replace("{reason}", "")
        assert "{" not in asked or text in f"{found.title} {said}", key


@pytest.mark.parametrize(("scale", "width"), [(1.0, 640), (2.0, 700)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_row_121_no_error_is_cut_whatever_the_language_and_the_size_of_text(
    qtbot: QtBot, dress: Dress, monkeypatch: pytest.MonkeyPatch, language: str, scale: float, width: int
) -> None:
    monkeypatch.setattr(words, "_Holes", lambda holes: holes)
    set_language(language)
    dress("light", "rtl" if language.startswith("ar") else "ltr", scale)
    page = QWidget()
    column = QVBoxLayout(page)
    for number, key in enumerate(KEYS):
        code, _slash, reason = key.partition("/")
        banner = Problem()
        column.addWidget(banner)
        banner.show_problem(describe(code, Anything(TEXTS[number % 2], reason)))
    window = ScrollPage(page, "Errors")
    qtbot.addWidget(window)
    window.resize(width, 700)
    window.show()
    settle()
    assert page.height() > 2_000
    findings = cut_texts(window)
    assert not findings, report(findings)


@pytest.mark.parametrize("language", ["de", "xx", "zh-Hant-TW"])
def test_row_121_a_language_without_translations_is_answered_in_english(language: str) -> None:
    set_language("en")
    english = [describe(key.partition("/")[0]) for key in KEYS]
    set_language(language)
    assert [describe(key.partition("/")[0]) for key in KEYS] == english


@pytest.mark.parametrize("language", ["en", "es", "ja", "ar"])
def test_row_121_every_plural_has_a_form_for_every_number_and_keeps_its_holes(language: str) -> None:
    set_language(language)
    source = polib.pofile(str(CATALOGUES / "messages.pot"))
    plurals = [entry for entry in source if entry.msgid_plural]
    assert len(plurals) > 50
    for entry in plurals:
        holes = _names(entry.msgid_plural)
        for number in NUMBERS:
            form = ngettext(entry.msgid, entry.msgid_plural, number)
            assert form.strip(), entry.msgid
            assert _names(form) <= holes, (language, number, form)
            form.format(**dict.fromkeys(holes, "x"))


def _names(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]}
