"""What stands beside the computers of a city, in plain words: role, state, since when, what is set aside."""

from datetime import UTC, datetime

from desktop_app.errors import describe
from desktop_app.i18n import _, format_date, format_list, format_number, ngettext
from desktop_app.presentation.names import breakable, directed
from desktop_app.presentation.wording import isolated
from desktop_app.storage.views import AnnouncedAct, CityComputer, ComputerState, HeldUpdate
from roadmap_core.entries.statements import Role
from roadmap_core.refusals import Code

GIVEN_BY_LEADS = (Role.EDITOR, Role.APPROVER, Role.VIEWER)
"""The roles that a lead can choose from."""
MOST_ITEMS = 4


def role_name(role: Role | None) -> str:
    """A role in a word; a computer that nobody has admitted has none yet."""
    names = {
        Role.REGISTRAR: _("Registrar"),
        Role.LEAD: _("Lead"),
        Role.EDITOR: _("Editor"),
        Role.APPROVER: _("Approver"),
        Role.VIEWER: _("Viewer"),
    }
    return names[role] if role is not None else _("No role yet")


def role_meaning(role: Role) -> str:
    """What somebody with a role that leads give may do."""
    if role is Role.EDITOR:
        return _("An editor reads everything of your city, answers, plans and writes notes.")
    if role is Role.APPROVER:
        return _("An approver reads everything of your city, and writes as an editor does; for those who sign off.")
    return _("A viewer reads everything of your city. What is written there isn't counted.")


def name(computer: CityComputer) -> str:
    """Whose computer, and which one: as they call themselves, once it has the city's key, which seals names."""
    if computer.role is Role.REGISTRAR:
        return _("The alliance's registrar")
    names = {"computer": isolated(breakable(computer.name)), "official": isolated(breakable(computer.official))}
    if computer.name and computer.official and computer.name != computer.official:
        return directed(_("{official} ({computer})").format(**names))
    if computer.name or computer.official:
        return names["official"] if computer.official else names["computer"]
    if computer.state is ComputerState.PENDING:
        return _("A computer that asks to join")
    return _("A computer whose name comes with its next update")


def announced(act: AnnouncedAct) -> str:
    """What the registrar was asked to do."""
    whose = name(act.computer) if act.computer is not None else _("A computer that isn't known here")
    if act.role is None:
        return _("{computer} is to be removed").format(computer=whose)
    return _("{computer} is to be admitted anew. Role: {role}").format(computer=whose, role=role_name(act.role))


def about_announced(act: AnnouncedAct) -> list[str]:
    """When and why it was announced, and who objects."""
    found = [_("Announced on {day}").format(day=isolated(_day(act.claimed_ms)))]
    if act.reason:
        found.append(_("The reason that was given: {reason}").format(reason=isolated(act.reason)))
    for who, reason in act.objections:
        whose = name(who) if who is not None else _("A computer that isn't known here")
        words = _("{name} objects: {reason}") if reason else _("{name} objects.")
        found.append(words.format(name=whose, reason=isolated(reason)))
    return found


def state(computer: CityComputer, *, is_closed: bool = False) -> str:
    """How a computer stands, in a word or two."""
    if computer.state is ComputerState.REVOKED:
        return _("Removed")
    if computer.state is ComputerState.ADMITTED:
        return _("Admitted")
    return _("Request closed") if is_closed else _("Waits for admission")


def since(computer: CityComputer) -> str:
    """Since when this computer knows of the other one."""
    return _("Known here since {day}").format(day=isolated(_day(computer.first_seen_ms)))


def peculiarities(computer: CityComputer) -> list[str]:
    """What is odd about a computer, each in a sentence that says what it means."""
    found = []
    anew = len(computer.logs) - 1
    if anew:
        sentence = ngettext(
            "It began anew {number} time, as after a backup was restored. All of it belongs together.",
            "It began anew {number} times, as after a backup was restored. All of it belongs together.",
            anew,
        )
        found.append(sentence.format(number=format_number(anew)))
    if computer.is_twice:
        found.append(
            _("It seems to exist twice, perhaps as a copy. Nothing is lost; only one of the two should go on.")
        )
    if computer.state is ComputerState.PENDING and not computer.is_this_computer and computer.held_back:
        sentence = ngettext(
            "{number} change from it counts as soon as it is admitted.",
            "{number} changes from it count as soon as it is admitted.",
            computer.held_back,
        )
        found.append(sentence.format(number=format_number(computer.held_back)))
    return found


def work(computer: CityComputer) -> str:
    """How much of it counts."""
    sentence = ngettext("{number} change counts", "{number} changes count", computer.changes)
    return sentence.format(number=format_number(computer.changes))


def why_set_aside(update: HeldUpdate) -> str:
    """The reason, as a title; the code stands behind it for those who help."""
    is_readers = update.held == Code.SCOPE
    reason = _("Written where only reading is allowed") if is_readers else describe(update.held).title
    return _("{reason} ({code})").format(reason=reason, code=update.held)


def subject(update: HeldUpdate) -> str:
    """When it was written, as its author's clock says, and what about."""
    day, shown = isolated(_day(update.claimed_ms)), update.items[:MOST_ITEMS]
    if not update.items:
        return _("Update of {day}").format(day=day)
    if len(update.items) > MOST_ITEMS:
        return _("{day}: {questions} and more").format(day=day, questions=isolated(", ".join(shown)))
    return _("{day}: {questions}").format(day=day, questions=isolated(format_list(shown)))


def _day(milliseconds: int) -> str:
    return format_date(datetime.fromtimestamp(milliseconds / 1000, UTC))
