"""Communities through the window: joined and left, a time found and a meeting called, interest, offers to talk."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_app.operations.changes import Changes
from desktop_app.storage import city_log, half_texts, queries, together_query
from desktop_app.storage.city_log import CommunityCopy
from desktop_app.storage.engine import transaction
from desktop_app.storage.together_query import OwnTies
from desktop_app.ui.communities.communities_view import CommunitiesView
from roadmap_core.community.status import community_status
from roadmap_core.community.ties import Gathering, Highlight, Offer, minutes_of
from roadmap_core.community.together import Called, Member, Offered, Together, Told
from tests.ui.pages.driving import Driver

NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)  # noon in Japan
KEY = bytes(16)
OTHERS = Together(
    members=(
        Member("Japan", "kaga-jp", "Kaga"),
        Member("Japan", "leeds-gb", "Leeds"),
        Member("Japan", "melbourne-au", "Melbourne"),
        Member("Japan", "new-1", "Newtown"),
        Member("Japan", "new-2", "Oldtown", "Asia/Kathmandu"),
        Member("Japan", "maebashi-jp", "Maebashi", is_member=False),
        Member("India", "indore-in", "Indore", is_member=False),
    ),
    meetings=(Called("leeds-gb", "Leeds", Gathering(KEY, "Japan", minutes_of(NOW + timedelta(hours=30)), 60, "Fees")),),
    highlights=(Told("leeds-gb", "Leeds", Highlight(KEY, "Japan", "2026-05-20", "One fee for all")),),
    offers=(
        Offered("kaga-jp", "Kaga", Offer(KEY, "ICT", "An old word of our own")),
        Offered("leeds-gb", "Leeds", Offer(KEY, "PIA", "One form for all", "data@leeds.example")),
        Offered("leeds-gb", "Leeds", Offer(KEY, "A-LATER-POLICY", "Nobody knows it here")),
    ),
    interest={"Africa": 7},
)


def opened(driver: Driver) -> CommunitiesView:
    driver.window.go_to("communities")
    driver.events()
    assert isinstance(driver.view, CommunitiesView)
    driver.view.model.now = lambda: NOW
    driver.view.model.load()
    driver.events()
    return driver.view


def receive(driver: Driver, said: Together) -> None:
    status = community_status({}, (), foundational=5, as_of=NOW.isoformat(), heads_digest="", is_sample=False)
    data = json.dumps(status.to_json() | {"together": said.to_json()}).encode()
    with transaction(driver.store.engine) as connection:
        city_log.keep_community(connection, CommunityCopy(data, '"1"', 0))
    driver.program._bus.publish(Changes(community=True, origin="remote"))
    driver.events()


def own(driver: Driver) -> OwnTies:
    return together_query.together(driver.store).own


def tab_to(driver: Driver, widget: object) -> None:
    for _ in range(60):
        if QApplication.focusWidget() is widget:
            return
        driver.key(Qt.Key.Key_Tab)
    pytest.fail(f"Tab does not reach {widget}")


def test_a_meeting_is_called_and_undone_by_keyboard_alone(kaga: Driver) -> None:
    view = opened(kaga)
    assert kaga.says("\u2068Hamamatsu\u2069, \u2068\u2068Kaga\u2069 (your city)\u2069")
    assert view.model.call.day == date(2026, 6, 8)
    tab_to(kaga, view.call.chart)
    chosen = view.model.call.chosen
    assert chosen == 9, "the best hour: everybody is at work"
    kaga.key(Qt.Key.Key_Right)
    assert view.model.call.chosen == 10
    assert kaga.says("10:00")
    tab_to(kaga, view.call.fields.field("topic"))
    kaga.key("Open data")
    tab_to(kaga, view.call.call_button)
    kaga.key(Qt.Key.Key_Return)
    (one,) = own(kaga).gatherings
    assert (one.begins, one.minutes, one.topic) == (datetime(2026, 6, 8, 1, tzinfo=UTC), 60, "Open data")
    assert kaga.says("Monday, June 8, 2026, 10:00")
    assert view.call.fields.field("topic").text() == "", "the next one begins empty"
    assert view.model.call.day == date(2026, 7, 13), "a month later"
    kaga.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert own(kaga) == OwnTies()
    assert kaga.says("No meeting is called yet")


def test_a_city_leaves_and_joins_by_mouse_and_calls_off_what_it_called(kaga: Driver) -> None:
    view = opened(kaga)
    kaga.click(view.call.call_button)
    assert len(own(kaga).gatherings) == 1
    kaga.click(view.members.button)
    assert kaga.says("No meeting is called yet"), "who left isn't heard by the others either"
    kaga.click(view.members.button)
    kaga.click(kaga.button("Call off"))
    assert own(kaga).gatherings == ()
    kaga.click(view.members.button)
    assert kaga.says("Your city does not belong to it")
    assert not view.call.call_button.isEnabled()
    kaga.click(view.choice._segments["India"])
    assert kaga.says("India community")
    kaga.click(view.members.button)
    assert kaga.says("Your city belongs to it")
    (india,) = (one for one in own(kaga).memberships if one.community == "India")
    assert (india.is_member, india.zone) == (True, "Asia/Tokyo")
    assert view.call.call_button.isEnabled()
    rows = view.call.chart.as_rows()
    assert rows.heads[1:] == (
        "\u2068Bengaluru\u2069, \u2068Faridabad\u2069, \u2068Hyderabad\u2069, and \u2068Indore\u2069",
        "\u2068Kaga\u2069",
    )
    assert rows.rows[13] == ("13", "9:30 at work", "13 at work")
    assert rows.rows[9] == ("9", "5:30 asleep", "9 at work")


def test_what_other_cities_said_stands_in_everybodys_time_and_nothing_twice(kaga: Driver) -> None:
    view = opened(kaga)
    receive(kaga, OTHERS)
    assert kaga.says("Tuesday, June 2, 2026, 6:00")
    lines = [text.replace("\u2068", "").replace("\u2069", "").replace("\u202f", " ") for text in kaga.texts()]
    assert "10:00 AM · Leeds" in lines
    assert "2:45 PM · Oldtown" in lines
    assert "7:00 PM · Melbourne" in lines
    assert [seat.name for seat in view.model.seats] == [
        "Hamamatsu",
        "Kaga",
        "Kakogawa",
        "Leeds",
        "Melbourne",
        "Newtown",
        "Oldtown",
    ]
    assert "Not counted, because their time zone is not known: Newtown" in lines
    assert not any("An old word" in line for line in lines), "what the own city says now is on this computer"
    assert "One form for all" in lines
    assert not any("Nobody knows it here" in line for line in lines)
    assert not any(button.text() == "Call off" for button in view.meetings.findChildren(type(view.members.button)))
    assert view.model.call.day == date(2026, 7, 7), "a month after the last one"


def test_a_meeting_is_saved_as_a_calendar(kaga: Driver, tmp_path, monkeypatch) -> None:
    opened(kaga)
    receive(kaga, OTHERS)
    file = tmp_path / "meeting"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    kaga.click(kaga.button("Save as a calendar"))
    written = file.with_name("meeting.ics").read_text(encoding="utf-8")
    assert "DTSTART:20260602T090000Z\n" in written
    assert "DESCRIPTION:Fees\n" in written
    assert kaga.says("The meeting is in \u2068meeting.ics\u2069.")
    file.with_name("meeting.ics").unlink()
    file.with_name("meeting.ics").mkdir()
    kaga.click(kaga.button("Save as a calendar"))
    assert kaga.says("The file was not written")


def test_the_hours_follow_the_clocks_of_the_day(kaga: Driver) -> None:
    view = opened(kaga)
    receive(kaga, OTHERS)
    heads = view.call.chart.as_rows().heads
    melbourne, leeds = heads.index("\u2068Melbourne\u2069"), heads.index("\u2068Leeds\u2069")
    found = {}
    for day in ("2027-03-26", "2027-03-29", "2027-04-05"):
        field = view.call.day.field("day")
        field.selectAll()
        kaga.type(field, day)
        row = view.call.chart.as_rows().rows[18]
        found[day] = (row[0], row[leeds], row[melbourne])
    assert found == {
        "2027-03-26": ("18", "9 at work", "20 awake"),
        "2027-03-29": ("18", "10 at work", "20 awake"),
        "2027-04-05": ("18", "10 at work", "19 awake"),
    }
    field.selectAll()
    kaga.type(field, "soon")
    assert not view.call.chart.isVisible()
    kaga.click(view.call.call_button)
    assert kaga.says("Write the day as year-month-day")
    field.selectAll()
    kaga.type(field, "2026-05-01")
    kaga.click(view.call.call_button)
    assert kaga.says("Choose an hour that is still to come.")
    assert own(kaga) == OwnTies()


def test_a_longer_meeting_finds_other_hours(kaga: Driver) -> None:
    view = opened(kaga)
    assert view.model.call.best == (9, 10, 11)
    view.call.length.setCurrentIndex(view.call.length.findData("120"))
    view.call.length.activated.emit(view.call.length.currentIndex())
    assert view.call.chart.as_rows().rows[16] == ("16", view.call.chart.as_rows().rows[16][1])
    assert "16 awake" in view.call.chart.as_rows().rows[16], "it ends at 18:00"
    kaga.click(view.call.call_button)
    assert own(kaga).gatherings[0].minutes == 120


def test_interest_is_shown_from_five_cities_on_and_taken_back(kaga: Driver) -> None:
    view = opened(kaga)
    kaga.click(view.choice._segments["new"])
    assert kaga.says("How many cities are interested comes with a connection.")
    receive(kaga, OTHERS)
    assert kaga.says("7 cities are interested.")
    assert kaga.says("Fewer than five cities so far; from five on their number stands here.")
    assert kaga.says("On the alliance's list with it: \u2068Manila\u2069")
    kaga.click(kaga.button("We are interested: Africa"))
    assert own(kaga).interest == {"Africa"}
    assert kaga.says("Your city is interested")
    kaga.click(kaga.button("Take back: interest in Africa"))
    assert own(kaga).interest == frozenset()


def test_an_offer_is_made_found_by_its_policy_and_taken_back(kaga: Driver) -> None:
    view = opened(kaga)
    receive(kaga, OTHERS)
    kaga.click(view.form.button)
    assert kaga.says("Say in a few words what your city can tell others.")
    assert QApplication.focusWidget() is view.form.words
    kaga.key("One permit")
    kaga.key(Qt.Key.Key_Return)
    kaga.key("for all")
    kaga.type(view.form.contact.field("contact"), "office@kaga.example")
    kaga.click(view.form.button)
    (offer,) = own(kaga).offers
    assert (offer.policy, offer.words, offer.contact) == ("ICT", "One permit\nfor all", "office@kaga.example")
    assert view.form.words.text() == ""
    assert kaga.says("One permit")
    view.offers.filter.setCurrentIndex(view.offers.filter.findData("PIA"))
    view.offers.filter.activated.emit(0)
    kaga.events()
    assert kaga.says("One form for all")
    assert not kaga.says("One permit")
    view.offers.filter.setCurrentIndex(0)
    view.offers.filter.activated.emit(0)
    kaga.events()
    kaga.click(next(b for b in view.offers.findChildren(type(view.form.button)) if b.text() == "Take back"))
    assert own(kaga).offers == ()


def test_a_highlight_is_told_beside_those_of_others_by_members_only(kaga: Driver) -> None:
    view = opened(kaga)
    receive(kaga, OTHERS)
    assert kaga.says("One fee for all")
    kaga.click(view.telling.button)
    assert kaga.says("Say in a few words what came of it.")
    assert QApplication.focusWidget() is view.telling.words
    kaga.key("One contract")
    kaga.type(view.telling.day.field("held on"), "May")
    kaga.click(view.telling.button)
    assert kaga.says("Write the day as year-month-day")
    view.telling.day.field("held on").selectAll()
    kaga.key("2026-05-30")
    kaga.click(view.telling.button)
    (told,) = own(kaga).highlights
    assert (told.community, told.day, told.words) == ("Japan", "2026-05-30", "One contract")
    shown = [one.highlight.words for one in view.model.highlights]
    assert shown == ["One contract", "One fee for all"], "the newest first"
    kaga.click(next(b for b in view.highlights.findChildren(type(view.form.button)) if b.text() == "Take back"))
    assert own(kaga).highlights == ()
    kaga.click(view.choice._segments["India"])
    assert kaga.says("No city has told a highlight yet.")
    assert not view.telling.button.isEnabled()


def test_a_text_that_is_too_long_stays_in_the_window_and_the_reason_comes_into_sight(kaga: Driver) -> None:
    view = opened(kaga)
    long = "\U0001f9ed" * 400_000
    view.form.words.setPlainText(long)
    kaga.click(view.form.button)
    kaga.events()
    assert own(kaga) == OwnTies()
    assert view.form.words.text() == long
    banner = view._problem
    assert banner.isVisible()
    assert not banner.visibleRegion().isEmpty()
    view.form.words.setPlainText("One permit \U0001f9ed")
    kaga.click(view.form.button)
    assert own(kaga).offers[0].words == "One permit \U0001f9ed"
    assert not banner.isVisible()


def test_what_leaves_is_listed_as_readable_by_all_cities(kaga: Driver) -> None:
    view = opened(kaga)
    kaga.type(view.form.words, "One permit")
    kaga.click(view.form.button)
    kaga.click(view.members.button)
    assert queries.status(kaga.store).waiting_changes == 2
    kaga.window.go_to("sending")
    kaga.events()
    page = kaga.view.model
    assert [page.who_sees(item) for item in page.view.waiting] == ["All cities", "All cities"]
    assert "every city of the alliance can read it" in page.who_sees_what()
    assert "One permit" in page.subject(page.view.waiting[0])
    assert "Japan" in page.subject(page.view.waiting[1])


def test_texts_that_are_begun_outlive_the_program(start: Callable[..., Driver], kaga: Driver) -> None:
    view = opened(kaga)
    kaga.type(view.form.words, "One per")
    kaga.type(view.call.fields.field("topic"), "Open d")
    kaga.quit()
    again = start()
    view = opened(again)
    assert (view.form.words.text(), view.call.fields.field("topic").text()) == ("One per", "Open d")
    again.type(view.form.words, "mit")
    again.click(view.form.button)
    assert half_texts.kept(again.store, half_texts.TOGETHER) == {"topic": "Open d"}


def test_an_hour_is_chosen_by_mouse_and_each_has_its_sentence(kaga: Driver) -> None:
    view = opened(kaga)
    receive(kaga, OTHERS)
    chart = view.call.chart
    text = chart.marks()[20].text.replace("\u2068", "").replace("\u2069", "").replace("\u202f", " ")
    assert text.startswith("8:00 PM to 9:00 PM")
    assert "at work: Leeds 12:00 PM" in text
    chart.mark_reached.emit(20)
    assert view.model.call.chosen == 20
    assert len(chart.marks()) == 24
