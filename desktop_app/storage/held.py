"""What one register holds: what was signed, and the drafts of this computer beside it. Read once in a transaction."""

from dataclasses import dataclass, replace

from desktop_app.storage import drafts, overlay
from desktop_app.storage.drafts import Draft
from desktop_app.storage.engine import Connection
from desktop_app.storage.overlay import Standing
from desktop_app.storage.projector import states
from roadmap_core.entries.facets import LIST_FACETS
from roadmap_core.entries.identifiers import Register
from roadmap_core.merge.registers import RegisterState


@dataclass(frozen=True, slots=True)
class Held:
    """One register at one moment.

    Attributes:
        signed: None if nothing was written there.
        drafts: of a list every row that is added or removed; of another register the one that sets it, or none.
    """

    register: Register
    signed: RegisterState | None
    drafts: tuple[Draft, ...]

    @property
    def draft(self) -> Draft | None:
        """The draft that sets a register which is no list."""
        return self.drafts[0] if self.drafts else None

    def standing(self) -> tuple[Standing, ...]:
        """What stands, drafts included."""
        return overlay.standing(self.signed, self.drafts)


def held(connection: Connection, register: Register) -> Held:
    """What the register holds now."""
    signed = next((state for _, state in states(connection, [register])), None)
    return Held(register, signed, _drafts(connection, register))


def with_new_drafts(connection: Connection, before: Held) -> Held:
    """The same after drafts were written in this transaction, and nothing was signed."""
    return replace(before, drafts=_drafts(connection, before.register))


def _drafts(connection: Connection, register: Register) -> tuple[Draft, ...]:
    if register.facet in LIST_FACETS:
        return tuple(drafts.in_list(drafts.every(connection), register))
    draft = drafts.of_register(connection, register)
    return (draft,) if draft else ()
