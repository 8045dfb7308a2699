"""The sheet that opens a profile when all else is lost: the vault's keys as numbered groups of signs on paper."""

from collections.abc import Sequence

from desktop_app.errors import AppError
from desktop_app.identity.vault_format import KEY_BYTES, SEED_BYTES, Secrets
from roadmap_core.keys.codes import from_sheet, to_sheet, wrong_row

ROWS = 39
"""Groups of five signs, the last of each a check of the group and its place."""


def sheet_of(secrets: Secrets) -> list[str]:
    """The groups, in order."""
    return to_sheet(secrets.seed + secrets.database_key)


def secrets_of(rows: Sequence[str]) -> Secrets:
    """What a typed sheet says; lower case, spaces and hyphens are taken.

    Raises:
        AppError: E-SHEET, with the reason ROW and its number, from 1, for the first group that is mistyped.
    """
    typed = list(rows)
    wrong = wrong_row(typed)
    if wrong is not None:
        raise AppError("E-SHEET", reason="ROW", row=wrong + 1)
    data = from_sheet(typed, SEED_BYTES + KEY_BYTES)
    if data is None:
        raise AppError("E-SHEET", reason="COUNT", rows=ROWS)
    return Secrets(data[:SEED_BYTES], data[SEED_BYTES:])
