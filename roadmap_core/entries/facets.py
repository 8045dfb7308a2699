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
    """Of an answer: how sure the city is (`assessment/confidence.py`). Not counted in any figure."""
    FLAG = 5
    """Of a question: the city wants to look at it again."""
    REVIEW = 6
    """Of a policy: how far its review has come, with the answers as they were (`assessment/review.py`)."""
    MEETING = 7
    """Of a policy: meetings and what they said of its questions: rows of both kinds (`assessment/meetings.py`)."""
    BARRIERS = 8
    """Of the directory: what stands in the city's way (`community/barriers.py`)."""
    COMMUNITIES = 9
    """Of the directory: communities that the city belongs to, and meetings it calls (`community/ties.py`)."""
    EVIDENCE = 10
    PLAN = 11
    TAGS = 12
    PLANNED = 13
    """Of a policy: how many plan rows stand, for who can't read them. Of several numbers the lowest counts."""
    REASON = 14
    """Of a question: why somebody settled it: rows [facet, reason]."""
    INTEREST = 15
    """Of the directory: new communities that the city is interested in (`community/ties.py`)."""
    OFFERS = 16
    """Of the directory: policies that the city offers to talk about (`community/ties.py`)."""
    CATALOGUE = 20
    REFERENCE_DATE = 21
    IS_SAMPLE = 22
    OFFICIAL_NAME = 30
    COMPUTER_NAME = 31


TIE_FACETS = frozenset({Facet.COMMUNITIES, Facet.INTEREST, Facet.OFFERS})
"""Facets of the directory that a city says to the other cities: they stand at item 0, and everybody may read them."""
CITY_FACETS = TIE_FACETS | {Facet.BARRIERS}
"""These, and what is only counted: lists at item 0 that persons write, and that the server keeps row by row."""
LIST_FACETS = frozenset({Facet.MEETING, Facet.EVIDENCE, Facet.PLAN, Facet.TAGS, Facet.REASON}) | CITY_FACETS
"""Facets whose register holds a set of rows (add wins) and is never contested."""

PRIVATE_FACETS = frozenset(
    {
        Facet.NOTE,
        Facet.ACCOUNTABLE,
        Facet.FLAG,
        Facet.REVIEW,
        Facet.MEETING,
        Facet.EVIDENCE,
        Facet.PLAN,
        Facet.REASON,
        Facet.OFFICIAL_NAME,
        Facet.COMPUTER_NAME,
    }
)
"""Facets that only the city's computers read: what is written there is sealed under the city's key."""
BESIDE_FACETS = frozenset({Facet.PLANNED, Facet.REASON})
"""Facets that are written beside what a person did, not by themselves: no change is counted for them."""
