"""The status line says only what is proved."""

from datetime import UTC, datetime

import pytest

from desktop_app.presentation.status_line import facts
from desktop_app.storage.views import Connection, StatusView
from desktop_app.sync.outcome import CONTRADICTED

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
MS = int(NOW.timestamp() * 1000)


def said(**changed: object) -> list[str]:
    known: dict[str, object] = {
        "saved_ms": MS,
        "waiting_changes": 0,
        "sent_ms": MS,
        "last_contact_ms": MS,
        "connection": Connection.ADMITTED,
        "contested": 0,
        "problem": "",
        "refused": 0,
    }
    return [fact.text for fact in facts(StatusView(**known | changed), NOW)]  # type: ignore[arg-type]


def has(words: list[str], start: str) -> bool:
    return any(text.startswith(start) for text in words)


def test_sent_is_said_when_nothing_waits_and_the_receipts_were_checked() -> None:
    assert has(said(), "Sent to the alliance")


@pytest.mark.parametrize(
    "changed", [{"waiting_changes": 1}, {"refused": 1}, {"sent_ms": None}, {"problem": "E-HEAD-ROOT"}]
)
def test_sent_is_not_said_while_something_waits_was_refused_or_is_contradicted(changed: dict[str, object]) -> None:
    assert not has(said(**changed), "Sent to the alliance")


@pytest.mark.parametrize("problem", sorted(CONTRADICTED))
def test_an_answer_that_does_not_fit_is_told_with_where_to_look_and_nothing_is_said_to_be_well(problem: str) -> None:
    for waiting in (0, 3):
        words = said(problem=problem, waiting_changes=waiting)
        assert not has(words, "Sent to the alliance")
        assert [text for text in words if text.endswith("See “Sending and receiving”.")]


def test_the_line_tells_why_the_server_can_not_take_something_yet() -> None:
    words = said(problem="E-SERVER-OLD", waiting_changes=2)
    assert has(words, "2 changes wait to be sent")
    assert has(words, "The server needs an update before it can take this")


def test_what_was_refused_is_counted() -> None:
    assert has(said(refused=2), "2 updates were refused")


def test_trouble_is_told_and_being_without_a_line_is_no_problem() -> None:
    assert has(said(problem="E-TLS"), "Sent to the alliance")
    assert len(said(problem="E-TLS")) == len(said()) + 1
    assert said(problem="E-OFFLINE") == said()


def test_saved_is_not_said_before_anything_was() -> None:
    assert not has(said(saved_ms=None), "Saved on this computer")
