"""Verbs that take back what was done, and do it again."""

import argparse
from collections.abc import Callable

from desktop_app.cli.profile import Report, open_profile
from desktop_app.operations import undoing
from desktop_app.operations.undoing import Hindrance, Turned
from desktop_app.operations.workspace import Workspace
from roadmap_core.entries.facets import Facet

_WORDS = {
    Facet.ANSWER: "the answer to {items}",
    Facet.NOTE: "the note of {items}",
    Facet.PLAN: "the plan of {items}",
    Facet.REVIEW: "the review of {items}",
    Facet.MEETING: "the meeting on {items}",
    Facet.EVIDENCE: "the evidence for {items}",
    Facet.CONFIDENCE: "how sure the answer to {items} is",
    Facet.FLAG: "the flag of {items}",
    Facet.BARRIERS: "what stands in your city's way",
    Facet.COMMUNITIES: "what your city said to a community",
    Facet.INTEREST: "the interest in a new community",
    Facet.OFFERS: "the offer to talk",
}
_WHY = {
    Hindrance.NEWER: "something newer stands there, written by a colleague; nothing was changed",
    Hindrance.SIGNED: "the choice is signed, and one value can't become two again; nothing was changed",
}


def undo(asked: argparse.Namespace) -> Report:
    return _turn(asked, undoing.undo, "undone", "Undone", "Nothing to undo.")


def redo(asked: argparse.Namespace) -> Report:
    return _turn(asked, undoing.redo, "redone", "Done again", "Nothing to do again.")


def _turn(
    asked: argparse.Namespace, operation: Callable[[Workspace], Turned | None], key: str, done: str, nothing: str
) -> Report:
    with open_profile(asked) as workspace:
        turned = operation(workspace)
    if turned is None:
        return Report(nothing, {key: False, "items": []})
    what = _WORDS[turned.facet].format(items=", ".join(turned.items))
    fields = {key: not turned.hindrance, "items": list(turned.items), "hindrance": turned.hindrance.value}
    if turned.hindrance:
        return Report(f"Not {key}: {what}. Reason: {_WHY[turned.hindrance]}.", fields)
    return Report(f"{done}: {what}", fields)
