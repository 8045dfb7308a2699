"""The one stylesheet of the application: stylesheet.qss with its holes filled from tokens and sizes."""

from dataclasses import fields
from importlib.resources import files
from string import Template

from desktop_app.ui.theme import tokens as sizes
from desktop_app.ui.theme.arrow import arrow_file
from desktop_app.ui.theme.contrast import mixed
from desktop_app.ui.theme.tokens import Tokens


def stylesheet(tokens: Tokens, points: float) -> str:
    """The sheet for these colours and a body of `points`. Raises KeyError for a hole that no token fills."""
    template = Template(files("desktop_app.ui.theme").joinpath("stylesheet.qss").read_text(encoding="utf-8"))
    return template.substitute(_values(tokens, points))


def _values(tokens: Tokens, points: float) -> dict[str, str]:
    values = {field.name: str(getattr(tokens, field.name)) for field in fields(tokens)}
    shares = {"small": sizes.TYPE_SMALL, "body": 1.0, "large": sizes.TYPE_LARGE}
    shares |= {"title": sizes.TYPE_TITLE, "display": sizes.TYPE_DISPLAY}
    shares["projected"] = sizes.TYPE_PROJECTED
    values |= {f"size_{name}": f"{points * share:.1f}pt" for name, share in shares.items()}
    values |= {"radius": f"{sizes.RADIUS_CONTROL}px", "radius_card": f"{sizes.RADIUS_CARD}px"}
    values |= {"arrow": arrow_file(tokens.ink_2), "arrow_disabled": arrow_file(tokens.ink_3)}
    for tone in sizes.TONES:  # the border of a banner: between its ink and its ground
        values[f"{tone}_line"] = mixed(*tokens.tone(tone), 0.35)
    return values
