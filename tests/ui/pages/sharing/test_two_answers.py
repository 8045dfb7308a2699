"""Two answers, with two that really stand: both are shown in full, one is chosen by mouse or keys, nothing is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from desktop_app.operations import answers, contested, sealing
from desktop_app.operations.changes import Changes
from desktop_app.storage import drafts, half_answers, half_texts, queries
from desktop_app.storage.engine import reading
from desktop_app.ui.contested.contested_view import ContestedView
from roadmap_core.assessment.answers import Choice
from roadmap_core.entries.facets import Facet
from tests.fakes.computer import Computer
from tests.server.running import RunningServer
from tests.ui.pages.driving import Driver
from tests.ui.pages.sharing.conftest import LONG_ADDRESS, Kept, LiveDriver, point_at, tab_to

QUESTION = "ICT-06"


def opened(driver: Driver, item: str = QUESTION) -> ContestedView:
    driver.window.go_to("contested", item)
    driver.events()
    assert isinstance(driver.view, ContestedView)
    return driver.view


def notes(driver: Driver) -> list[str]:
    return [view.toPlainText() for view in driver.view.findChildren(QPlainTextEdit) if view.isVisible()]


def reasons(driver: Driver, facet: Facet) -> list[str | None]:
    """Why, as written down with the choices that were made now."""
    with reading(driver.store.engine) as connection:
        return [draft.reason for draft in drafts.every(connection) if draft.register.facet == facet]


def joined(address: str, both: Kept) -> Computer:
    """The colleague's computer, after both know where the server is now."""
    point_at(address, both.sato, both.tanaka)
    return Computer(both.tanaka)


@pytest.fixture
def sato(start, both: Kept) -> Driver:
    return start(both.sato)


def test_both_sides_say_who_where_when_and_what_with_markup_shown_as_typed(sato: Driver) -> None:
    view = opened(sato)
    own, other = view.choice.cards
    assert own.keep_button.accessibleName() == "Keep this answer: Drafted"
    assert other.keep_button.accessibleName() == "Keep this answer: Implemented"
    assert {"On this computer", "On another computer"} <= set(sato.texts())
    assert any("M. Sato" in text for text in sato.texts())
    assert any("<b>A.</b> Tanaka" in text for text in sato.texts())
    assert sum("by the author's own clock" in text for text in sato.texts()) == 2
    assert sum("at the latest" in text for text in sato.texts()) == 2
    assert notes(sato) == ["Since April. <i>Public works</i> follow.", LONG_ADDRESS]


def test_an_answer_that_is_not_sent_claims_no_proof_and_its_card_outlives_its_signing(sato: Driver) -> None:
    workspace = sato.program.opened.workspace
    own = next(one.op for one in queries.question(sato.store, QUESTION).alternatives if one.is_this_computer)
    answers.give_answer(workspace, QUESTION, Choice(1), [own])
    view = opened(sato)
    assert sum("Not confirmed by the server yet" in text for text in sato.texts()) == 1
    card, other = view.choice.cards
    card.keep_button.setFocus()
    sato.program._bus.publish(sealing.seal_drafts(workspace))
    sato.events()
    assert view.choice.cards == (card, other)
    assert card.keep_button.hasFocus()
    sato.click(card.keep_button)
    assert queries.question(sato.store, QUESTION).answer == Choice(1)


def test_choosing_by_mouse_keeps_the_answer_the_reason_and_both_notes(sato: Driver) -> None:
    view = opened(sato)
    sato.type(view.choice.reason, "The rules changed.")
    sato.click(view.choice.cards[1].keep_button)
    assert reasons(sato, Facet.ANSWER) == ["The rules changed."]
    stands = queries.question(sato.store, QUESTION)
    assert stands.answer == Choice(4)
    assert stands.note == f"Since April. <i>Public works</i> follow.\n\n{LONG_ADDRESS}"
    assert QUESTION not in queries.contested(sato.store)
    assert len([entry for entry in stands.history if not entry.is_note]) >= 3, "what was not chosen is in the history"
    assert sato.says("One answer stands now")
    assert sato.says("Implemented")


def test_everything_is_done_with_the_keyboard_alone(sato: Driver) -> None:
    sato.window.go_to("overview")
    sato.events()
    opened(sato, "")
    tab_to(sato, "Compare and choose")
    sato.key(Qt.Key.Key_Return)
    view = sato.view
    assert isinstance(view, ContestedView)
    question = view.model.item
    tab_to(sato, "Why this one")
    sato.key("Because")
    tab_to(sato, view.choice.cards[0].keep_button.accessibleName())
    sato.key(Qt.Key.Key_Space)
    assert question not in queries.contested(sato.store)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.isVisible(), "the keyboard is left nowhere"
    assert view.isAncestorOf(focus)
    tab_to(sato, "To the list")
    sato.key(Qt.Key.Key_Return)
    assert len(view.model.questions) == 2


def test_where_only_notes_differ_both_are_kept_or_one(sato: Driver) -> None:
    view = opened(sato, "ICT-02")
    sato.type(view.choice.reason, "Both are right.")
    sato.click(sato.button("Keep both notes"))
    assert reasons(sato, Facet.NOTE) == ["Both are right."]
    assert queries.question(sato.store, "ICT-02").note == "Note of M. Sato\n\nNote of <b>A.</b> Tanaka"
    view = opened(sato, QUESTION)
    sato.type(view.choice.reason, "It is newer.")
    sato.click(view.choice.cards[0].keep_note_button)
    assert reasons(sato, Facet.NOTE) == ["Both are right.", "It is newer."]
    assert view.choice.reason.text() == "It is newer.", "the answers have still to be chosen"
    assert queries.question(sato.store, QUESTION).note == "Since April. <i>Public works</i> follow."
    assert view.choice.isVisible(), "the answers still differ"
    assert not view.choice.cards[0].keep_note_button.isVisible()


