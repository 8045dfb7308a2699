"""The communities' page in sentences: members, times here and there, who is awake, how many are interested."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from desktop_app.i18n import _, format_date, format_list, format_number, format_time, mark, ngettext
from desktop_app.presentation.call_form import CallForm
from desktop_app.presentation.names import directed
from desktop_app.presentation.seats import SameClock, Seat, same_clocks
from desktop_app.presentation.wording import isolated
from desktop_app.storage.together_query import TogetherView
from roadmap_core.community.hours import Wakefulness
from roadmap_core.community.ties import Gathering

WAKEFULNESS = {
    Wakefulness.ASLEEP: mark("asleep"),
    Wakefulness.AWAKE: mark("awake"),
    Wakefulness.WORKING: mark("at work"),
}


def members(seats: Sequence[Seat]) -> str:
    """The cities of a community, the own one marked."""
    if not seats:
        return _("No city of the list belongs to it yet.")
    names = [_("{city} (your city)").format(city=isolated(one.name)) if one.is_own else one.name for one in seats]
    return directed(format_list([isolated(name) for name in names]))


def source(view: TogetherView | None) -> str:
    """Where the members are known from."""
    if view is None or not view.as_of:
        return _(
            "As the alliance's list of pioneer cities has it. What other cities say themselves comes with a connection."
        )
    day = isolated(format_date(datetime.fromisoformat(view.as_of).astimezone()))
    return _("As cities have said themselves, else as the alliance's list has it. Received {date}.").format(date=day)


def when(gathering: Gathering, own: tzinfo) -> str:
    """Day and hours where the own city is."""
    begins = gathering.begins.astimezone(own)
    return _("{day}, {begins} to {ends}").format(
        day=format_date(begins, "full"),
        begins=format_time(begins, zone=own),
        ends=format_time(gathering.ends, zone=own),
    )


def elsewhere(gathering: Gathering, seats: Sequence[Seat], own: tzinfo) -> list[str]:
    """When it begins in each member's time, from west to east, a line for each time."""
    clocks = same_clocks(seats, [gathering.begins])
    return [directed(f"{_local(gathering.begins, clock.zone, own)} · {_names(clock)}") for clock in clocks]


def hour_label(form: CallForm, at: int, zone: tzinfo) -> str:
    """What clocks show at the begin of an hour, short: 9, 14:30."""
    local = form.hours[at].begins.astimezone(zone)
    return str(local.hour) if not local.minute else f"{local.hour}:{local.minute:02}"


def hour_lines(form: CallForm, at: int, own: tzinfo) -> list[str]:
    """An hour in words: when, and who is awake."""
    hour = form.hours[at]
    head = _("{begins} to {ends}").format(
        begins=format_time(hour.begins, zone=own),
        ends=format_time(hour.begins + timedelta(minutes=form.minutes), zone=own),
    )
    said = [head, *([_("one of the best hours")] if at in form.best else [])]
    for state in reversed(Wakefulness):
        found = [
            isolated(directed(f"{_names(clock)} {_local(hour.begins, clock.zone, own)}"))
            for clock, one in zip(form.clocks, hour.states, strict=True)
            if one == state
        ]
        if found:
            said.append(_("{state}: {cities}").format(state=_(WAKEFULNESS[state]), cities="; ".join(found)))
    return [directed(one) for one in said]


def summary(form: CallForm) -> str:
    """What the best hours come to, in one sentence."""
    if not form.best or not form.clocks:
        return _("No time zone of a member is known.") if form.hours else ""
    states = form.hours[form.best[0]].states
    weights = zip(form.weights, states, strict=True)
    asleep = sum(weight for weight, state in weights if state == Wakefulness.ASLEEP)
    if not asleep:
        return _("At the best hours nobody has to be asleep.")
    sentence = ngettext(
        "At the best hour {number} city is asleep.", "At the best hour {number} cities are asleep.", asleep
    )
    return sentence.format(number=format_number(asleep))


def unknown_zones(seats: Sequence[Seat]) -> str:
    """Members that can't be counted; empty if there are none."""
    names = [isolated(seat.name) for seat in seats if seat.zone is None]
    return (
        _("Not counted, because their time zone is not known: {cities}").format(cities=format_list(names))
        if names
        else ""
    )


def interested(view: TogetherView | None, community: str) -> str:
    """How many cities are interested in a new community."""
    if view is None or not view.as_of:
        return _("How many cities are interested comes with a connection.")
    count = view.others.interest.get(community, 0)
    if not count:
        return _("Fewer than five cities so far; from five on their number stands here.")
    sentence = ngettext("{number} city is interested.", "{number} cities are interested.", count)
    return sentence.format(number=format_number(count))


def listed(names: Sequence[str]) -> str:
    """Who the list has with a new community; empty for none."""
    cities = format_list([isolated(name) for name in names]) if names else ""
    return _("On the alliance's list with it: {cities}").format(cities=cities) if cities else ""


def _local(moment: datetime, zone: tzinfo, own: tzinfo) -> str:
    """The time there, with the day where it is another one."""
    there = moment.astimezone(zone)
    time = format_time(moment, zone=zone)
    if there.date() == moment.astimezone(own).date():
        return isolated(time)
    return isolated(_("{time} on {day}").format(time=time, day=format_date(there.date(), "medium")))


def _names(clock: SameClock) -> str:
    return format_list([isolated(name) for name in clock.names])
