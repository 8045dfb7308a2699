"""The demo's result for people: the community as a city's own computer holds it, and a readable table."""

import json

from benchmarks.demo.cities import Computer
from desktop_app.storage.community_query import community
from roadmap_core.community.status import Withheld


def community_figures(computer: Computer) -> dict[str, object]:
    """What the community's status says, as it lies on this computer after its last sending."""
    kept = community(computer.workspace.store)
    if kept is None:
        raise SystemExit("Kaga's computer holds no community status.")
    status = kept.status
    everyone = status.groups["all"]
    if isinstance(everyone, Withheld):
        raise SystemExit("Fewer than five cities have shared: nothing can be shown.")
    return {
        "distribution": {"written": list(everyone.written), "implemented": list(everyone.implemented)},
        "policies_written": everyone.policies_written,
        "policies_implemented": everyone.policies_implemented,
        "policy_plans": sum(everyone.plans.values()),
        "cities_with_plan": everyone.cities_with_plan,
        "stages": {policy: dict(counts) for policy, counts in everyone.stages.items()},
        "barriers": {barrier: dict(counts) for barrier, counts in everyone.barriers.items()},
        "regions": dict(status.regions),
        "sizes": dict(status.sizes),
        "is_sample": status.is_sample,
    }


def as_table(summary: dict[str, object]) -> str:
    """The summary as lines that a person reads."""
    lines = ["", "Waymark demo: invented sample data, not the answers of any city", ""]
    for key, value in summary.items():
        if key in ("data", "stages", "barriers", "distribution", "regions", "sizes", "without_a_line"):
            continue
        lines.append(f"  {key.replace('_', ' '):34} {value if isinstance(value, int | str) else json.dumps(value)}")
    distribution = summary["distribution"]
    assert isinstance(distribution, dict)
    lines += ["", "  Cities by number of foundational policies      0    1    2    3    4    5"]
    for name, counts in distribution.items():
        lines.append(f"    {name:40} " + "".join(f"{count:5}" for count in counts))
    for key in ("regions", "sizes"):
        groups = summary[key]
        assert isinstance(groups, dict)
        lines += ["", f"  Cities by {key[:-1]}"]
        lines += [f"    {name:40} {count:5}" for name, count in groups.items()]
    by_stick = summary["without_a_line"]
    assert isinstance(by_stick, dict)
    lines += ["", "  The city without a line: files on a stick, carried by Kaga's computer"]
    lines += [f"    {key.replace('_', ' '):40} {value!s:>5}" for key, value in by_stick.items()]
    return "\n".join(lines)
