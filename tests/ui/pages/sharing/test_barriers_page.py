"""The page of barriers: what the city says is saved at once; the heat map says what the table beside it says."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.errors import AppError
from desktop_app.operations import together
from desktop_app.settings import save_settings
from desktop_app.storage.barrier_query import barriers
from desktop_app.ui.barriers.barriers_view import BarriersView
from roadmap_core.community.barriers import BARRIERS, Weight
from roadmap_core.community.cities import ALL
from roadmap_core.community.status import CommunityStatus, GroupFigures, Withheld
from tests.ui import audit
from tests.ui.looks import LOOKS, REAL, Look, note
from tests.ui.pages.driving import Driver
from tests.ui.pages.sharing.conftest import Kept
from tests.ui.pages.sharing.test_community_page import received, status


def with_barriers() -> CommunityStatus:
    """The status, in which 12 cities said something, 6 of them in Asia, 4 in Europe: too few to be shown."""
    found = status(is_sample=True)
    groups = dict(found.groups)
    for group, said in ((ALL, 12), ("region:Asia", 6)):
        figures = groups[group]
        assert isinstance(figures, GroupFigures)
        weights = {
            name: {"0": said - place, "2": place // 2, "3": place - place // 2} for place, name in enumerate(BARRIERS)
        }
        groups[group] = replace(figures, barriers=weights, barriers_said=said)
    return replace(found, groups={**groups, "region:Africa": Withheld()})


@pytest.fixture
def page(kaga: Driver) -> BarriersView:
    kaga.window.go_to("barriers")
    kaga.events()
    assert isinstance(kaga.view, BarriersView)
    return kaga.view


def segment(page: BarriersView, barrier: str, weight: Weight):
    return page.own.rows[barrier].choice._segments[weight]


def test_a_choice_by_mouse_is_saved_and_there_after_another_start(kaga: Driver, page: BarriersView) -> None:
    assert all(row.choice.value() is None for row in page.own.rows.values())
    kaga.click(segment(page, "trust", Weight.MUCH))
    kaga.click(segment(page, "language", Weight.NONE))
    kaga.click(segment(page, "trust", Weight.STOPS))
    assert barriers(kaga.store).own == {"language": Weight.NONE, "trust": Weight.STOPS}
    assert page.model.summary() == "Your city has judged 2 of 6 barriers."
    assert page.own.rows["trust"].choice.value() is Weight.STOPS


def test_a_choice_by_keyboard_keeps_the_focus_and_is_undone_with_one_key(kaga: Driver, page: BarriersView) -> None:
    segment(page, "culture", Weight.NONE).setFocus()
    kaga.key(Qt.Key.Key_Space)
    kaga.key(Qt.Key.Key_Right)
    if barriers(kaga.store).own["culture"] is Weight.NONE:
        kaga.key(Qt.Key.Key_Space)
    assert barriers(kaga.store).own == {"culture": Weight.LITTLE}
    assert QApplication.focusWidget() is segment(page, "culture", Weight.LITTLE)
    kaga.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert barriers(kaga.store).own == {"culture": Weight.NONE}
    assert page.own.rows["culture"].choice.value() is Weight.NONE


def test_what_could_not_be_saved_is_said_and_not_shown_as_chosen(
    kaga: Driver, page: BarriersView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise AppError("E-DISK", path="C:")

    monkeypatch.setattr(together, "say_barrier", full)
    kaga.click(segment(page, "trust", Weight.MUCH))
    assert page.model.problem is not None
    assert page.model.problem.code == "E-DISK"
    assert page.own.rows["trust"].choice.value() is None
    assert page.own._problem.isVisible()


def test_the_heat_map_counts_from_five_cities_on_and_says_why_a_cell_is_empty(kaga: Driver, page: BarriersView) -> None:
    assert page.community._empty.isVisible()
    assert not page.community.frame.isVisible()
    received(kaga, with_barriers())
    assert page.model.groups == (ALL, "region:Africa", "region:Asia", "region:Europe")
    rows = page.community.chart.as_rows().rows
    assert rows[3] == ("Culture and politics", "3", "–", "3", "–")
    assert [mark.text for mark in page.community.chart.marks()][12:14] == [
        "Culture and politics, All cities: 3 of 12 cities",
        "Culture and politics, Africa: too few cities have said so",
    ]
    assert page.community.frame._sentence.text() == "Capacity is in the way most often: in 5 of 12 cities."


def test_the_row_of_what_is_in_the_own_citys_way_is_marked(kaga: Driver, page: BarriersView) -> None:
    received(kaga, with_barriers())
    kaga.click(segment(page, "trust", Weight.MUCH))
    kaga.click(segment(page, "culture", Weight.LITTLE))
    assert [row.label for row in page.community.chart._rows if row.is_own] == ["Trust and relationships"]


@pytest.mark.parametrize("look", [*LOOKS, *REAL], ids=str)
def test_the_page_of_barriers_passes_the_audit(start, both: Kept, look: Look) -> None:
    save_settings(both.sato, look.settings)
    driver: Driver = start(both.sato, language=look.language)
    driver.window.resize(*look.window)
    received(driver, with_barriers())
    driver.window.go_to("barriers")
    driver.events()
    driver.click(segment(driver.view, "trust", Weight.STOPS))
    found = audit.audit(driver.window)
    note("barriers", look, found)
    assert not found, audit.report(found)
