"""Communities: who belongs to them, their meetings in everybody's time, interest in new ones, offers to talk."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from PySide6.QtCore import QTimeZone, Signal

from desktop_app.errors import Words, explain
from desktop_app.i18n import _
from desktop_app.operations import plan_calendar, together
from desktop_app.operations.changes import Changes
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.call_form import FIELDS, Begun, CallForm
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.half_texts import HalfTexts
from desktop_app.presentation.highlight_form import HIGHLIGHT_FIELDS, HighlightForm
from desktop_app.presentation.offer_form import OFFER_FIELDS, OfferForm
from desktop_app.presentation.page import Page
from desktop_app.presentation.seats import Cities, Seat, zone_named
from desktop_app.presentation.start_page import pioneer_cities
from desktop_app.presentation.tie_words import community_name
from desktop_app.presentation.wording import isolated
from desktop_app.storage import half_texts, together_query
from desktop_app.storage.store import Store
from desktop_app.storage.together_query import TogetherView
from roadmap_core.community.cities import City
from roadmap_core.community.ties import MEETING_COMMUNITIES, Gathering, Highlight, Membership, Offer
from roadmap_core.community.together import Called, Offered, Told

NEW = "new"
"""Shown in place of a community: those that there could be."""
_CHOSEN = "community"
_Found = tuple[TogetherView, Mapping[str, str], tuple[City, ...]]


class CommunitiesPage(Page):
    """Attributes:
    view: None until it is loaded.
    call, telling, offering: the forms of the next meeting, of a highlight and of an offer.
    problem: why something could not be said, or None.
    saved: what came of writing a calendar, in words; empty before.

    Signals:
        told(str): what was done, for a screen reader.
    """

    told = Signal(str)

    def __init__(self, desk: Desk, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(desk)
        self.now = now
        self.view: TogetherView | None = None
        self.problem: Words | None = None
        self.saved = ""
        self._cities = Cities()
        self._begun = Begun()
        self.call, self.telling = CallForm(self._begun), HighlightForm(self._begun)
        self.offering = OfferForm(desk.instrument, self._begun)
        self._half = HalfTexts(desk, self._failed, self._mended)
        self._is_writing = False

    def load(self) -> None:
        def found(store: Store) -> _Found:
            return together_query.together(store), half_texts.kept(store, half_texts.TOGETHER), pioneer_cities()

        self.desk.ask(found, self._show)

    def concerns(self, changes: Changes) -> bool:
        return changes.community or changes.city

    def leave(self) -> None:
        super().leave()
        self.keep_typed()

    def keep_typed(self) -> None:
        """What isn't said yet outlives the program."""
        self._half.keep(half_texts.TOGETHER, self._begun.texts)

    @property
    def has_unsaved(self) -> bool:
        return bool(self._half.unsaved)

    def show_unsaved(self) -> None:
        if self.has_unsaved and not self._is_open:
            self.desk.navigator.go("communities")

    @property
    def community(self) -> str:
        """The one that is shown: as chosen, else the own city's, else the first; or `NEW`."""
        chosen = self._begun.texts.get(_CHOSEN, "")
        if chosen in (*MEETING_COMMUNITIES, NEW):
            return chosen
        return next(filter(self.is_member_of, MEETING_COMMUNITIES), MEETING_COMMUNITIES[0])

    def choose(self, community: str) -> None:
        self._begun.put(_CHOSEN, community)
        self._show_call()
        self.keep_typed()
        self.changed.emit()

    def is_member_of(self, community: str) -> bool:
        return self.view is not None and self._cities.is_member(self.view, community)

    @property
    def is_member(self) -> bool:
        return self.is_member_of(self.community)

    @property
    def seats(self) -> Sequence[Seat]:
        """Who belongs to the community that is shown."""
        return self._cities.seats(self.view, self.community) if self.view is not None else ()

    def listed_with(self, community: str) -> Sequence[str]:
        """Names of the cities that the alliance's list has with a new community."""
        return self._cities.listed_with(community)

    @property
    def own_zone(self) -> tzinfo:
        """Where the own city is."""
        found = zone_named(self._cities.own_zone(self.view)) if self.view is not None else None
        return found or UTC

    @property
    def meetings(self) -> tuple[Called, ...]:
        """Those to come of the community that is shown, the next first."""
        if self.view is None:
            return ()
        said = self.view.own.gatherings if self.is_member else ()  # who left isn't heard by the others either
        own = [Called(self.view.city_id, self.view.city_name, one) for one in said]
        called = [*own, *(one for one in self.view.others.meetings if one.city != self.view.city_id)]
        mine = [one for one in called if one.gathering.community == self.community and one.gathering.ends > self.now()]
        return tuple(sorted(mine, key=lambda one: (one.gathering.start, one.name)))

    @property
    def highlights(self) -> tuple[Told, ...]:
        """Of the community that is shown, the newest first."""
        if self.view is None:
            return ()
        said = self.view.own.highlights if self.is_member else ()
        own = [Told(self.view.city_id, self.view.city_name, one) for one in said]
        told = [*own, *(one for one in self.view.others.highlights if one.city != self.view.city_id)]
        mine = [one for one in told if one.highlight.community == self.community]
        return tuple(sorted(mine, key=lambda one: (one.highlight.day, one.name), reverse=True))

    @property
    def offers(self) -> tuple[Offered, ...]:
        """The own city's first, then the others' by policy; of the policy that they are filtered by."""
        if self.view is None:
            return ()
        own = [Offered(self.view.city_id, self.view.city_name, one) for one in self.view.own.offers]
        others = [one for one in self.view.others.offers if one.city != self.view.city_id]
        known = {policy.id: at for at, policy in enumerate(self.desk.instrument.policies)}
        shown = [one for one in (*own, *others) if one.offer.policy in known]
        shown = [one for one in shown if self.offering.filter in ("", one.offer.policy)]
        return tuple(sorted(shown, key=lambda one: (not self.is_own(one), known[one.offer.policy], one.name)))

    def is_own(self, said: Called | Told | Offered) -> bool:
        return self.view is not None and said.city == self.view.city_id

    def join(self) -> None:
        zone = self._cities.own_zone(self.view) if self.view is not None else ""
        said = Membership(self.community, is_member=True, zone=zone if zone_named(zone) else "")
        self._say(lambda workspace: together.say_membership(workspace, said), _("Your city has joined"))

    def go_out(self) -> None:
        said = Membership(self.community, is_member=False)
        self._say(lambda workspace: together.say_membership(workspace, said), _("Your city has left"))

    def call_meeting(self) -> None:
        """Call the meeting that the form says; what is missing is said in its `flaw`."""
        gathering, begun = self.call.gathering(self.community, self.now()), self._begun.without(FIELDS)
        if gathering is None:
            self.changed.emit()
            return
        self._say(
            lambda workspace: together.call_meeting(workspace, gathering, begun), _("The meeting is called"), begun
        )

    def call_off(self, gathering: Gathering) -> None:
        self._say(lambda workspace: together.call_off(workspace, gathering), _("The meeting is called off"))

    def tell(self) -> None:
        """Tell the highlight that the form says."""
        today = self.now().astimezone(self.own_zone).date()
        highlight, begun = self.telling.highlight(self.community, today), self._begun.without(HIGHLIGHT_FIELDS)
        if highlight is None:
            self.changed.emit()
            return
        self._say(lambda workspace: together.tell_highlight(workspace, highlight, begun), _("It is told"), begun)

    def take_highlight_back(self, highlight: Highlight) -> None:
        self._say(lambda workspace: together.take_highlight_back(workspace, highlight), _("It is taken back"))

    def export(self, gathering: Gathering, file: Path) -> None:
        """Write a meeting into a calendar file."""
        named = file if file.suffix else file.with_name(file.name + plan_calendar.SUFFIX)
        title = _("{community} community").format(community=community_name(gathering.community))

        def written(_none: None) -> None:
            self.problem, self.saved = None, _("The meeting is in {file}.").format(file=isolated(named.name))
            self.told.emit(self.saved)
            self.changed.emit()

        workspace = self.desk.workspace
        self.desk.background.run(
            lambda: plan_calendar.export_meeting(workspace, named, gathering, title), written, self._failed
        )

    def be_interested(self, community: str, *, is_interested: bool) -> None:
        words = _("Interest is said") if is_interested else _("Interest is taken back")
        self._say(lambda w: together.say_interest(w, community, is_interested=is_interested), words)

    def offer(self) -> None:
        """Make the offer that the form says."""
        offer, begun = self.offering.offer(), self._begun.without(OFFER_FIELDS)
        if offer is None:
            self.changed.emit()
            return
        self._say(lambda workspace: together.offer_talk(workspace, offer, begun), _("The offer is made"), begun)

    def take_offer_back(self, offer: Offer) -> None:
        self._say(lambda workspace: together.take_offer_back(workspace, offer), _("The offer is taken back"))

    def _say(
        self, operation: Callable[[Workspace], Changes], words: str, begun: Mapping[str, str] | None = None
    ) -> None:
        """`begun` lies on the disk once `operation` is done."""
        if self._is_writing:
            return
        self._is_writing = True

        def said() -> None:
            self._is_writing, self.problem = False, None
            if begun is not None:
                self._begun.texts = dict(begun)
                self._half.found(half_texts.TOGETHER, begun)
            self._show_call()
            self.told.emit(words)
            self.changed.emit()

        def failed(error: Exception) -> None:
            self._is_writing = False
            self._failed(error)

        self.desk.act(operation, said, failed)

    def _show_call(self) -> None:
        last = max((one.gathering.begins for one in self.meetings), default=None)
        self.call.show(self.seats, self.own_zone, last, self.now())

    def _mended(self) -> None:
        self.problem = None
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.problem = explain(error)
        self.changed.emit()

    def _show(self, found: _Found) -> None:
        self.view, kept, listed = found
        self._cities = Cities(listed, bytes(QTimeZone.systemTimeZoneId().data()).decode())
        if not self._half.knows(half_texts.TOGETHER):
            self._half.found(half_texts.TOGETHER, kept)
            self._begun.take_up(kept)
        self._show_call()
        self.changed.emit()
