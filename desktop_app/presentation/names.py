"""Names that people gave to themselves and to their computers, made fit to stand in the program's own sentences."""

import re

from desktop_app.i18n import _, direction, interface_language
from desktop_app.presentation.wording import RLM, isolated

_LONG_RUN = re.compile(r"\S{25,}")
_BREAK = "\u200b"
"""Shows nothing; a line may end there."""


def breakable(text: str) -> str:
    """The text with places for line breaks in runs of 25 letters and more: a label breaks between words only.

    For names. What people wrote at length belongs into a `TextView`, which changes nothing.
    """
    return _LONG_RUN.sub(lambda run: _BREAK.join(re.findall(r".{1,16}", run.group())), text)


def person(name: str) -> str:
    """An official's name in a sentence."""
    return isolated(breakable(name)) if name else _("Name not received yet")


def computer(name: str) -> str:
    """A computer's name in a sentence."""
    return isolated(breakable(name)) if name else _("another computer")


def directed(sentence: str) -> str:
    """A sentence of the program that may begin with a name, running as its language does and not as the name."""
    return f"{RLM}{sentence}" if direction(interface_language()) == "rtl" else sentence
