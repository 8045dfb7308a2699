"""What stands round the pages: language, size, navigation, status line, a second start, mistakes."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desktop_app import i18n
from desktop_app.operations.changes import Changes
from desktop_app.presentation.computer_notices import notice
from desktop_app.presentation.status_line import facts
from desktop_app.presentation.wording import isolated
from desktop_app.settings import Settings, Theme, load_settings, save_settings
from desktop_app.storage import intake
from desktop_app.storage.chain_queries import Finding
from desktop_app.storage.computer_findings import NamedFinding
from desktop_app.storage.engine import transaction
from desktop_app.storage.views import Connection, StatusView
from desktop_app.ui.incident import IncidentDialog
from desktop_app.ui.shell.official_dialog import OfficialDialog
from desktop_app.ui.single_instance import SingleInstance
from roadmap_core.entries.entry import Entry, read_entry
from roadmap_core.entries.identifiers import LogId
from tests.ui.pages.driving import Driver
from tests.vectors.computers import Computer, answered

TEN_YEARS_MS = 3650 * 24 * 3600 * 1000


def test_the_language_is_switched_live_and_the_question_and_the_typed_text_stay(kaga: Driver) -> None:
    kaga.go("ICT-05")
    kaga.type(kaga.question.question_pane.box.field("numerator"), "8")
    kaga.type(kaga.question.question_pane.note, "Since April")
    kaga.program.appearance.choose_language("ar")
    kaga.events()
    assert kaga.page.item == "ICT-05"
    assert kaga.question.question_pane.box.field("numerator").text() == "8"
    assert kaga.question.question_pane.note.text() == "Since April"
    assert kaga.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    nav, page = kaga.program.frame.navigation, kaga.view
    assert nav.mapTo(kaga.window, nav.rect().topLeft()).x() > page.mapTo(kaga.window, page.rect().topLeft()).x()


def test_the_language_that_was_chosen_is_there_at_the_next_start(start, tmp_path: Path) -> None:
    first: Driver = start()
    first.program.appearance.choose_language("ja")
    first.quit()
    again: Driver = start(language="")
    assert i18n.interface_language() == "ja"
    assert QLocale().language() is QLocale.Language.Japanese
    assert load_settings(tmp_path / "profile").interface_language == "ja"
    assert again.window.isVisible()


def test_languages_that_a_machine_translated_stand_below_a_line_that_says_so(kaga: Driver) -> None:
    menu = kaga.button("Language").menu()
    texts = [action.text() for action in menu.actions() if action.text()]
    at = texts.index("Machine translation, not yet checked by a person:")
    assert texts[:at] == ["English"]
    assert "\u65e5\u672c\u8a9e" in texts[at + 1 :]
    assert not next(action for action in menu.actions() if "Machine" in action.text()).isEnabled()


def test_the_questionnaire_is_called_ours_and_not_the_roadmap(kaga: Driver) -> None:
    assert kaga.says(f"Self-assessment questionnaire {kaga.page.desk.instrument.version}")
    assert not kaga.says("Policy roadmap")


def test_window_and_page_are_where_they_were_at_the_next_start(kaga: Driver, start) -> None:
    kaga.window.setGeometry(30, 40, 1100, 700)
    kaga.go("PIA-03")
    kaga.quit()
    again: Driver = start()
    assert again.window.geometry() == QRect(30, 40, 1100, 700)
    assert again.page.item == "PIA-03"
    again.window.go_to("plan")
    again.window.showMaximized()
    again.events()
    again.quit()
    last: Driver = start()
    assert last.window.isMaximized()
    assert last.program.frame.place.page == "plan"
    last.window.showNormal()
    last.events()
    assert last.window.geometry() == QRect(30, 40, 1100, 700)


@pytest.mark.parametrize("window", [(5000, 4000, 900, 600), (-3000, 0, 1366, 768), (0, 100_000, 9000, 9000)])
def test_a_window_whose_screen_is_gone_opens_where_it_can_be_seen(start, tmp_path: Path, window) -> None:
    save_settings(tmp_path / "profile", Settings(window=window))
    driver: Driver = start()
    room = QApplication.primaryScreen().availableGeometry()
    assert room.contains(driver.window.geometry())


@pytest.mark.parametrize(("page", "item"), [("gone", ""), ("question", "XYZ-99"), ("start", ""), ("", "ICT-01")])
def test_a_last_page_that_is_no_more_opens_the_overview(kaga: Driver, start, tmp_path: Path, page, item) -> None:
    kaga.quit()
    save_settings(tmp_path / "profile", Settings(last_view=page, last_item=item))
    again: Driver = start()
    assert again.program.frame.place.page == "overview"


def other_computer_sends(driver: Driver, entries: list[Entry]) -> None:
    """As if the other computer's entries had come in."""
    assert driver.program.opened is not None
    with transaction(driver.program.opened.workspace.engine) as connection:
        intake.take(connection, entries, NOON)
    driver.page.desk.bus.publish(Changes(outbox=True, origin="remote"))
    driver.window.go_to("overview")
    driver.events()


