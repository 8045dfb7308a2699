"""The table of pages: name, icon, view-model and view of each. A page is added here and nowhere else.

Nothing of a page is imported before it is opened for the first time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop_app.i18n import mark
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.ui.view import View

Parts = tuple[Callable[[Desk], Page], Callable[[Any], View[Any]]]


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page.

    Attributes:
        title: in English, marked for translation.
        icon: its icon in the navigation; empty: it has no row there.
        section: the heading above it in the navigation, in English; empty: none.
        parts: imports the page and returns its view-model and its view.
        shown_under: the page that the navigation marks while this one is open; empty: the page itself.
    """

    key: str
    title: str
    icon: str
    parts: Callable[[], Parts]
    section: str = ""
    shown_under: str = ""

    @property
    def in_navigation(self) -> bool:
        return bool(self.icon)

    @property
    def is_prepared(self) -> bool:
        """Whether it is made before somebody opens it: what is one key or click away."""
        return self.in_navigation or self.key == "question"


def _start() -> Parts:
    from desktop_app.presentation.start_page import StartPage
    from desktop_app.ui.start.start_view import StartView

    return StartPage, StartView


def _overview() -> Parts:
    from desktop_app.presentation.overview_page import OverviewPage
    from desktop_app.ui.overview.overview_view import OverviewView

    return OverviewPage, OverviewView


def _roadmap() -> Parts:
    from desktop_app.presentation.roadmap_page import RoadmapPage
    from desktop_app.ui.roadmap.roadmap_view import RoadmapView

    return RoadmapPage, RoadmapView


def _plan() -> Parts:
    from desktop_app.presentation.plan_page import PlanPage
    from desktop_app.ui.plan.plan_view import PlanView

    return PlanPage, PlanView


def _evidence() -> Parts:
    from desktop_app.presentation.evidence_page import EvidencePage
    from desktop_app.ui.evidence.evidence_view import EvidenceView

    return EvidencePage, EvidenceView


def _checks() -> Parts:
    from desktop_app.presentation.checks_page import ChecksPage
    from desktop_app.ui.checks.checks_view import ChecksView

    return ChecksPage, ChecksView


def _question() -> Parts:
    from desktop_app.presentation.question_page import QuestionPage
    from desktop_app.ui.assessment.question_view import QuestionView

    return QuestionPage, QuestionView


def _contested() -> Parts:
    from desktop_app.presentation.contested_page import ContestedPage
    from desktop_app.ui.contested.contested_view import ContestedView

    return ContestedPage, ContestedView


def _review() -> Parts:
    from desktop_app.presentation.review_page import ReviewPage
    from desktop_app.ui.review.review_view import ReviewView

    return ReviewPage, ReviewView


def _meeting() -> Parts:
    from desktop_app.presentation.meeting_page import MeetingPage
    from desktop_app.ui.meeting.meeting_view import MeetingView

    return MeetingPage, MeetingView


def _history() -> Parts:
    from desktop_app.presentation.history_page import HistoryPage
    from desktop_app.ui.history.history_view import HistoryView

    return HistoryPage, HistoryView


def _community() -> Parts:
    from desktop_app.presentation.community_page import CommunityPage
    from desktop_app.ui.community.community_view import CommunityView

    return CommunityPage, CommunityView


def _barriers() -> Parts:
    from desktop_app.presentation.barriers_page import BarriersPage
    from desktop_app.ui.barriers.barriers_view import BarriersView

    return BarriersPage, BarriersView


def _communities() -> Parts:
    from desktop_app.presentation.communities_page import CommunitiesPage
    from desktop_app.ui.communities.communities_view import CommunitiesView

    return CommunitiesPage, CommunitiesView


def _sending() -> Parts:
    from desktop_app.presentation.sending_page import SendingPage
    from desktop_app.ui.sending.sending_view import SendingView

    return SendingPage, SendingView


def _people() -> Parts:
    from desktop_app.presentation.people_page import PeoplePage
    from desktop_app.ui.people.people_view import PeopleView

    return PeoplePage, PeopleView


def _join() -> Parts:
    from desktop_app.presentation.join_page import JoinPage
    from desktop_app.ui.people.join_view import JoinView

    return JoinPage, JoinView


def _settings() -> Parts:
    from desktop_app.presentation.settings_page import SettingsPage
    from desktop_app.ui.settings.settings_view import SettingsView

    return SettingsPage, SettingsView


PAGES = (
    PageEntry("start", mark("Start"), "", _start),
    PageEntry("overview", mark("Overview"), "overview", _overview),
    PageEntry("roadmap", mark("Roadmap"), "roadmap", _roadmap),
    PageEntry("plan", mark("Action plan"), "plan", _plan),
    PageEntry("evidence", mark("Evidence"), "evidence", _evidence),
    PageEntry("checks", mark("Checks"), "check", _checks),
    PageEntry("question", mark("Question"), "", _question, shown_under="roadmap"),
    PageEntry("contested", mark("Two answers"), "two-answers", _contested),
    PageEntry("review", mark("Review and sign-off"), "review", _review),
    PageEntry("meeting", mark("Meeting"), "note", _meeting),
    PageEntry("history", mark("History"), "clock", _history),
    PageEntry("community", mark("Community"), "community", _community, section=mark("Alliance")),
    PageEntry("communities", mark("Communities"), "globe", _communities),
    PageEntry("barriers", mark("Barriers"), "barrier", _barriers),
    PageEntry("sending", mark("Sending"), "send", _sending, section=mark("Sharing")),
    PageEntry("people", mark("People and computers"), "person", _people),
    PageEntry("settings", mark("Settings"), "settings", _settings, section=mark("This computer")),
    PageEntry("join", mark("Join a city"), "", _join, shown_under="people"),
)

PAGES_BY_KEY = {page.key: page for page in PAGES}
