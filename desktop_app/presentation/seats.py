"""Who sits in a community, and in which time zone: what was received, the list, the own city's word. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from desktop_app.storage.together_query import TogetherView
from roadmap_core.community.cities import City
from roadmap_core.community.ties import membership_in


@dataclass(frozen=True, slots=True)
class Seat:
    """A city in a community; `zone` is None where nobody knows it."""

    city: str
    name: str
    zone: tzinfo | None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class SameClock:
    """Cities whose clocks show the same all day long."""

    zone: tzinfo
    names: tuple[str, ...]


class Cities:
    """The cities of the list, by id; `here` is the time zone of this computer, for a city that isn't on it."""

    def __init__(self, listed: Sequence[City] = (), here: str = "UTC") -> None:
        self._by_id = {city.id: city for city in listed}
        self._listed, self._here = listed, here

    def own_zone(self, view: TogetherView) -> str:
        """The own city's time zone, by its IANA name."""
        city = self._by_id.get(view.city_id)
        return city.time_zone if city else self._here

    def is_member(self, view: TogetherView, community: str) -> bool:
        """Whether the own city belongs to a community, by its own word and the list."""
        city = self._by_id.get(view.city_id)
        listed = city.community if city else None
        return membership_in(community, listed, view.own.memberships) is not None

    def seats(self, view: TogetherView, community: str) -> tuple[Seat, ...]:
        """By name: those of the list, unless they said otherwise, and those that said so."""
        said = [one for one in view.others.members if one.community == community]
        heard = {view.city_id, *(one.city for one in said)}
        found = [
            Seat(city.id, city.name, zone_named(city.time_zone))
            for city in self._listed
            if city.community == community and city.id not in heard
        ]
        joined = [one for one in said if one.is_member and one.city != view.city_id]
        found += [Seat(one.city, one.name, self._zone(one.city, one.zone)) for one in joined]
        if self.is_member(view, community):
            found.append(Seat(view.city_id, view.city_name, zone_named(self.own_zone(view)), is_own=True))
        return tuple(sorted(found, key=lambda seat: (seat.name, seat.city)))

    def listed_with(self, community: str) -> tuple[str, ...]:
        """The names of those that the list has with a community."""
        return tuple(city.name for city in self._listed if city.community == community)

    def _zone(self, city_id: str, said: str) -> tzinfo | None:
        city = self._by_id.get(city_id)
        return zone_named(city.time_zone if city else said)


def zone_named(name: str) -> tzinfo | None:
    """None for one that this computer doesn't know."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None


def same_clocks(seats: Iterable[Seat], moments: Sequence[datetime]) -> tuple[SameClock, ...]:
    """The seats by what their clocks show at these moments, from west to east; those of unknown zone are left out."""
    groups: dict[tuple[object, ...], tuple[tzinfo, list[str]]] = {}
    for seat in seats:
        if seat.zone is not None:
            offsets = tuple(moment.astimezone(seat.zone).utcoffset() for moment in moments)
            groups.setdefault(offsets, (seat.zone, []))[1].append(seat.name)
    ordered = sorted(groups.values(), key=lambda group: moments[0].astimezone(group[0]).replace(tzinfo=None))
    return tuple(SameClock(zone, tuple(names)) for zone, names in ordered)