def branch(maker: Computer, value: int) -> Entry:
    """Another entry at the place that comes next in the maker's log."""
    entry = read_entry(maker.with_ops([1, 1, [18], [1], [value], [[]]]), maker.key)
    assert isinstance(entry, Entry)
    return entry


def test_row_26_a_computer_that_exists_twice_is_told_on_the_overview(kaga: Driver) -> None:
    maker = Computer("second computer")
    other_computer_sends(kaga, [maker.genesis, branch(maker, 2), branch(maker, 3)])
    assert kaga.says("A computer seems to exist twice")
    kaga.window.go_to("roadmap")
    kaga.events()
    assert not kaga.says("A computer seems to exist twice")


def test_row_27_a_gap_is_shown_until_it_is_filled(kaga: Driver) -> None:
    maker = Computer("second computer")
    one, two, three = (maker.seal(answered(value)) for value in (1, 2, 3))
    desk = kaga.page.desk
    other_computer_sends(kaga, [maker.genesis, one, three])
    assert kaga.says("1 update is missing from")
    assert kaga.program.opened is not None
    with transaction(kaga.program.opened.workspace.engine) as connection:
        intake.take(connection, [two], NOON)
    desk.bus.publish(Changes(outbox=True, origin="remote"))
    kaga.events()
    assert not kaga.says("is missing from")


@pytest.mark.parametrize(("off_ms", "words"), [(TEN_YEARS_MS, "ahead by 3,650"), (-TEN_YEARS_MS, "behind by 3,650")])
def test_row_30_a_wrong_clock_is_told_in_days(off_ms: int, words: str) -> None:
    found = NamedFinding(Finding("clock", LogId(b"x" * 8), 1, off_ms), "PC of the privacy office", "A. Tanaka", False)
    told = notice(found)
    assert "PC of the privacy office" in told.title
    assert "A. Tanaka" in told.title
    assert words in told.text


@pytest.mark.parametrize("percent", [100, 200])
def test_text_grows_and_panes_stack_when_they_must(kaga: Driver, percent: int) -> None:
    kaga.program.appearance.choose_text_percent(percent)
    kaga.events()
    view = kaga.question
    left = view.question_list.mapTo(kaga.window, view.question_list.rect().topLeft())
    middle = view.question_pane.mapTo(kaga.window, view.question_pane.rect().topLeft())
    assert (left.y() < middle.y() - 20) == (percent == 200)


def test_panes_stack_in_a_window_of_1024_pixels(kaga: Driver) -> None:
    kaga.window.resize(1024, 768)
    kaga.events()
    view = kaga.question
    left = view.question_list.mapTo(kaga.window, view.question_list.rect().topLeft())
    assert left.y() < view.question_pane.mapTo(kaga.window, view.question_pane.rect().topLeft()).y() - 20


def test_dark_and_light_are_kept(kaga: Driver, tmp_path: Path) -> None:
    kaga.program.appearance.choose_theme(Theme.DARK)
    assert load_settings(tmp_path / "profile").theme is Theme.DARK
    assert QApplication.palette().window().color().lightness() < 60


