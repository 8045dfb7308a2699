"""The fields that a register can be: codes are never used again, and meanings never change."""

from enum import IntEnum

DIRECTORY = 0
"""The assessment number of the city's own directory."""


class Facet(IntEnum):
    """Which field of a question, a policy, an assessment, or the directory."""

    ANSWER = 1
    NOTE = 2
    ACCOUNTABLE = 3
    CONFIDENCE = 4
    EVIDENCE = 10
    PLAN = 11
    TAGS = 12
    CATALOGUE = 20
    REFERENCE_DATE = 21
    IS_SAMPLE = 22
    OFFICIAL_NAME = 30
    COMPUTER_NAME = 31


LIST_FACETS = frozenset({Facet.EVIDENCE, Facet.PLAN, Facet.TAGS})
"""Facets whose register holds a set of rows (add wins) and is never contested."""
