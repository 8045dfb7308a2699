"""Words for everything that goes wrong."""

import ast
import errno
import string
from pathlib import Path

import pytest

from desktop_app.errors import CODES, AppError, describe, explain
from desktop_app.errors.words import _TEXTS
from roadmap_core.refusals import Code

# fmt: off
CONTRACT = {
    "E-PORTAL", "E-REDIRECT", "E-TLS", "E-ENCODING", "E-REPLY", "E-OFFLINE", "E-ADDRESS", "E-PORT",
    "E-INVITE", "E-NOT-ADMITTED", "E-HEAD-ROLLBACK", "E-HEAD-SPLIT", "E-HEAD-ROOT", "E-RECEIPT",
    "E-SERVER-BUSY", "E-TOO-MANY", "E-DISK", "E-IO", "E-LOCKED", "E-RUNNING", "E-DAMAGED", "E-NEWER",
    "E-PATH", "E-KEY", "E-FILE", "E-ALLIANCE", "E-SIG", "E-INTERNAL",
}
# fmt: on


def test_every_code_that_people_can_meet_has_words() -> None:
    assert CONTRACT <= CODES
    assert {code.value for code in Code} <= CODES


def test_no_words_are_kept_for_a_code_that_nothing_raises() -> None:
    root = Path(__file__).resolve().parents[2]
    files = [path for folder in ("desktop_app", "roadmap_core") for path in (root / folder).rglob("*.py")]
    texts = {path for path in (root / "desktop_app" / "errors").glob("*.py") if path.name != "words.py"}
    named = set().union(*(_constants(path) for path in files if path not in texts))
    assert CODES - named == set()


def _constants(path: Path) -> set[str]:
    """Every text that stands alone in the file: codes inside docstrings and sentences don't count."""
    found = (node.value for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Constant))
    return {value for value in found if isinstance(value, str)}


@pytest.mark.parametrize("code", sorted(CODES))
def test_words_say_what_happened_what_is_safe_and_what_to_do_in_whole_sentences(code: str) -> None:
    words = describe(code)
    assert words.code == code
    assert not words.title.endswith(".")
    for sentence in (words.what_happened, words.what_is_safe, words.what_next):
        assert sentence[0].isupper()
        assert sentence.endswith((".", ": ?"))
    spoken = f"{words.title} {words.what_happened} {words.what_is_safe} {words.what_next}".lower()
    for jargon in ("sync", "merge", "push", "exception", "null", "cbor", "http ", "json", "merkle", "hash"):
        assert jargon not in spoken


def test_texts_have_named_holes_only() -> None:
    for texts in _TEXTS.values():
        for text in texts:
            assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text))


def test_what_a_person_typed_is_shown_as_it_is() -> None:
    assert AppError("E-ADDRESS", address="{port} %s <b>").words.what_happened.endswith("{port} %s <b>")


def test_a_code_of_tomorrow_has_words_today() -> None:
    assert describe("E-TOMORROW").what_is_safe
    assert describe("").title


def test_one_code_can_have_several_reasons() -> None:
    assert "clock" in describe("E-TLS", {"reason": "expired"}).what_happened
    assert describe("E-TLS", {"reason": "rubbish"}) == describe("E-TLS")


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "E-DISK"), (errno.EIO, "E-IO"), (errno.EACCES, "E-LOCKED"), (errno.ENAMETOOLONG, "E-PATH")],
)
def test_what_the_system_says_becomes_a_code(number: int, code: str) -> None:
    assert explain(OSError(number, "x")).code == code


def test_what_nobody_expected_becomes_an_incident_with_a_number() -> None:
    words = explain(ZeroDivisionError("secret"))
    assert words.code == "E-INTERNAL"
    assert any(part.strip(".").isdigit() for part in words.what_happened.split())
    assert "secret" not in words.what_happened


@pytest.mark.parametrize("code", ["E-INTERNAL", "E-DISK", "E-IO", "E-LOCKED", "E-NEWER", "E-DAMAGED"])
def test_words_for_what_may_have_stopped_a_save_never_say_that_all_is_saved(code: str) -> None:
    assert "Everything you wrote is saved" not in describe(code).what_is_safe


def test_a_newer_database_is_not_opened_and_the_words_promise_no_reading() -> None:
    words = describe("E-NEWER")
    assert "reading" not in f"{words.what_happened} {words.what_is_safe}"
