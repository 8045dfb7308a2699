"""What a file brings, in plain words: from whom, how many updates, what is new, what doesn't count, what is proven."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from desktop_app import paths
from desktop_app.errors import describe
from desktop_app.i18n import _, format_date, format_number, ngettext
from desktop_app.presentation.names import computer, directed, person
from desktop_app.presentation.wording import isolated
from roadmap_core.community.cities import load_cities

if TYPE_CHECKING:
    from desktop_app.operations.bundles.arrival import Arrival, CityArrival, Writer
    from desktop_app.storage.taken_files import TakenFile

_KIBIBYTE = 1024


@cache
def _names() -> dict[str, str]:
    return {city.id: city.name for city in load_cities(*paths.cities_text())}


def city_name(city: str) -> str:
    """A city's name, as far as it is on the list that came with the program; else its id."""
    return _names().get(city, city)


def in_bytes(size: int) -> str:
    """A file's size."""
    if size < 2 * _KIBIBYTE:
        return _("{number} bytes").format(number=format_number(size))
    return _("{number} kB").format(number=format_number(round(size / 1000)))


def title(name: str, arrival: Arrival) -> str:
    """What the file is, in one line."""
    new = sum(one.new for one in arrival.cities)
    if not arrival.is_news:
        return _("{file}: nothing new").format(file=isolated(name))
    if not new and arrival.files:
        return _("{file}: no new updates, but attached files").format(file=isolated(name))
    if not new:
        return _("{file}: no new updates, but confirmations").format(file=isolated(name))
    words = ngettext("{file}: {number} new update", "{file}: {number} new updates", new)
    return words.format(file=isolated(name), number=format_number(new))


def of_all(arrival: Arrival) -> list[str]:
    """What concerns the file as a whole."""
    found = []
    if not arrival.is_news:
        found.append(_("All of it is here already. Taking it in again would change nothing."))
    if arrival.confirmed:
        words = ngettext(
            "It proves that the alliance has {number} update of your city.",
            "It proves that the alliance has {number} updates of your city.",
            arrival.confirmed,
        )
        found.append(words.format(number=format_number(arrival.confirmed)))
    if arrival.files:
        words = ngettext(
            "With it comes {number} attached file of your city.",
            "With it come {number} attached files of your city.",
            arrival.files,
        )
        found.append(words.format(number=format_number(arrival.files)))
    if arrival.bad_receipts:
        words = ngettext(
            "{number} confirmation in it proves nothing and is left out.",
            "{number} confirmations in it prove nothing and are left out.",
            arrival.bad_receipts,
        )
        found.append(words.format(number=format_number(arrival.bad_receipts)))
    if arrival.contradictions:
        problem = describe("E-HEAD-SPLIT")
        found += [problem.title, problem.what_next]
    if arrival.begins_trust:
        found.append(
            _(
                "With it come the first documents of the alliance. From then on this computer believes nobody else. "
                "Take them in only from somebody you know. Their key: {key}"
            ).format(key=isolated(_grouped(arrival.root_key)))
        )
    return found


def heading(one: CityArrival) -> str:
    """Whose updates these are."""
    if one.is_own:
        return _("Your city")
    return _("{city}: only carried on, your own figures stay as they are").format(city=isolated(city_name(one.city)))


def counts(one: CityArrival) -> list[str]:
    """How many updates of a city, sentence by sentence."""
    new = ngettext("{number} new update.", "{number} new updates.", one.new).format(number=format_number(one.new))
    found = [new] if one.new else []
    if one.known:
        known = ngettext("{number} is here already.", "{number} are here already.", one.known)
        found.append(known.format(number=format_number(one.known)))
    if one.held_back:
        held = ngettext(
            "{number} of the new ones is set aside: its computer isn't admitted, or was removed.",
            "{number} of the new ones are set aside: their computer isn't admitted, or was removed.",
            one.held_back,
        )
        found.append(held.format(number=format_number(one.held_back)))
    if one.acknowledged:
        proven = ngettext(
            "{number} is proven to be with the alliance.",
            "{number} are proven to be with the alliance.",
            one.acknowledged,
        )
        found.append(proven.format(number=format_number(one.acknowledged)))
    return found + [_refused(code, count) for code, count in sorted(one.refused.items())]


def _refused(code: str, count: int) -> str:
    words = ngettext("{number} can't be taken: {reason} ({code})", "{number} can't be taken: {reason} ({code})", count)
    return words.format(number=format_number(count), reason=describe(code).title, code=code)


def writer(one: Writer) -> str:
    """From whom, and how much."""
    updates = ngettext("{number} update", "{number} updates", one.entries).format(number=format_number(one.entries))
    day = format_date(datetime.fromtimestamp(one.newest_ms / 1000, UTC))
    sentence = _("{name} ({computer}): {updates}, the newest of {day}")
    return directed(
        sentence.format(
            name=person(one.official), computer=computer(one.computer), updates=isolated(updates), day=isolated(day)
        )
    )


def taken(one: TakenFile) -> list[str]:
    """What a file that was taken in has brought, and what of it can be taken back."""
    count = one.entries + one.carried
    brought = ngettext("{number} update", "{number} updates", count).format(number=format_number(count))
    if not one.removable:
        return [brought, _("Nothing of it can be taken back: the alliance has it, or your own work builds on it.")]
    if one.removable < count:
        words = ngettext("{number} can still be taken back", "{number} can still be taken back", one.removable)
        return [brought, words.format(number=format_number(one.removable))]
    return [brought]


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
