"""Review and sign-off of a policy: handed in, reviewed, signed, or returned; each freezes the answers."""

from collections.abc import Sequence

from desktop_app.errors import AppError
from desktop_app.operations.changes import Changes
from desktop_app.operations.registers import set_register
from desktop_app.operations.sealing import seal_in
from desktop_app.operations.steps import one_step
from desktop_app.operations.texts import clean_text
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import review_query
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import transaction
from desktop_app.storage.review_query import PolicyReview
from roadmap_core import cbor
from roadmap_core.assessment.review import Frozen, Review, ReviewState, acts, review_to_wire
from roadmap_core.entries.facets import Facet
from roadmap_core.entries.identifiers import OpId, Register
from roadmap_core.entries.operations import OpCode
from roadmap_core.entries.statements import Role


def bring_to(
    workspace: Workspace,
    policy_id: str,
    state: ReviewState,
    seen: Sequence[OpId],
    shown: Frozen,
    reason: str = "",
) -> Changes:
    """Brings a policy's review to a state; what is signed is sealed at once.

    Args:
        workspace: the profile.
        policy_id: of the instrument.
        state: one of `PolicyReview.following`.
        seen: `PolicyReview.seen`, as the person was shown.
        shown: `PolicyReview.now`, the answers that the person was shown: others are never signed for.
        reason: why, of a return.

    Raises:
        AppError: E-POLICY; E-REVIEW if another act or another answer stands now than was shown, or the state can't
            follow; E-SCOPE if this computer may not judge; E-TWO-ANSWERS while a question has two; E-NOTHING-ANSWERED;
            E-REASON for a return without a reason; E-TOO-LONG.
    """
    if policy_id not in {policy.id for policy in workspace.instrument.policies}:
        raise AppError("E-POLICY", policy=policy_id)
    why = clean_text(reason) if state is ReviewState.RETURNED else ""
    with transaction(workspace.engine) as connection:
        found = review_query.review(workspace.store, connection, policy_id)
        if set(found.seen) != set(seen) or found.now != shown:
            raise AppError("E-REVIEW", policy=policy_id)
        _check(found, state, why)
        city = workspace.city(connection)
        register = Register(city.assessment, workspace.catalogue.number(policy_id), int(Facet.REVIEW))
        value = cbor.encode(review_to_wire(Review(state, found.now, why)))
        draft = Draft(OpCode.SET, register, value, tuple(seen), city.official_number, workspace.clock())
        with one_step(connection, [register]):
            set_register(connection, draft)
        if state is ReviewState.SIGNED:
            seal_in(workspace, connection)
    return Changes(policies=frozenset({policy_id}), outbox=True)


def _check(found: PolicyReview, state: ReviewState, reason: str) -> None:
    if state not in found.following:
        anybody = acts(found.review, Role.LEAD, is_changed=bool(found.changed))
        raise AppError("E-SCOPE" if state in anybody else "E-REVIEW", policy=found.policy_id)
    if state is ReviewState.RETURNED and not reason:
        raise AppError("E-REASON")
    if state in (ReviewState.DRAFT, ReviewState.RETURNED):
        return
    if found.contested:
        raise AppError("E-TWO-ANSWERS", question=found.contested[0])
    if not found.now:
        raise AppError("E-NOTHING-ANSWERED", policy=found.policy_id)
