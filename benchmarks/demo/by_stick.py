"""A 37th city without a line: admitted by stick, carried by Kaga's computer, its acknowledgement carried home."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.demo.cities import OFFICIAL, Computer, start_computer
from benchmarks.server_process import ServerProcess
from desktop_app.operations.bundles.taking import preview, take_bundle
from desktop_app.operations.bundles.writing import write_bundle
from desktop_app.operations.sample import fill_with_sample
from desktop_app.storage import city_log, queries
from desktop_app.storage.community_query import community
from desktop_app.storage.engine import reading
from roadmap_core.community.cities import City
from roadmap_core.community.status import Withheld

ISLAND = City("sample-island", "Sample Island", "Sample Island", "Japan", "JP", region="Asia", subregion="Eastern Asia")


def carry_an_island(kaga: Computer, server: ServerProcess, folder: Path, profile: Path) -> dict[str, Any]:
    """Runs the case with files alone on the island's side; `kaga` has a line. Returns what each stick held."""
    folder.mkdir(parents=True)
    request, acts, out, home = (folder / f"{name}.roadmap" for name in ("1-request", "2-acts", "3-out", "4-home"))
    server.list_city(ISLAND)
    island = start_computer(ISLAND, OFFICIAL, "", profile)
    try:
        answers = fill_with_sample(island.workspace, ISLAND.id, datetime.now(UTC).date())
        write_bundle(island.workspace, request)
        server.office_admits(ISLAND.id, request, island.code, acts)
        is_admitted = take_bundle(island.workspace, acts).begins_trust
        written = write_bundle(island.workspace, out)
        shown = preview(kaga.workspace, out)
        take_bundle(kaga.workspace, out)
        kaga.send()
        write_bundle(kaga.workspace, home, ISLAND.id)
        confirmed = take_bundle(island.workspace, home).confirmed
        with reading(island.workspace.engine) as connection:
            left = city_log.count_waiting(connection)
        kaga.receive_community()
        return {
            "city": ISLAND.name,
            "answers": answers,
            "admitted_by_stick": is_admitted,
            "entries_carried": sum(one.new for one in shown.cities),
            "stick_bytes": written.size,
            "confirmed_by_stick": confirmed,
            "still_waiting": left,
            "says_sent": queries.status(island.workspace.store).sent_ms is not None,
            "cities_counted_now": _counted(kaga),
        }
    finally:
        island.workspace.close()


def _counted(computer: Computer) -> int:
    """Cities in the community's status, as it lies on this computer."""
    kept = community(computer.workspace.store)
    everyone = kept.status.groups["all"] if kept else None
    return 0 if everyone is None or isinstance(everyone, Withheld) else sum(everyone.written)
