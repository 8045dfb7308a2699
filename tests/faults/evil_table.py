"""Prints the table of lies for docs/evidence: python -m tests.faults.evil_table"""

from tests.fakes.evil_server import Lie
from tests.fakes.lies.every import EVERY_LIE


def ends(lie: Lie) -> str:
    """What the device says, round by round, and what stays."""
    said = ", then ".join(code or "nothing" for code in lie.codes)
    healed = {"epoch": "a new epoch", "restart": "a restart, or an hour"}.get(lie.heals, "")
    stays = f"; {lie.after}{'*' if lie.after.endswith('-') else ''} stays until {healed}" if lie.after else ""
    refused = "; shown as refused until a new epoch" if lie.refuses else ""
    return said + stays + refused


def table() -> str:
    """In Markdown."""
    rows = [
        f"| {number} | {lie.row} | The server {lie.does}. | {ends(lie)} |" for number, lie in enumerate(EVERY_LIE, 1)
    ]
    return "\n".join(["| # | Row | Lie | The device says |", "|---|---|---|---|", *rows])


if __name__ == "__main__":
    print(table())
