"""The checks: what to look at again before the city relies on its assessment. Each finding opens what mends it."""

from datetime import UTC, date, datetime

from desktop_app.i18n import _, format_date, format_number, mark, ngettext
from desktop_app.operations.changes import Changes
from desktop_app.presentation import wording
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.page import Page
from desktop_app.presentation.wording import isolated
from desktop_app.storage import check_query
from roadmap_core.assessment.checks import Check, Finding

EVERY = ""
"""Every kind of finding."""

_NAMES = {
    Check.CONTESTED: mark("Two answers"),
    Check.RETURNED: mark("Returned"),
    Check.CHANGED: mark("Changed since signed"),
    Check.LATE: mark("Late actions"),
    Check.FLAGGED: mark("Flagged"),
    Check.UNSUPPORTED: mark("Without evidence"),
    Check.GUESSED: mark("A guess"),
    Check.STALE: mark("Not touched for a year"),
}
_WHY = {
    Check.CONTESTED: mark("Two colleagues wrote something different here, without knowing of each other."),
    Check.RETURNED: mark("The policy was returned at review, with this reason."),
    Check.CHANGED: mark("The policy is signed, and its answers are other ones now."),
    Check.LATE: mark("This was to be done by {day}."),
    Check.FLAGGED: mark("Somebody in your city wants to look at this again."),
    Check.UNSUPPORTED: mark("It is answered, and nothing is cited for it."),
    Check.GUESSED: mark("Your city says that this answer is a guess."),
    Check.STALE: mark("Nobody has written anything here since {day}."),
}
_FIX = {
    Check.CONTESTED: mark("Compare and choose"),
    Check.RETURNED: mark("Open the review"),
    Check.CHANGED: mark("Open the review"),
    Check.LATE: mark("Open the action plan"),
    Check.FLAGGED: mark("Open the question"),
    Check.UNSUPPORTED: mark("Cite evidence"),
    Check.GUESSED: mark("Open the question"),
    Check.STALE: mark("Open the question"),
}
_HOW = {
    Check.CONTESTED: mark("Choose what counts; both stay in the history."),
    Check.RETURNED: mark("Mend what the reason names, then hand the answers in again."),
    Check.CHANGED: mark("See what changed, then hand the answers in again."),
    Check.LATE: mark("Mark the action as done, give it another day, or take it out of the plan."),
    Check.FLAGGED: mark("Look at it, and take the flag away."),
    Check.UNSUPPORTED: mark("Cite what shows it: a title and a page are enough."),
    Check.GUESSED: mark("Find out, and say how sure you are now."),
    Check.STALE: mark("If it still holds, cite something newer, note that you looked, or say how sure you are."),
}


_PAGES = {Check.CONTESTED: "contested", Check.LATE: "plan", Check.RETURNED: "review", Check.CHANGED: "review"}
"""Where a finding is mended; the others at the question."""
_OF_POLICIES = frozenset({Check.LATE, Check.RETURNED, Check.CHANGED})


class ChecksPage(Page):
    """Attributes:
    findings: None until they are loaded.
    check: the kind that is shown; `EVERY` for all.
    chosen: the key of the finding that is open beside the list; "" for none.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.findings: tuple[Finding, ...] | None = None
        self.check = EVERY
        self.chosen = ""

    def load(self) -> None:
        today = datetime.now(UTC).date()
        self.desk.ask(lambda store: check_query.checked(store, today), self._show)

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.questions or changes.policies) or changes.contested or changes.city

    def choose_check(self, check: str) -> None:
        self.check = check
        self.changed.emit()

    def choose(self, key: str) -> None:
        if key != self.chosen:
            self.chosen = key
            self.changed.emit()

    @property
    def rows(self) -> tuple[Finding, ...]:
        """What is in the list."""
        return tuple(one for one in self.findings or () if self.check in (EVERY, one.check))

    @property
    def row(self) -> Finding | None:
        """The finding that is open beside the list."""
        return next((one for one in self.rows if key_of(one) == self.chosen), None)

    def mend(self) -> None:
        """Go to where the finding that is open is mended."""
        if self.row is None:
            return
        if self.row.check is Check.UNSUPPORTED:
            self.desk.navigator.cite(self.row.item_id)
        else:
            self.desk.navigator.go(_PAGES.get(self.row.check, "question"), self.row.item_id)

    def go_on(self) -> None:
        """To the first question: nothing is to be mended."""
        self.desk.navigator.go("question", self.desk.instrument.questions[0].id)

    def chips(self) -> tuple[tuple[str, str], ...]:
        """Each kind that there is, and all, with how many there are."""
        numbers = {check: sum(one.check is check for one in self.findings or ()) for check in Check}
        named = [(EVERY, _("All findings"), sum(numbers.values()))]
        named += [(check, _(_NAMES[check]), number) for check, number in numbers.items() if number]
        words = _("{what} ({number})")
        return tuple((key, words.format(what=name, number=format_number(number))) for key, name, number in named)

    def summary(self) -> str:
        """How much there is to look at."""
        if self.findings is None:
            return ""
        number = len(self.findings)
        words = ngettext("{number} thing to look at.", "{number} things to look at.", number)
        return words.format(number=format_number(number))

    def words(self, finding: Finding) -> tuple[str, str]:
        """What the list says of a finding: the question or the policy, and why it is here."""
        return self.title(finding), _("{kind} · {where}").format(
            kind=_(_NAMES[finding.check]), where=self.where(finding)
        )

    def title(self, finding: Finding) -> str:
        """The question; of a policy what was planned, or why it was returned, or its name."""
        if finding.check in _OF_POLICIES:
            return finding.action or wording.policy_name(self.desk.instrument.policy(finding.item_id))
        return wording.question_text(self.desk.instrument.question(finding.item_id)).text

    def where(self, finding: Finding) -> str:
        """The question's id and its policy."""
        instrument = self.desk.instrument
        if finding.check in _OF_POLICIES:
            return wording.policy_name(instrument.policy(finding.item_id))
        policy = wording.policy_name(instrument.policy_of(finding.item_id))
        return _("{id} · {policy}").format(id=finding.item_id, policy=isolated(policy))

    def why(self, finding: Finding) -> str:
        """What the rule found, in a sentence."""
        day = finding.day if finding.day is not None else date.min
        return _(_WHY[finding.check]).format(day=isolated(format_date(day)))

    def how(self, finding: Finding) -> str:
        """What makes it go away, in a sentence."""
        return _(_HOW[finding.check])

    def kind(self, finding: Finding) -> str:
        return _(_NAMES[finding.check])

    def fix(self, finding: Finding) -> str:
        """The words on the button."""
        return _(_FIX[finding.check])

    def _show(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        if self.check != EVERY and not self.rows:
            self.check = EVERY  # the last of its kind was mended
        self.changed.emit()


def key_of(finding: Finding) -> str:
    """The same as long as it is the same finding."""
    return "/".join((finding.check, finding.item_id, finding.action, str(finding.day)))
