"""What is odd about the city's computers, in plain words: one exists twice, entries are missing, a clock is wrong."""

from dataclasses import dataclass

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation.wording import isolated
from desktop_app.storage.computer_findings import NamedFinding

_DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class ComputerNotice:
    """What is the case, and what it means."""

    title: str
    text: str


def unprotected() -> ComputerNotice:
    """Nothing protects the keys on this computer."""
    return ComputerNotice(
        _("This profile is not protected"),
        _("Whoever can read the data folder can read everything in it. Choose a protection on the page “Settings”."),
    )


def without_sheet() -> ComputerNotice:
    """The keys are protected, and nothing opens them if what protects them is lost."""
    return ComputerNotice(
        _("There is no recovery sheet yet"),
        _("If the passphrase or the key store is lost, only the sheet opens the data. Print it in “Settings”."),
    )


def notice(found: NamedFinding) -> ComputerNotice:
    """Nothing of this costs an answer, and each notice says so (faults.md, rows 26, 27, 30)."""
    whose, finding = _whose(found), found.finding
    if finding.kind == "announced":
        return ComputerNotice(
            _("The alliance's registrar was asked to change who belongs to your city"),
            _("Nothing has happened yet. Look at “People and computers”: for 72 hours your city can object."),
        )
    if finding.kind == "twice":
        return ComputerNotice(
            _("A computer seems to exist twice: {computer}").format(computer=whose),
            _(
                "Two copies of it write, perhaps after a backup was restored. Nothing is lost, all of it counts. "
                "Only one copy should go on; the other should begin anew."
            ),
        )
    if finding.kind == "gap":
        title = ngettext(
            "{number} update is missing from {computer}",
            "{number} updates are missing from {computer}",
            finding.detail,
        )
        return ComputerNotice(
            title.format(number=format_number(finding.detail), computer=whose),
            _("What is missing may still come, from the server or that computer. What is here counts already."),
        )
    return _clock(finding.detail, whose)


def _clock(off_ms: int, whose: str) -> ComputerNotice:
    days = max(1, abs(off_ms) // _DAY_MS)
    if off_ms > 0:
        text = ngettext("It is ahead by {number} day or more.", "It is ahead by {number} days or more.", days)
    else:
        text = ngettext("It is behind by {number} day or more.", "It is behind by {number} days or more.", days)
    return ComputerNotice(
        _("The clock of a computer is wrong: {computer}").format(computer=whose),
        _("{how_much} No answer is lost or replaced by this; only the times beside answers are wrong.").format(
            how_much=text.format(number=format_number(days))
        ),
    )


def _whose(found: NamedFinding) -> str:
    if found.is_this_computer:
        return _("the computer you work on")
    names = {"computer": isolated(found.computer), "official": isolated(found.official)}
    if found.computer and found.official and found.computer != found.official:
        return _("{computer} ({official})").format(**names)
    if found.computer or found.official:
        return isolated(found.computer or found.official)
    return _("a computer without a name")
