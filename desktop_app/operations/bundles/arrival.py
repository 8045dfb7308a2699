"""What a file holds for this computer, in counts and names that a person can judge."""

from dataclasses import dataclass, field

from desktop_app.operations.changes import Changes


@dataclass(frozen=True, slots=True)
class Writer:
    """One computer whose updates are in a file.

    Attributes:
        log: its log, as hexadecimal digits.
        official, computer: names as far as they are known; "" otherwise.
        entries: how many updates of it are new here.
        newest_ms: when the newest of them was made, as it says itself.
    """

    log: str
    official: str
    computer: str
    entries: int
    newest_ms: int


@dataclass(frozen=True, slots=True)
class CityArrival:
    """What a file holds of one city.

    Attributes:
        is_own: whether it is this computer's city; what is another's is only carried.
        new: entries that are not here yet; `known`: those that are.
        held_back: of the new ones, those that don't count (yet): their computer isn't admitted, or is blocked.
        refused: entries that can't be taken, by the code of the reason.
        acknowledged: entries of the city that the server confirms by receipts in the file.
        newest_ms: when the newest entry was made, as it says itself; 0 for none.
    """

    city: str
    is_own: bool
    new: int = 0
    known: int = 0
    held_back: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    acknowledged: int = 0
    newest_ms: int = 0
    writers: tuple[Writer, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a file changes here, or would change.

    Attributes:
        maker: the program that made it, as it calls itself.
        cities: this computer's own first.
        confirmed: updates of this city that the file proves to be on the server, by receipts or by the whole log.
        begins_trust: whether its documents are the first ones of the alliance that come here; `root_key` signs them.
        number: in the journal, to take it back; 0 for a preview and where nothing was new.
        bad_receipts: receipts that prove nothing.
        contradictions: heads in it that the server signed and that don't fit the log which it has shown here.
        files: attached files of this city that aren't here yet; where they are kept already: how many found room.
    """

    maker: str
    cities: tuple[CityArrival, ...]
    changes: Changes
    confirmed: int = 0
    begins_trust: bool = False
    root_key: str = ""
    number: int = 0
    bad_receipts: int = 0
    contradictions: int = 0
    files: int = 0

    @property
    def is_news(self) -> bool:
        """Whether there is anything that isn't here yet."""
        return bool(
            self.confirmed
            or self.begins_trust
            or self.contradictions
            or self.files
            or any(c.new or c.acknowledged for c in self.cities)
        )
