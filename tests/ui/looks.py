"""In which looks a page is audited: a chosen few in each run; all where WAYMARK_AUDIT names a file (`make audit`).

Every language, direction, theme and size of text is among the chosen, and what breaks most: long words at 200 %.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from desktop_app.settings import Settings, Theme
from tests.ui.screen import Finding

SMALL, LARGE = (1024, 768), (1366, 768)


@dataclass(frozen=True, slots=True)
class Look:
    """A language by its BCP 47 tag, and what stands in the settings."""

    language: str
    theme: Theme
    percent: int

    def __str__(self) -> str:
        return f"{self.language} {self.theme} {self.percent} %"

    @property
    def settings(self) -> Settings:
        return Settings(text_percent=self.percent, theme=self.theme)

    @property
    def window(self) -> tuple[int, int]:
        """The smallest screen that this size of text is promised on, in pixels."""
        return LARGE if self.percent == 200 else SMALL


REAL = (Look("ar", Theme.DARK, 100), Look("ja", Theme.LIGHT, 200))
"""Languages as they are read: another script, another direction, other places to break a line."""
ALL = tuple(Look(*look) for look in product(("en", "ar-XB", "en-XA"), (Theme.LIGHT, Theme.DARK), (100, 200)))
CHOSEN = (Look("en", Theme.LIGHT, 100), Look("ar-XB", Theme.DARK, 100), Look("en-XA", Theme.LIGHT, 200))
_KEPT = os.environ.get("WAYMARK_AUDIT")
LOOKS: Sequence[Look] = ALL if _KEPT else CHOSEN


def note(page: str, look: Look, findings: Sequence[Finding]) -> None:
    """One line of the audit's table, which `tests.ui.audit_table` makes."""
    if _KEPT:
        line = json.dumps({"page": page, "look": str(look), "findings": [f"{f.rule} {f.where}" for f in findings]})
        with Path(_KEPT).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
