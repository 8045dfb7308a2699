"""The colours, sizes and radii of the look: one set for light, one for dark, of the same names. No Qt.

Names say what a colour is for. A colour that means something (a tone, a principle, a stage) never stands
alone on screen: a word and a shape stand with it. Pairs are held to their contrast by
tests/architecture/test_contrast.py.
"""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["neutral", "info", "good", "warn", "bad"]
TONES: tuple[Tone, ...] = ("neutral", "info", "good", "warn", "bad")

SPACE = (4, 8, 12, 16, 24, 32)  # pixels; layouts take their gaps from here
RADIUS_CONTROL = 8
RADIUS_CARD = 12
TARGET = 24  # WCAG 2.5.8: no side of a target below this

# Sizes of type as shares of the person's own size, which is 14 in the 12-14-16-20-24 of the design.
# The small size is nearer to the body than 12/14: a Windows body of 9 points leaves 7.7 points, too small to read.
TYPE_SMALL, TYPE_BODY, TYPE_LARGE, TYPE_TITLE, TYPE_DISPLAY = 0.90, 1.0, 1.12, 1.50, 1.80
TYPE_PROJECTED = 2.40
"""A question that several people read together off one screen."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as #rrggbb. `ink` on `card` is the plain text; `line` is decoration, `edge` borders a field (3:1)."""

    name: Literal["light", "dark", "system"]
    ink: str
    ink_2: str
    ink_3: str
    line: str
    line_2: str
    edge: str
    edge_soft: str
    ground: str
    card: str
    field: str
    hover: str
    accent: str
    accent_hover: str
    accent_ink: str
    accent_soft: str
    on_accent: str
    focus: str
    neutral_soft: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    equity: str
    security: str
    privacy: str
    openness: str
    sustainability: str
    stage_0: str
    stage_1: str
    stage_2: str
    stage_3: str
    stage_4: str

    @property
    def stages(self) -> tuple[str, str, str, str, str]:
        return (self.stage_0, self.stage_1, self.stage_2, self.stage_3, self.stage_4)

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Ink and soft ground of a tone."""
        if tone == "info":
            return self.accent_ink, self.accent_soft
        if tone == "neutral":
            return self.ink_2, self.neutral_soft
        return str(getattr(self, tone)), str(getattr(self, f"{tone}_soft"))


LIGHT = Tokens(
    name="light",
    ink="#1b2433",
    ink_2="#4a566a",
    ink_3="#5f6b7d",
    line="#dfe4ec",
    line_2="#eef1f6",
    edge="#818c9d",
    edge_soft="#c5cddb",
    ground="#f5f7fa",
    card="#ffffff",
    field="#ffffff",
    hover="#f0f4fa",
    accent="#1f5fbf",
    accent_hover="#174a96",
    accent_ink="#174a96",
    accent_soft="#e6effb",
    on_accent="#ffffff",
    focus="#0f3f8c",
    neutral_soft="#eef1f6",
    good="#1d7a4c",
    good_soft="#e3f4ea",
    warn="#8a5a00",
    warn_soft="#fff2d6",
    bad="#b3261e",
    bad_soft="#fde8e6",
    equity="#a2397f",
    security="#4553b8",
    privacy="#0b7285",
    openness="#b35309",
    sustainability="#3f7d20",
    stage_0="#e3e7ee",
    stage_1="#bfd0ea",
    stage_2="#86abdf",
    stage_3="#3672c8",
    stage_4="#143f80",
)

DARK = Tokens(
    name="dark",
    ink="#e9eef6",
    ink_2="#bcc6d4",
    ink_3="#9ba8ba",
    line="#303a48",
    line_2="#28313d",
    edge="#79869a",
    edge_soft="#465264",
    ground="#141920",
    card="#1c232d",
    field="#161c24",
    hover="#262f3b",
    accent="#7fb0f5",
    accent_hover="#a3c7fa",
    accent_ink="#a9cbfa",
    accent_soft="#20344f",
    on_accent="#0d1b30",
    focus="#a9cbfa",
    neutral_soft="#2b3543",
    good="#76d3a0",
    good_soft="#17362a",
    warn="#f1c464",
    warn_soft="#3a2f14",
    bad="#ff9a91",
    bad_soft="#452322",
    equity="#e08cc4",
    security="#9aa6f6",
    privacy="#4fc3d6",
    openness="#f0a35e",
    sustainability="#8ccf63",
    stage_0="#2b3543",
    stage_1="#2f4a6d",
    stage_2="#4575b5",
    stage_3="#7fb0f5",
    stage_4="#cfe2fd",
)


class _Shown:
    tokens = LIGHT


def current() -> Tokens:
    """The tokens of the theme that is shown, for what is painted by hand."""
    return _Shown.tokens


def show(tokens: Tokens) -> None:
    """Make these the current ones. Only `apply_theme` calls this: the palette has to change with them."""
    _Shown.tokens = tokens
