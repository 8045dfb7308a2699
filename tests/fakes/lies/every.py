"""Every lie that was written down."""

from tests.fakes.lies import acknowledgements, alliance, heads, pages, statements, surroundings
from tests.fakes.lies.telling import LIES

CHAPTERS = (acknowledgements, alliance, heads, pages, statements, surroundings)
EVERY_LIE = tuple(LIES.values())
