"""The verb that hands out evidence against a server, and how `verify` explains it."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_app.cli.profile import Report, open_profile
from desktop_app.operations.evidence_file import export_evidence
from roadmap_core.exchange.evidence import Contradiction, Evidence, Judged, Word

_SAID = {
    "split": "{0} and {1} contradict each other: they give the same number of entries two different roots.",
    "rollback": "{0} and {1} contradict each other: the later one is of fewer entries, or of an earlier epoch.",
}


def evidence(asked: argparse.Namespace) -> Report:
    """Writes the file."""
    with open_profile(asked) as workspace:
        count = export_evidence(workspace, Path(asked.file))
    if not count:
        return Report("Nothing is kept against the server. No file was written.", {"kept": 0, "file": None})
    return Report(f"{count} signed statements were written to {asked.file}.", {"kept": count, "file": asked.file})


def explained(found: Evidence, judged: Judged) -> Report:
    """What a file of evidence proves. The status is 1 if a signature in it couldn't be verified."""
    head = f"Evidence about {found.city}: {len(judged.words)} proven, {len(judged.unproven)} unproven, "
    lines = [head + f"{len(judged.contradictions)} contradictions."]
    lines += [_line(found, word) for word in judged.words]
    lines += [f"{place + 1}. signed by no key that is known here" for place in judged.unproven]
    lines += [_SAID[one.kind].format(one.first + 1, one.second + 1) for one in judged.contradictions]
    if not judged.contradictions:
        lines.append("No two of these statements contradict each other by their signatures alone.")
    fields = {
        "city": found.city,
        "proven": [_fields(found, word) for word in judged.words],
        "unproven": [place + 1 for place in judged.unproven],
        "contradictions": [_pair(one) for one in judged.contradictions],
    }
    return Report("\n".join(lines), fields, 1 if judged.unproven else 0)


def _line(found: Evidence, word: Word) -> str:
    fields = _fields(found, word)
    whose = f"entry {word.seq} of log {fields['log']} saw" if word.log else "the server signed"
    fits = {True: ", which fits the log in the file", False: ", which doesn't fit the log in the file", None: ""}
    when = f" at {_time(word.server_ms)}" if word.server_ms is not None else ""
    what = f"{word.size} entries in epoch {word.epoch}, root {fields['root'][:16]}…{when}{fits[word.fits]}"
    return f"{word.place + 1}. {whose} {what} (kept for {fields['why']})"


def _time(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _fields(found: Evidence, word: Word) -> dict[str, Any]:
    return {
        "place": word.place + 1,
        "kind": "entry" if word.log else "head",
        "why": found.kept[word.place].why,
        "epoch": word.epoch,
        "size": word.size,
        "root": word.root.hex(),
        "server_ms": word.server_ms,
        "log": word.log.hex() if word.log else None,
        "seq": word.seq,
        "fits": word.fits,
    }


def _pair(one: Contradiction) -> dict[str, Any]:
    return {"kind": one.kind, "statements": [one.first + 1, one.second + 1]}
