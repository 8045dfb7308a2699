"""What went wrong, as words for people. Every area has its texts in a file of its own; words.py finds them."""

from desktop_app.errors.words import CODES, AppError, Words, describe, explain

__all__ = ["CODES", "AppError", "Words", "describe", "explain"]
