"""Contrast of two colours by the formula of WCAG 2.2, the better ink for a ground, mixtures. No Qt."""

from functools import lru_cache


def ratio(one: str, other: str) -> float:
    """Contrast of two #rrggbb colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Relative luminance of a #rrggbb colour, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(ground: str, *inks: str) -> str:
    """The one of `inks` that reads best on `ground`; lightness alone picked white on mid blue at 4:1."""
    return max(inks, key=lambda ink: ratio(ink, ground))


def edge_of(fill: str, ground: str, edge: str) -> str:
    """The outline that a fill needs on its ground to be seen (3:1, WCAG 1.4.11): `edge`, or the fill itself."""
    return fill if ratio(fill, ground) >= 3 else edge


def mixed(one: str, other: str, share: float) -> str:
    """`share` of `one` (0 to 1) in `other`, as #rrggbb."""
    parts = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(first * share + second * (1 - share)):02x}" for first, second in parts)


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
