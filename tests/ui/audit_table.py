"""The audit's table, from the lines that its tests noted: `python -m tests.ui.audit_table NOTED PAGE`.

Written by `make audit`, which runs those tests in every look.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

from tests.ui.looks import ALL, REAL

_HEAD = """# Accessibility audit

`make audit` wrote this page from the windows themselves, drawn offscreen. A cell says how many findings there were: 0
is as it should be, – was not asked. Asked of every page: each Tab stop has a name and a role; no target is below 24
pixels; no button is empty; no text is cut and no page is wider than its view; no letter after & twice; the pairs of the
palette have WCAG's contrast; Tab and Shift+Tab come everywhere and are held nowhere; the focus is seen at each stop.

"""


def main(noted: Path, page: Path) -> None:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for line in noted.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        found[one["page"].strip()][one["look"]] = len(one["findings"])
    looks = [str(look) for look in (*ALL, *REAL)]
    rows = [f"| Page | {' | '.join(looks)} |", "|---|" + "--:|" * len(looks)]
    rows += [
        f"| {name} | {' | '.join(str(of.get(look, '–')) for look in looks)} |" for name, of in sorted(found.items())
    ]
    audits = sum(len(of) for of in found.values())
    total = sum(sum(of.values()) for of in found.values())
    rows += ["", f"{len(found)} pages, {audits} audits, {total} findings."]
    page.write_text(_HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    print(rows[-1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
