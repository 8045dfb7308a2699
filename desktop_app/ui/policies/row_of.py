"""What a row says about a policy: words out of its standing. It reads values and makes no widget."""

from desktop_app.i18n import _, format_list, format_number, ngettext
from desktop_app.presentation import wording
from desktop_app.storage.views import PolicyView, QuestionState
from desktop_app.ui.marks import COLOUR_OF_PRINCIPLE
from desktop_app.ui.policies.policy_rows import PolicyRow, Status
from roadmap_core.instrument.model import Instrument, Policy
from roadmap_core.instrument.stages import Stage


def row_of(
    instrument: Instrument, policy: Policy, view: PolicyView, questions: frozenset[str] | None = None
) -> PolicyRow:
    """`questions` limits what is counted to these; None counts all of the policy."""
    standing = view.standing
    counted = [state for question, state in view.question_states if questions is None or question in questions]
    total, done = len(counted), sum(state is not QuestionState.EMPTY for state in counted)
    words = [wording.stage_label(instrument, stage) for stage in Stage]
    answered = _("{answered} of {total}").format(answered=format_number(done), total=format_number(total))
    statuses = _statuses(view, done, total)
    name, principle = wording.policy_name(policy), wording.principle_name(instrument, policy.principle)
    sentence = _("{policy}: {stage}, {answered} answered, {status}").format(
        policy=name,
        stage=words[standing.stage],
        answered=answered,
        status=format_list([status.text for status in statuses]),
    )
    colour = COLOUR_OF_PRINCIPLE.get(policy.principle, "ink_3")
    return PolicyRow(policy.id, name, principle, colour, words, standing.stage, answered, statuses, sentence)


def _statuses(view: PolicyView, done: int, total: int) -> tuple[Status, ...]:
    standing = view.standing
    if not standing.applicable:
        return (Status(_("Not applicable"), "neutral", "dash"),)
    if done == 0:
        return (Status(_("Not assessed"), "neutral", "ring"),)
    statuses = []
    if standing.contested:
        text = ngettext("{number} with two answers", "{number} with two answers", standing.contested)
        statuses.append(Status(text.format(number=format_number(standing.contested)), "warn", "two"))
    if standing.gaps:
        text = ngettext("{number} gap", "{number} gaps", len(standing.gaps))
        statuses.append(Status(text.format(number=format_number(len(standing.gaps))), "warn"))
    elif done == total:
        statuses.append(Status(_("No gaps"), "good"))
    return tuple(statuses) or (Status(_("In work"), "info"),)
