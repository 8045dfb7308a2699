"""What is wrong in an instrument's file, and where. All mistakes are told at once, so a file is mended in one go."""

from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake. `line` counts from 1."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


class InstrumentError(ValueError):
    """The file has mistakes.

    Attributes:
        mistakes: all of them, by line; never empty.
        file, line, reason: of the first one.
    """

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes
        self.file = mistakes[0].file
        self.line = mistakes[0].line
        self.reason = mistakes[0].reason


class Mistakes:
    """Collects the mistakes of one file while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Mistake] = []

    def add(self, where: yaml.Node | int, reason: str) -> None:
        line = where if isinstance(where, int) else where.start_mark.line + 1
        self._found.append(Mistake(self.file, line, reason))

    def raise_if_any(self) -> None:
        """Raises InstrumentError."""
        if self._found:
            raise InstrumentError(tuple(sorted(set(self._found))))
