"""The form of an offer to talk: about which policy, what the city can tell, how it is reached. No Qt."""

from desktop_app.i18n import _
from desktop_app.presentation.call_form import Begun
from roadmap_core.community.ties import Offer
from roadmap_core.instrument.model import Instrument

POLICY, WORDS, CONTACT = "policy", "words", "contact"
OFFER_FIELDS = (POLICY, WORDS, CONTACT)


class OfferForm:
    """Attributes:
    filter: the policy whose offers are shown; "" for all.
    flaw: what it needs before it can be made, or "".
    """

    def __init__(self, instrument: Instrument, begun: Begun) -> None:
        self._instrument, self._begun = instrument, begun
        self.filter = self.flaw = ""

    def text(self, name: str) -> str:
        return self._begun.texts.get(name, "")

    def type(self, name: str, text: str) -> None:
        self._begun.put(name, text)

    @property
    def policy_id(self) -> str:
        """Of the instrument of now, whatever was kept."""
        known = [policy.id for policy in self._instrument.policies]
        return self.text(POLICY) if self.text(POLICY) in known else known[0]

    def offer(self) -> Offer | None:
        """What is to be offered; None if something is missing, and `flaw` says what."""
        self.flaw = "" if self.text(WORDS).strip() else _("Say in a few words what your city can tell others.")
        return None if self.flaw else Offer(b"", self.policy_id, self.text(WORDS), self.text(CONTACT))
