"""The community page: figures and their tables agree, groups are offered only when shown, the age is said."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.operations.changes import Changes
from desktop_app.storage import city_log
from desktop_app.storage.city_log import CommunityCopy
from desktop_app.storage.engine import transaction
from desktop_app.ui.community.community_view import CommunityView
from desktop_app.ui.widgets.wrap_label import WrapLabel
from roadmap_core.community.cities import ALL
from roadmap_core.community.status import CommunityStatus, GroupFigures, Withheld
from tests.fakes.computer import Computer
from tests.server.running import RunningServer
from tests.ui.pages.driving import Driver
from tests.ui.pages.sharing.conftest import LiveDriver

STAGES = ("none", "planned", "written", "implemented", "reviewed")
POLICIES = ("ICT", "PIA", "CYB", "DIG", "OPN")


def figures(cities: int, written: tuple[int, ...], implemented: tuple[int, ...]) -> GroupFigures:
    return GroupFigures(
        cities=cities,
        written=written,
        implemented=implemented,
        stages={"ICT": {"none": cities - 3, "implemented": 2, "reviewed": 1}},
        plans={"ICT": 4, "PIA": 1},
        policies_written=sum(at * count for at, count in enumerate(written)),
        policies_implemented=sum(at * count for at, count in enumerate(implemented)),
        cities_with_plan=4,
    )


def status(days: int = 3, *, is_sample: bool = False, regions: int = 13) -> CommunityStatus:
    return CommunityStatus(
        as_of=(datetime.now(UTC) - timedelta(days=days)).isoformat(),
        cities_total=36,
        cities_sharing=31,
        heads_digest="",
        is_sample=is_sample,
        groups={
            ALL: figures(31, (3, 6, 10, 9, 2, 1), (19, 8, 2, 1, 1, 0)),
            "region:Asia": figures(10, (1, 2, 3, 4, 0, 0), (5, 3, 1, 1, 0, 0)),
            "region:Europe": figures(9, (9, 0, 0, 0, 0, 0), (9, 0, 0, 0, 0, 0)),
            "size:S": figures(5, (5, 0, 0, 0, 0, 0), (5, 0, 0, 0, 0, 0)),
            "community:Japan": Withheld(),
        },
        regions={"Africa": 2, "Asia": regions, "Europe": 10},
        sizes={"S": 5, "M": 8},
        communities={"Japan": 4, "India": 0},
    )


def received(driver: Driver, what: CommunityStatus) -> None:
    with transaction(driver.store.engine) as connection:
        city_log.keep_community(connection, CommunityCopy(json.dumps(what.to_json()).encode(), '"1"', 0))
    driver.program._bus.publish(Changes(community=True, origin="remote"))
    driver.events()


@pytest.fixture
def community(kaga: Driver) -> CommunityView:
    received(kaga, status())
    kaga.window.go_to("community")
    kaga.events()
    assert isinstance(kaga.view, CommunityView)
    return kaga.view


def on_cards(view: CommunityView) -> list[list[str]]:
    cards = (view.figures.written, view.figures.implemented, view.figures.plans, view.figures.gap)
    return [[w.text() for w in card.findChildren(WrapLabel) if w.isVisible()] for card in cards]


def test_the_figures_say_what_the_tables_beside_them_add_up_to(kaga: Driver, community: CommunityView) -> None:
    for group in (ALL, "region:Asia"):
        community.model.choose_group(group)
        kaga.events()
        cards = on_cards(community)
        rows = community.distribution.chart.as_rows().rows
        for place in (1, 2):
            total = sum(int(row[0]) * int(row[place]) for row in rows)
            assert cards[place - 1][1] == str(total)
        assert cards[2][1] == str(sum(int(row[1]) for row in community.plans.chart.as_rows().rows))
        stages = community.stages.chart.as_rows()
        ict = next(row for row in stages.rows if row[0] == "ICT accessibility in public procurement")
        assert int(ict[4]) + int(ict[5]) == 3
    assert cards[0][2] == "of 50, in 10 cities"


def test_the_largest_gap_is_the_policy_that_the_fewest_have_implemented(community: CommunityView) -> None:
    name, note = on_cards(community)[3][1:]
    assert name == "Privacy impact assessment"
    assert note == "implemented in 0 of 31 cities"


def test_every_chart_shows_its_table_with_the_same_numbers(kaga: Driver, community: CommunityView) -> None:
    for card in (community.distribution, community.stages, community.regions, community.sizes, community.plans):
        kaga.click(card.frame._button)
        table = card.frame._table
        assert table.isVisible()
        model, rows = table.model(), card.chart.as_rows().rows
        shown = [
            tuple(model.index(row, column).data() for column in range(model.columnCount()))
            for row in range(model.rowCount())
        ]
        assert shown == [tuple(row) for row in rows]
        kaga.click(card.frame._button)
        assert not table.isVisible()


def test_only_the_own_citys_groups_of_five_and_more_are_offered(community: CommunityView) -> None:
    assert community.model.groups == (ALL, "region:Asia", "size:S")
    assert [b.text() for b in community.groups._segments.values()] == ["All cities", "My region", "My size"]


def test_a_group_is_chosen_with_the_arrow_keys_and_the_focus_stays(kaga: Driver, community: CommunityView) -> None:
    next(iter(community.groups._segments.values())).setFocus()
    kaga.key(Qt.Key.Key_Right)
    if community.model.group == ALL:
        kaga.key(Qt.Key.Key_Space)
    assert community.model.group == "region:Asia"
    focus = QApplication.focusWidget()
    assert focus in community.groups._segments.values()
    assert on_cards(community)[0][2] == "of 50, in 10 cities"
    received(kaga, status(1))
    assert QApplication.focusWidget() is focus
    assert community.groups.value() == "region:Asia"


def test_a_group_that_is_withheld_later_gives_way_to_all_cities(kaga: Driver, community: CommunityView) -> None:
    community.model.choose_group("region:Asia")
    later = status()
    received(kaga, CommunityStatus(**{**_fields(later), "groups": {ALL: later.groups[ALL], "region:Asia": Withheld()}}))
    assert community.model.group == ALL
    assert not community.groups.isVisible()
    assert on_cards(community)[0][2] == "of 155, in 31 cities"


def _fields(what: CommunityStatus) -> dict[str, object]:
    return {name: getattr(what, name) for name in CommunityStatus.__slots__}


@pytest.mark.parametrize(("days", "words"), [(0, "As of "), (1, "1 day old"), (3, "3 days old"), (40, "40 days old")])
def test_the_age_is_said(kaga: Driver, days: int, words: str) -> None:
    received(kaga, status(days))
    kaga.window.go_to("community")
    kaga.events()
    assert kaga.says(words)
    assert kaga.says("31 of 36 cities have shared their answers.")
    assert kaga.says("old") == (days > 0)


def test_sample_data_is_labelled_and_real_data_is_not(kaga: Driver, community: CommunityView) -> None:
    assert not kaga.says("invented answers")
    received(kaga, status(is_sample=True))
    assert kaga.says("These figures come from invented answers, not from cities.")


def test_the_mark_under_the_keyboard_stays_when_the_same_figures_come_again(
    kaga: Driver, community: CommunityView
) -> None:
    chart = community.distribution.chart
    chart.setFocus()
    kaga.key(Qt.Key.Key_Right)
    kaga.key(Qt.Key.Key_Right)
    kaga.program._bus.publish(Changes(community=True, origin="remote"))
    kaga.events()
    assert chart.hasFocus()
    assert chart.mark_at() == 2
    assert chart.marks()[2].text == "Written, number of policies 1: 6 cities"


def test_the_own_city_is_marked_in_columns_and_rows(kaga: Driver, community: CommunityView) -> None:
    assert [series.own for series in community.distribution.chart._series] == [0, 0]
    assert [row.label for row in community.regions.chart._rows if row.own] == ["Asia"]
    assert [row.label for row in community.sizes.chart._rows if row.own] == ["Under 250,000 residents"]
    assert [row.label for row in community.communities.chart._rows] == ["Japan"], "no row for none"


def test_what_came_from_the_server_is_read_offline_afterwards_with_its_age(live, start, tmp_path) -> None:
    folder = tmp_path / "kaga"
    with RunningServer(tmp_path / "server") as server:
        for city in ("leeds-gb", "milan-it", "bogota-co", "indore-in", "kaga-jp"):
            with Computer(folder if city == "kaga-jp" else tmp_path / city, "An official", city) as computer:
                computer.answer("ICT-01", 2)
                computer.join_as_lead(server)
        driver: LiveDriver = live(folder)
        driver.open("community")
        driver.until(lambda: driver.says("5 of 36 cities have shared their answers."))
        driver.until(lambda: driver.says("in 5 cities"))
        driver.quit()
    offline: Driver = start(folder)
    offline.window.go_to("community")
    offline.events()
    assert offline.says("5 of 36 cities have shared their answers.")
    assert offline.says("Kept on this computer, to be read without a connection too.")
    assert isinstance(offline.view, CommunityView)
    offline.view.model._now = lambda: datetime.now(UTC) + timedelta(days=9)
    offline.view.refresh()
    assert offline.says("9 days old")
