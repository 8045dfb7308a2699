"""A problem as a page says it below its title: all that `errors.py` has about it, nothing left away."""

from desktop_app.errors import Words
from desktop_app.i18n import _


def sentences(problem: Words) -> str:
    """What happened, what is safe, what to do next, and the code for those who help."""
    return _("{what_happened} {what_is_safe} {what_next} ({code})").format(
        what_happened=problem.what_happened,
        what_is_safe=problem.what_is_safe,
        what_next=problem.what_next,
        code=problem.code,
    )


def what_now(problem: Words) -> str:
    """What stands below the title in a notice: what is safe, and what to do next."""
    return _("{what_is_safe} {what_next}").format(what_is_safe=problem.what_is_safe, what_next=problem.what_next)
