"""How sure a city is, and the flag, out of what stands in their registers."""

import pytest

from roadmap_core.assessment.confidence import Confidence, confidence_of, is_flagged


@pytest.mark.parametrize(
    ("values", "confidence"),
    [
        ([], None),
        ([None], None),
        ([3], Confidence.SURE),
        ([3, 1, None], Confidence.GUESS),
        ([2, 9], Confidence.FAIRLY_SURE),
        ([True, "3", 4, b"1"], None),
    ],
)
def test_the_least_sure_of_what_stands_counts_and_what_is_not_known_is_passed_over(values, confidence):
    assert confidence_of(values) == confidence


@pytest.mark.parametrize(
    ("values", "raised"), [([], False), ([None], False), ([1], True), ([None, 1], True), ([True], False), ([2], False)]
)
def test_a_flag_that_one_of_several_raised_stands(values, raised):
    assert is_flagged(values) is raised
