"""What undo and redo did, in one sentence each: for the status line and for screen readers."""

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.operations.undoing import Hindrance, Turned
from roadmap_core.entries.facets import Facet


def undone(turned: Turned | None) -> str:
    if turned is None:
        return _("Nothing to undo")
    if turned.hindrance:
        return _hindered(turned)
    return _("Undone: {what}").format(what=_what(turned))


def done_again(turned: Turned | None) -> str:
    if turned is None:
        return _("Nothing to do again")
    if turned.hindrance:
        return _hindered(turned)
    return _("Done again: {what}").format(what=_what(turned))


def _hindered(turned: Turned) -> str:
    if turned.hindrance is Hindrance.NEWER:
        return _("Left as it is: {what}. Something newer stands there.").format(what=_what(turned))
    return _("Left as it is: {what}. The choice is signed; another answer replaces it.").format(what=_what(turned))


def _what(turned: Turned) -> str:
    ties = {
        Facet.BARRIERS: _("what stands in your city's way"),
        Facet.COMMUNITIES: _("what your city said to a community"),
        Facet.INTEREST: _("interest in a new community"),
        Facet.OFFERS: _("offer to talk"),
    }
    if turned.facet in ties:
        return ties[turned.facet]
    count = len(turned.items)
    if count > 1:
        text = ngettext("evidence for {number} question", "evidence for {number} questions", count)
        return text.format(number=format_number(count))
    item = turned.items[0]
    words = {
        Facet.NOTE: _("note of {item}"),
        Facet.CONFIDENCE: _("how sure {item} is"),
        Facet.FLAG: _("flag of {item}"),
        Facet.PLAN: _("plan of {item}"),
        Facet.REVIEW: _("review of {item}"),
        Facet.MEETING: _("meeting on {item}"),
        Facet.EVIDENCE: _("evidence for {item}"),
    }
    return words.get(turned.facet, _("answer to {item}")).format(item=item)
