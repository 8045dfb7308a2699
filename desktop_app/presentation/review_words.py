"""What is said of the review of a policy: its state, who did what, what changed, and what each act means."""

from datetime import UTC, datetime

from desktop_app.i18n import _, format_datetime, format_number, ngettext
from desktop_app.presentation import wording
from desktop_app.presentation.names import computer, directed, person
from desktop_app.presentation.wording import isolated
from desktop_app.storage.review_query import Act, Changed, PolicyReview
from roadmap_core.assessment.answers import Answer
from roadmap_core.assessment.review import ReviewState
from roadmap_core.instrument.model import Instrument

_GROUP = 8


def state_words(state: ReviewState) -> str:
    """The state in a word or two."""
    words = {
        ReviewState.DRAFT: _("Draft"),
        ReviewState.READY: _("Ready for review"),
        ReviewState.REVIEWED: _("Reviewed"),
        ReviewState.SIGNED: _("Signed"),
        ReviewState.RETURNED: _("Returned"),
    }
    return words[state]


def status(review: PolicyReview) -> str:
    """The state, and whether the answers are still those that were handed in."""
    state = state_words(review.review.state)
    return _("{state}, changed since").format(state=state) if review.changed else state


def act_words(state: ReviewState) -> str:
    """What the button says that brings a policy there."""
    words = {
        ReviewState.DRAFT: _("Take it back"),
        ReviewState.READY: _("Hand in for review"),
        ReviewState.REVIEWED: _("Mark as reviewed"),
        ReviewState.SIGNED: _("Sign these answers"),
        ReviewState.RETURNED: _("Return with this reason"),
    }
    return words[state]


def line(instrument: Instrument, review: PolicyReview) -> str:
    """What the list says below the name of a policy."""
    state = state_words(review.review.state)
    if review.changed:
        count = len(review.changed)
        words = ngettext("{state} · {number} answer changed since", "{state} · {number} answers changed since", count)
        return words.format(state=state, number=format_number(count))
    if len(review.standing) > 1:
        return _("{state} · acts of several computers stand side by side").format(state=state)
    if review.was_handed_in:
        return state
    total = len(instrument.policy(review.policy_id).questions)
    holes = {"answered": format_number(len(review.now)), "total": format_number(total)}
    return _("{state} · {answered} of {total} answered").format(state=state, **holes)


def what_next(review: PolicyReview) -> str:
    """What the state means, and what comes next."""
    if review.changed:
        return _("The answers are other ones than those that were handed in. Hand them in again.")
    if ReviewState.RETURNED not in review.following and review.was_handed_in:
        return _("The city's lead or an approver reviews, signs and returns. This computer is neither.")
    words = {
        ReviewState.DRAFT: _("When the answers are complete, hand them in. They are frozen as they are then."),
        ReviewState.READY: _("Look at the answers and the evidence, then mark the policy as reviewed, or return it."),
        ReviewState.REVIEWED: _("Signing freezes the answers. Whatever changes later is shown here."),
        ReviewState.SIGNED: _("These answers are signed. To open them again, return the policy with a reason."),
        ReviewState.RETURNED: _("Mend what the reason names, then hand the answers in again."),
    }
    return words[review.review.state]


def said(act: Act) -> str:
    """Who did what, where and when, by the author's clock; of a signature how its digest begins."""
    time = isolated(format_datetime(datetime.fromtimestamp(act.claimed_ms / 1000, UTC)))
    holes = {"state": state_words(act.review.state), "author": person(act.author), "time": time}
    if act.is_this_computer:
        words = _("{state}: {author}, on this computer, {time}").format(**holes)
    else:
        words = _("{state}: {author}, on {computer}, {time}").format(computer=computer(act.computer), **holes)
    if act.review.state is ReviewState.SIGNED:
        words = _("{act}, digest {digest}").format(act=words, digest=isolated(act.review.digest.hex()[:_GROUP]))
    return directed(words)


def difference(instrument: Instrument, one: Changed) -> str:
    """What an answer was, and what it is."""
    before = _("a long text") if one.is_long else _answer(instrument, one.question_id, one.before)
    after = _answer(instrument, one.question_id, one.after)
    return _("{id} · Before: {before} · Now: {after}").format(
        id=one.question_id, before=isolated(before), after=isolated(after)
    )


def digest(review: PolicyReview) -> str:
    """The digest of the frozen answers, in groups."""
    text = review.review.digest.hex()
    return " ".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def _answer(instrument: Instrument, question_id: str, answer: Answer | None) -> str:
    return wording.answer_text(instrument, instrument.scale_of(question_id), answer)