def test_f6_goes_round_the_parts_and_back(kaga: Driver) -> None:
    kaga.events()
    began = where(kaga)
    seen = [began]
    for _ in range(8):
        kaga.key(Qt.Key.Key_F6)
        if where(kaga) == began:
            break
        seen.append(where(kaga))
    assert where(kaga) == began
    assert len(seen) >= 4
    kaga.key(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert where(kaga) == seen[-1]


def where(driver: Driver) -> str:
    """The part of the window that has the focus."""
    focus = QApplication.focusWidget()
    assert focus is not None
    view = driver.question
    parts = {"bar": driver.program.frame.bar, "navigation": driver.program.frame.navigation}
    parts |= {str(at): pane for at, pane in enumerate(view.panes())}
    return next(name for name, part in parts.items() if part is focus or part.isAncestorOf(focus))


def test_the_status_line_says_saved_only_after_something_was_saved() -> None:
    texts = said(StatusView(None, 0, None, None, Connection.NONE, 0, "", 0))
    assert not any("Saved" in text or "Sent" in text for text in texts)


def test_the_status_line_says_sent_only_when_nothing_waits() -> None:
    waiting = said(StatusView(NOON, 2, NOON, NOON, Connection.ADMITTED, 0, "", 0))
    assert "2 changes wait to be sent" in waiting
    assert not any("Sent to the alliance" in text for text in waiting)
    assert any(
        "Sent to the alliance" in text for text in said(StatusView(NOON, 0, NOON, NOON, Connection.ADMITTED, 0, "", 0))
    )


def test_being_offline_is_said_in_a_neutral_tone() -> None:
    found = facts(StatusView(NOON, 1, None, NOON, Connection.ADMITTED, 0, "E-OFFLINE", 0), moment())
    assert all(fact.tone != "bad" for fact in found)


NOON = 1_790_000_000_000


def moment():
    from datetime import UTC, datetime

    return datetime.fromtimestamp(NOON / 1000, UTC)


def said(status: StatusView) -> list[str]:
    return [fact.text for fact in facts(status, moment())]


def test_a_second_start_brings_the_first_window_to_the_front(qtbot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert not first.is_second()
    first.listen()
    with qtbot.waitSignal(first.called):
        assert second.is_second()
    other = SingleInstance(tmp_path / "other")
    assert not other.is_second()
    first.close()


def test_a_mistake_in_the_program_is_told_once_calmly_with_a_number(kaga: Driver) -> None:
    kaga.expects_incident = True
    sys.excepthook = kaga.program.uncaught
    try:
        kaga.program.show_problem(ValueError("a bug"))
    finally:
        sys.excepthook = kaga.program.previous_hook
    dialog = kaga.window.findChild(IncidentDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert "a bug" not in dialog.informativeText()
    kaga.key("3")
    dialog.close()


def test_a_profile_that_is_damaged_is_explained_and_left_alone(start, tmp_path: Path) -> None:
    profile = tmp_path / "damaged"
    profile.mkdir()
    (profile / "waymark.sqlite3").write_bytes(b"not a database" * 100)
    driver: Driver = start(profile=profile)
    driver.expects_incident = True
    dialog = driver.window.findChild(IncidentDialog)
    assert dialog is not None
    assert "E-DAMAGED" in dialog.informativeText()
    assert (profile / "waymark.sqlite3").read_bytes() == b"not a database" * 100
    dialog.close()


def test_names_with_markup_are_shown_as_they_are(start) -> None:
    driver: Driver = start()
    driver.begin("kaga-jp", "<b>M. Sato</b>")
    driver.window.go_to("overview")
    driver.events()
    assert driver.button("<b>M. Sato</b>").text() == "<b>M. Sato</b>"
    assert isolated("x") == "\u2068x\u2069"


def test_another_person_can_go_on_under_their_own_name(kaga: Driver) -> None:
    kaga.key("4")
    kaga.click(kaga.button("Working here: M. Sato"))
    dialog = kaga.window.findChild(OfficialDialog)
    assert dialog is not None
    name = dialog.findChild(QLineEdit)
    assert name is not None
    kaga.type(name, "A. Tanaka")
    kaga.click(next(b for b in dialog.findChildren(QPushButton) if "under this name" in b.text()))
    kaga.click(kaga.question.question_pane.box.choices.card(4))
    history = kaga.stored("ICT-01").history
    assert [entry.author for entry in history] == ["A. Tanaka", "M. Sato"]
    assert kaga.says("A. Tanaka")