def test_without_a_reason_the_answer_is_kept_and_none_is_made_up(sato: Driver) -> None:
    view = opened(sato, "ICT-01")
    tab_to(sato, view.choice.cards[1].keep_button.accessibleName())
    sato.key(Qt.Key.Key_Return)
    assert queries.question(sato.store, "ICT-01").answer == Choice(3)
    assert reasons(sato, Facet.ANSWER) == [None]


def test_of_three_answers_each_is_shown_and_one_is_kept(start, both: Kept, tmp_path) -> None:
    with RunningServer(both.server) as server:
        point_at(server.address, both.sato)
        with Computer(both.sato) as sato, Computer(tmp_path / "ito", "K. Ito") as ito:
            ito.join(server.address, server.invite("kaga-jp"))
            sato.admit(ito)
            sato.send()
            ito.answer("ICT-01", 2)  # knows of no other answer yet
            for computer in (ito, sato):
                computer.send()
    driver: Driver = start(both.sato)
    view = opened(driver, "ICT-01")
    assert driver.says("Choose one of 3 answers")
    assert {card._side.answer.answer for card in view.choice.cards} == {Choice(1), Choice(2), Choice(3)}
    assert driver.says("all answers stand until somebody chooses")
    kept = view.choice.cards[2]._side.answer.answer
    driver.click(view.choice.cards[2].keep_button)
    assert queries.question(driver.store, "ICT-01").answer == kept
    assert "ICT-01" not in queries.contested(driver.store)


def test_decide_later_and_write_another_answer_lead_on_and_change_nothing(sato: Driver) -> None:
    opened(sato)
    sato.click(sato.button("Decide later"))
    assert sato.says("Two colleagues answered")
    opened(sato)
    sato.click(sato.button("Write another answer"))
    assert sato.page.item == QUESTION
    assert len(queries.contested(sato.store)) == 3


def test_a_reason_survives_a_language_switch_another_question_and_changes_from_elsewhere(sato: Driver) -> None:
    view = opened(sato)
    sato.type(view.choice.reason, "Because of the rules")
    view.choice.reason.setCursorPosition(7)
    sato.program._bus.publish(Changes(contested=True, outbox=True, questions=frozenset({QUESTION}), origin="remote"))
    sato.events()
    assert view.choice.reason.hasFocus()
    assert (view.choice.reason.text(), view.choice.reason.cursorPosition()) == ("Because of the rules", 7)
    sato.program.appearance.choose_language("ar")
    sato.events()
    assert sato.view is not view
    assert sato.view.choice.reason.text() == "Because of the rules"
    view = opened(sato, "ICT-01")
    assert view.choice.reason.text() == "", "a reason belongs to its question"
    assert opened(sato).choice.reason.text() == "Because of the rules"


def test_when_it_was_settled_meanwhile_the_page_says_so_with_its_code_and_loses_nothing(sato: Driver) -> None:
    view = opened(sato)
    sato.type(view.choice.reason, "My reason")
    seen = view.model.view.seen
    contested.settle(sato.program.opened.workspace, QUESTION, Choice(3), seen)  # nobody told the page
    sato.click(view.choice.cards[0].keep_button)
    assert sato.says("The answers have changed meanwhile")
    assert sato.says("E-SETTLED")
    assert view.choice.reason.text() == "My reason"
    assert queries.question(sato.store, QUESTION).answer == Choice(3)


def test_a_colleague_who_settles_while_a_reason_is_typed_is_seen_and_the_focus_goes_on(live, both: Kept) -> None:
    with RunningServer(both.server) as server, joined(server.address, both) as tanaka:
        driver: LiveDriver = live(both.sato)
        driver.open("contested", QUESTION)
        view = driver.view
        assert isinstance(view, ContestedView)
        driver.type(view.choice.reason, "I think that")
        tanaka.answer("ICT-03", 1)
        tanaka.send()
        view.model.desk.line.send_wanted.emit()
        driver.until(lambda: queries.question(driver.store, "ICT-03").answer == Choice(1))
        driver.events()
        assert view.choice.reason.hasFocus()
        assert view.choice.reason.text() == "I think that"
        tanaka.settle(QUESTION, 4)
        tanaka.note(QUESTION, "agreed")
        tanaka.send()
        view.model.desk.line.send_wanted.emit()
        driver.until(lambda: driver.says("One answer stands now"))
        assert view.model.reason == "I think that"
        assert QUESTION not in view.model.questions


def test_a_reason_that_is_begun_is_on_the_disk_when_typing_stops_and_gone_once_the_choice_is_made(
    start, both: Kept
) -> None:
    driver: Driver = start(both.sato)
    view = opened(driver)
    driver.type(view.choice.reason, "The council said")
    driver.qtbot.waitUntil(lambda: half_texts.kept(driver.store, QUESTION) == {"reason": "The council said"})
    assert half_answers.kept(driver.store, QUESTION) is None, "no answer is begun by it"
    driver.quit()
    again: Driver = start(both.sato)
    view = opened(again)
    assert view.choice.reason.text() == "The council said"
    again.click(view.choice.cards[0].keep_button)
    assert reasons(again, Facet.ANSWER) == ["The council said"]
    assert half_texts.kept(again.store, QUESTION) == {}
