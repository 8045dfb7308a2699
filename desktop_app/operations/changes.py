"""What an operation changed: handed to the change bus, so that the screens which show it reload."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Changes:
    """Names of what is different now.

    Attributes:
        questions: ids of questions whose answer, note or state changed.
        policies: ids of policies whose standing or plan changed.
        outbox: whether something waits to be sent, or no longer does.
        contested: whether the list of two answers changed.
        city: whether the city, its people or the assessment itself changed.
        connection: whether contact, membership or a problem of sending changed.
        community: whether the community's status changed.
    """

    questions: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()
    outbox: bool = False
    contested: bool = False
    city: bool = False
    connection: bool = False
    community: bool = False
    origin: Literal["local", "remote"] = field(default="local")

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(
            questions=self.questions | other.questions,
            policies=self.policies | other.policies,
            outbox=self.outbox or other.outbox,
            contested=self.contested or other.contested,
            city=self.city or other.city,
            connection=self.connection or other.connection,
            community=self.community or other.community,
            origin="remote" if "remote" in (self.origin, other.origin) else "local",
        )
