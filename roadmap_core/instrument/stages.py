"""How far a policy has come. The order is the meaning: a later stage includes the earlier ones."""

from enum import IntEnum


class Stage(IntEnum):
    """None, planned, written (in force), implemented (used and shown), reviewed (measured and re-examined)."""

    NONE = 0
    PLANNED = 1
    WRITTEN = 2
    IMPLEMENTED = 3
    REVIEWED = 4

    @property
    def id(self) -> str:
        """The language-neutral name, as in the instrument's file and in public figures: `written`."""
        return self.name.lower()

    @classmethod
    def of(cls, stage_id: str) -> "Stage":
        """The stage of an id. Raises KeyError for an unknown one."""
        return cls[stage_id.upper()]


QUESTION_STAGES = (Stage.WRITTEN, Stage.IMPLEMENTED, Stage.REVIEWED)
"""The stages that a question can belong to."""
