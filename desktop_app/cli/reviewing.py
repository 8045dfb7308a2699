"""The verb that shows how far the review of a policy has come, and brings it on."""

import argparse
from typing import Any

from desktop_app.cli.profile import Report, open_profile
from desktop_app.errors import AppError
from desktop_app.operations import reviews
from desktop_app.storage import review_query
from desktop_app.storage.review_query import PolicyReview
from roadmap_core.assessment.review import ReviewState

ACTS = {
    "ready": ReviewState.READY,
    "reviewed": ReviewState.REVIEWED,
    "sign": ReviewState.SIGNED,
    "draft": ReviewState.DRAFT,
}


def review(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        state = ReviewState.RETURNED if asked.send_back is not None else ACTS.get(asked.act)
        found = _found(review_query.reviews(workspace.store), asked.policy)
        if state is not None:
            reviews.bring_to(workspace, asked.policy, state, found.seen, found.now, asked.send_back or "")
            found = _found(review_query.reviews(workspace.store), asked.policy)
    fields = _fields(found)
    lines = [f"{found.policy_id}: {fields['state']}"]
    lines += [f"    {act['state']}  {act['author']}  {act['computer']}" for act in fields["standing"]]
    lines += [f"    digest {fields['digest']}"] if fields["digest"] else []
    lines += [f"    changed since: {', '.join(fields['changed'])}"] if found.changed else []
    lines += [f"    returned: {found.review.reason}"] if found.review.reason else []
    return Report("\n".join(lines), fields)


def _found(every: tuple[PolicyReview, ...], policy_id: str) -> PolicyReview:
    found = next((one for one in every if one.policy_id == policy_id), None)
    if found is None:
        raise AppError("E-POLICY", policy=policy_id)
    return found


def _fields(found: PolicyReview) -> dict[str, Any]:
    return {
        "policy": found.policy_id,
        "state": found.review.state.name.lower(),
        "reason": found.review.reason,
        "digest": found.review.digest.hex() if found.was_handed_in else None,
        "changed": [one.question_id for one in found.changed],
        "following": [state.name.lower() for state in found.following],
        "standing": [
            {"state": act.review.state.name.lower(), "author": act.author, "computer": act.computer}
            for act in found.standing
        ],
    }
