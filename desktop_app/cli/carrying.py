"""Verbs for what travels as a file or a text, and for a courier."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop_app.cli.profile import Report, open_profile
from desktop_app.errors import AppError, describe
from desktop_app.operations.bundles import journal, postcards, taking, writing
from desktop_app.operations.bundles.arrival import Arrival, CityArrival
from desktop_app.operations.bundles.codes import save_codes
from desktop_app.operations.bundles.files import read_postcard_files
from desktop_app.operations.workspace import Workspace
from desktop_app.storage.heard_heads import SPLIT


def export(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        written = writing.write_bundle(workspace, Path(asked.file), asked.for_city, is_whole=asked.whole)
    lines = [f"{asked.file}: {written.size} bytes, {written.unconfirmed} updates that are not confirmed yet."]
    lines += [f"Carried for {city}: {count} items." for city, count in written.carried.items()]
    lines += [f"Confirmations that travel home: {written.receipts}."] if written.receipts else []
    return Report("\n".join(lines), {"file": asked.file, **asdict(written)})


def take_in(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        if asked.list:
            return _listed(workspace)
        if asked.undo:
            count, _ = journal.undo(workspace, asked.undo)
            return Report(f"Taken back: {count} updates.", {"taken_back": count})
        if not asked.file:
            raise AppError("E-FILE", path="")
        act = taking.preview if asked.preview else taking.take_bundle
        return _arrived(act(workspace, Path(asked.file)), is_preview=asked.preview)


def _listed(workspace: Workspace) -> Report:
    files = journal.taken(workspace)
    lines = [
        f"{one.number}  {one.name}  {one.entries + one.carried} updates, {one.removable} removable" for one in files
    ]
    return Report("\n".join(lines) or "No file was taken in lately.", {"files": [asdict(one) for one in files]})


def _arrived(found: Arrival, *, is_preview: bool) -> Report:
    lines = [line for one in found.cities for line in _lines(one)]
    lines += [f"{found.confirmed} updates of our city are confirmed by the alliance."] if found.confirmed else []
    lines += [f"{found.bad_receipts} confirmations prove nothing."] if found.bad_receipts else []
    lines += [f"{describe(SPLIT).title} ({SPLIT})"] if found.contradictions else []
    lines += (
        [f"The alliance's first documents came with it, signed with {found.root_key}."] if found.begins_trust else []
    )
    if not found.is_news:
        lines.append("Nothing new.")
    elif is_preview:
        lines.append("Nothing was changed.")
    elif found.number:
        lines.append(f"To take it back: waymark import --undo {found.number}")
    fields: dict[str, Any] = {name: value for name, value in asdict(found).items() if name != "changes"}
    return Report("\n".join(lines), {**fields, "is_news": found.is_news, "is_preview": is_preview})


def _lines(one: CityArrival) -> list[str]:
    held = f", {one.held_back} of them not counted" if one.held_back else ""
    carried = "" if one.is_own else " (another city: carried on)"
    lines = [f"{one.city}{carried}: {one.new} new{held}, {one.known} known."]
    lines += [f"  confirmed by the alliance: {one.acknowledged}"] if one.acknowledged else []
    lines += [f"  from {w.computer or w.log}, {w.official or 'name not known'}: {w.entries}" for w in one.writers]
    return lines + [f"  refused: {count}, {describe(code).title} ({code})" for code, count in one.refused.items()]


def carry(asked: argparse.Namespace) -> Report:
    from desktop_app.sync import carrying
    from desktop_app.sync.session import Session

    with open_profile(asked) as workspace, Session() as session:
        found = carrying.carry(workspace, session)
        loads = journal.carried(workspace)
    told = [one for one in found if one.problem]
    if told and not any(one.delivered for one in found):
        raise AppError(told[0].problem, city=told[0].city)
    lines = [f"{one.city}: {one.delivered} of {one.offered} delivered, {one.refused} refused." for one in found]
    lines += [f"{one.city}: {describe(one.problem, {'city': one.city}).title} ({one.problem})" for one in told]
    fields = {"carried": [asdict(one) for one in found], "loads": [one._asdict() for one in loads]}
    return Report("\n".join(lines) or "Nothing waits to be carried.", fields)


def postcard(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        if asked.read:
            files = [Path(one) for one in asked.read]
            act = taking.look_into if asked.preview else taking.take
            return _arrived(act(workspace, read_postcard_files(files), files[0].name), is_preview=asked.preview)
        made = postcards.postcard(workspace)
    fields: dict[str, Any] = {"postcard": made.text, "codes": len(made.pieces)}
    if not asked.qr:
        return Report(made.text, fields)
    save_codes(made.pieces, Path(asked.qr))
    return Report(f"{asked.qr}: {len(made.pieces)} codes in one picture.", {**fields, "file": asked.qr})
