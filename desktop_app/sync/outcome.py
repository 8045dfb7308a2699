"""What one round did: for whoever tells the screens, the log and the person."""

from dataclasses import dataclass

_NO_FAILURE = frozenset({"", "E-NOT-JOINED", "E-SERVER-OLD", "E-QUOTA", "E-TRUST-OLD"})
"""Without a server there is nothing to try; and what the server can't take yet keeps nothing else back."""

CONTRADICTED = frozenset({"E-HEAD-ROOT", "E-HEAD-SPLIT", "E-HEAD-ROLLBACK", "E-RECEIPT", "E-SERVER-CHANGED"})
"""What the server signed doesn't fit. It stays said until a reply fits: being offline later mends nothing."""


@dataclass(frozen=True, slots=True)
class FilesDone:
    """What became of the files that travel behind the entries.

    Attributes:
        sent, received: files that are whole on the other side now.
        moved_bytes: of files, both ways, in this round.
        is_left: whether the next round should go on with them at once.
        problem: the stable code of what stood in the way of a file, or "". No entry waits for it.
    """

    sent: int = 0
    received: int = 0
    moved_bytes: int = 0
    is_left: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Names of what is different now, and what stood in the way. The callers make `Changes` of it.

    Attributes:
        questions, policies: ids of what changed by entries of others.
        city, contested, outbox, connection, community: as in `Changes`.
        sent: own entries that were confirmed under a signed head.
        received: entries of others that came in.
        problem: the stable code of what stood in the way, or "".
        wait_seconds: how long the server asked to be left alone, or None.
        files: what went and came behind the entries.
    """

    questions: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()
    city: bool = False
    contested: bool = False
    outbox: bool = False
    connection: bool = False
    community: bool = False
    sent: int = 0
    received: int = 0
    problem: str = ""
    wait_seconds: int | None = None
    files: FilesDone = FilesDone()

    @property
    def is_failure(self) -> bool:
        """Whether the round has to be tried again, later and later."""
        return self.problem not in _NO_FAILURE

    def then(self, later: "Outcome") -> "Outcome":
        """What this round and the one after it did together; in the way stands what stood there last."""
        return Outcome(
            questions=self.questions | later.questions,
            policies=self.policies | later.policies,
            city=self.city or later.city,
            contested=self.contested or later.contested,
            outbox=self.outbox or later.outbox,
            connection=self.connection or later.connection,
            community=self.community or later.community,
            sent=self.sent + later.sent,
            received=self.received + later.received,
            problem=later.problem,
            wait_seconds=later.wait_seconds,
        )
