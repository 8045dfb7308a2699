"""What screens and scripts ask: one snapshot each, answered with the values of `views`. Nothing is written here."""

from desktop_app.storage.store import Store
from desktop_app.storage.views import CityView, OverviewView, PolicyView, QuestionView, SendingView, StatusView
from roadmap_core.entries.identifiers import Register


def city(store: Store) -> CityView | None:
    """Whose profile this is; None before the first start was finished."""
    raise NotImplementedError


def overview(store: Store) -> OverviewView:
    """The whole assessment."""
    raise NotImplementedError


def policy(store: Store, policy_id: str) -> PolicyView:
    """One policy: standing, states of questions, plan. Raises KeyError for an unknown id."""
    raise NotImplementedError


def question(store: Store, question_id: str) -> QuestionView:
    """One question page. Raises KeyError for an unknown id."""
    raise NotImplementedError


def contested(store: Store) -> tuple[str, ...]:
    """Ids of questions on which two answers (or two notes) stand, in file order."""
    raise NotImplementedError


def status(store: Store) -> StatusView:
    """The status line."""
    raise NotImplementedError


def sending(store: Store) -> SendingView:
    """The page about what leaves and what came."""
    raise NotImplementedError


def changed_items(store: Store, registers: frozenset[Register]) -> tuple[frozenset[str], frozenset[str], bool]:
    """What registers are about, for `Changes`: ids of questions, ids of policies, whether the city changed."""
    raise NotImplementedError
