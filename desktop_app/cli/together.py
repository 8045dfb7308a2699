"""The verbs for what the city says to the other cities: communities, and offers to talk."""

import argparse
from datetime import UTC, datetime
from typing import Any

from desktop_app import paths
from desktop_app.cli.profile import Report, nth, open_profile
from desktop_app.operations import together
from desktop_app.operations.workspace import Workspace
from desktop_app.presentation.seats import Cities
from desktop_app.storage import together_query
from desktop_app.storage.together_query import TogetherView
from roadmap_core.community.cities import load_cities
from roadmap_core.community.ties import MEETING_COMMUNITIES, NEW_COMMUNITIES, Membership, Offer
from roadmap_core.community.together import Offered


def communities(asked: argparse.Namespace) -> Report:
    cities = Cities([city for city in load_cities(*paths.cities_text()) if city.active], here="")
    with open_profile(asked) as workspace:
        view = together_query.together(workspace.store)
        for name, is_member in ((asked.join, True), (asked.leave, False)):
            if name:
                zone = cities.own_zone(view) if is_member else ""
                together.say_membership(workspace, Membership(name, is_member, zone))
        for name, is_interested in ((asked.interested, True), (asked.not_interested, False)):
            if name:
                together.say_interest(workspace, name, is_interested=is_interested)
        view = together_query.together(workspace.store)
    found = [_community(cities, view, name) for name in MEETING_COMMUNITIES]
    new = [
        {"name": one, "interested": one in view.own.interest, "cities": view.others.interest.get(one)}
        for one in NEW_COMMUNITIES
    ]
    lines = [line for one in found for line in _lines(one)]
    lines += [f"{one['name']}: {'interested' if one['interested'] else 'not a community yet'}" for one in new]
    return Report("\n".join(lines), {"communities": found, "new": new})


def offers(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        if asked.policy:
            together.offer_talk(workspace, Offer(b"", asked.policy, asked.text, asked.contact), {})
        if asked.take_back is not None:
            offer = nth(together_query.together(workspace.store).own.offers, asked.take_back, "offers")
            together.take_offer_back(workspace, offer)
        found = _offers(workspace)
    lines = [_offer_line(number, one) for number, one in enumerate(found, 1)]
    rows = [
        {"city": one.city, "policy": one.offer.policy, "text": one.offer.words, "contact": one.offer.contact}
        for one in found
    ]
    return Report("\n".join(lines) or "No offer yet.", {"offers": rows})


def _offers(workspace: Workspace) -> list[Offered]:
    """The own ones first, with the places that they are taken back by."""
    view = together_query.together(workspace.store)
    own = [Offered(view.city_id, view.city_name, one) for one in view.own.offers]
    return [*own, *(one for one in view.others.offers if one.city != view.city_id)]


def _offer_line(number: int, one: Offered) -> str:
    said = " ".join(one.offer.words.split())
    return "  ".join(filter(None, (f"{number}.", one.offer.policy, f"{one.name}: {said}", one.offer.contact)))


def _community(cities: Cities, view: TogetherView, name: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    own = view.own.gatherings if cities.is_member(view, name) else ()
    called = [*own, *(one.gathering for one in view.others.meetings if one.city != view.city_id)]
    return {
        "name": name,
        "member": cities.is_member(view, name),
        "cities": [seat.city for seat in cities.seats(view, name)],
        "meetings": sorted(one.begins.isoformat() for one in called if one.community == name and one.ends > now),
    }


def _lines(community: dict[str, Any]) -> list[str]:
    standing = "member" if community["member"] else "not a member"
    head = f"{community['name']} ({standing}): {', '.join(community['cities'])}"
    return [head, *(f"  meeting {begins}" for begins in community["meetings"])]
