"""Whom a registrar admits: the request whose code was read out over the phone, typed, and never guessed at."""

import json
from collections.abc import Iterable
from pathlib import Path

from roadmap_core.entries.entry import Entry, read_genesis
from roadmap_core.keys.codes import device_code, same_code
from sync_server.errors import OperatorError
from sync_server.registrar.office import replace_file

_MOST_TRIES = 5


def found_by_code(requests: Iterable[bytes], city: str, typed: str, folder: Path) -> Entry:
    """The request of `city` whose device code was typed.

    Raises:
        OperatorError: E-DEVICE-CODE where none fits; after five such tries the city's open requests are dead.
    """
    geneses = [read_genesis(data) for data in requests]
    of_city = [one for one in geneses if isinstance(one, Entry) and one.genesis and one.genesis.city == city]
    tries = _tries(folder)
    alive = [one for one in of_city if tries.get(one.hash.hex(), 0) < _MOST_TRIES]
    if not alive:
        raise OperatorError("E-REQUEST", f"There is no open request of {city} in this file. Ask for a new request.")
    fitting = [one for one in alive if same_code(typed, device_code(one.hash))]
    if not fitting:
        _keep_tries(folder, tries | {one.hash.hex(): tries.get(one.hash.hex(), 0) + 1 for one in alive})
        raise OperatorError("E-DEVICE-CODE", "No request has this device code. Have it read out again, slowly.")
    return fitting[0]


def _tries(folder: Path) -> dict[str, int]:
    try:
        found = json.loads((folder / "tries.json").read_text())
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, int)} if isinstance(found, dict) else {}


def _keep_tries(folder: Path, tries: dict[str, int]) -> None:
    replace_file(folder / "tries.json", json.dumps(tries).encode())
