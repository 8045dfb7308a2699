"""What a change is called by which a city says something to the others, in the list of what waits to be sent."""

from desktop_app.i18n import _
from desktop_app.presentation.barrier_words import barrier_name
from desktop_app.presentation.community_words import label
from desktop_app.presentation.wording import isolated
from roadmap_core.community.cities import COMMUNITIES
from roadmap_core.entries.facets import Facet

_LETTERS = 80


def tie_subject(facet: Facet, about: str) -> str:
    """`about` is the community, the barrier, or the words of an offer; empty where something is taken back."""
    if not about:
        gone = {
            Facet.BARRIERS: _("What was said of a barrier is taken back"),
            Facet.COMMUNITIES: _("Something said to a community is taken back"),
            Facet.INTEREST: _("Interest in a new community is taken back"),
        }
        return gone.get(facet, _("An offer to talk is taken back"))
    if facet is Facet.OFFERS:
        line = " ".join(about.split())
        return _("Offer to talk: {text}").format(text=isolated(line if len(line) <= _LETTERS else line[:79] + "…"))
    if facet is Facet.BARRIERS:
        return _("Barrier: {barrier}").format(barrier=isolated(barrier_name(about)))
    name = isolated(community_name(about))
    if facet is Facet.INTEREST:
        return _("Interest in a new community: {community}").format(community=name)
    return _("Community {community}: membership, meeting or highlight").format(community=name)


def community_name(community: str) -> str:
    """A community that meets, or a new one, in the reader's words."""
    return label("community" if community in COMMUNITIES else "region", community)
