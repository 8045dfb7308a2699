"""Writes a file with updates, for a stick or a mail: whole or not at all. That it was written confirms nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.errors import AppError
from desktop_app.operations.bundles.attached import travelling_files
from desktop_app.operations.outside_files import write_whole
from desktop_app.operations.sealing import ensure_device, seal_drafts
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import cargo, city_log, outgoing
from desktop_app.storage.city_log import CityLogState
from desktop_app.storage.engine import Connection, reading
from desktop_app.storage.outgoing import Outgoing
from roadmap_core.entries.identifiers import LogId
from roadmap_core.exchange.bundle import Bundle, CityPart, LogRange, write
from roadmap_core.exchange.stream import parted
from roadmap_core.refusals import Refusal

_MAKER = "Waymark"


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds.

    Attributes:
        unconfirmed: updates of this city that the server hasn't confirmed yet.
        entries: all entries of this city, with those that say who may write.
        carried: entries by other city.
        receipts: acknowledgements that travel home.
        size: of the file, in bytes.
        files, left_files: attached files of this city that travel along, and those for which there is no room.
    """

    unconfirmed: int
    entries: int
    carried: dict[str, int]
    receipts: int
    size: int
    files: int = 0
    left_files: int = 0


@dataclass(frozen=True, slots=True)
class Packed:
    """A file's bytes, before they are written anywhere."""

    written: Written
    data: bytes


def write_bundle(workspace: Workspace, file: Path, for_city: str = "", *, is_whole: bool = False) -> Written:
    """Seals, then writes what others need.

    Args:
        workspace: whose city it is.
        file: by custom `….roadmap`; one that is there is replaced.
        for_city: another city to which the file travels: what is carried of it, and what the server has acknowledged
            to it. "" for this city's own updates, and everything that is carried.
        is_whole: all of this city, for a computer that has nothing of it yet.

    Raises:
        AppError: E-BUNDLE-WRITE if the file can't be written, and what `pack` raises.
    """
    packed = pack(workspace, [for_city] if for_city else None, is_whole=is_whole)
    write_packed(packed, file)
    return packed.written


def write_packed(packed: Packed, file: Path) -> None:
    """Whole or not at all; needs no database. Raises AppError (E-BUNDLE-WRITE)."""
    write_whole(file, packed.data, "E-BUNDLE-WRITE")


def pack(workspace: Workspace, cities: Sequence[str] | None = None, *, is_whole: bool = False) -> Packed:
    """Seals, then packs what `write_bundle` writes.

    Args:
        workspace: whose city it is.
        cities: other cities to which the file travels, on their way home or to the server; None for this city's own
            updates, and everything that is carried.
        is_whole: as of `write_bundle`.

    Raises:
        AppError: E-BUNDLE-SIZE for more than one file holds, E-NOTHING-CARRIED for cities of which nothing is carried
            here, E-NO-PROFILE before the first start was finished.
    """
    ensure_device(workspace)
    seal_drafts(workspace)
    with reading(workspace.engine) as connection:
        held = city_log.state(connection)
        if held is None:
            raise AppError("E-NO-PROFILE", path=str(workspace.profile))
        is_own = cities is None or held.city in cities
        own = _own(connection, is_whole=is_whole) if is_own else []
        waiting = len(outgoing.unconfirmed(connection)) if is_own else 0
        files, left_files = travelling_files(workspace, connection, is_whole=is_whole) if is_own else ((), 0)
        bundle = _bundle(connection, held, own, cargo.waiting_cities(connection) if cities is None else cities)
    if not is_own and not (bundle.cities or bundle.receipts):
        raise AppError("E-NOTHING-CARRIED", city=", ".join(cities or ()))
    data = write(replace(bundle, blobs=files))
    if isinstance(data, Refusal):
        raise AppError(data.code.value)
    carried = {part.city: len(parted(part.items)[0]) for part in bundle.cities if part.city != held.city}
    written = Written(waiting, len(own), carried, len(bundle.receipts), len(data), len(files), left_files)
    return Packed(written, data)


def _own(connection: Connection, *, is_whole: bool) -> list[Outgoing]:
    """The whole log in its order, which a head proves; else those who may write come first; each entry once."""
    if is_whole:
        return outgoing.everything(connection)
    return list(dict.fromkeys([*outgoing.who_may_write(connection), *outgoing.unconfirmed(connection)]))


def _bundle(connection: Connection, held: CityLogState, own: Sequence[Outgoing], cities: Iterable[str]) -> Bundle:
    own_items = tuple(item for one in own for item in one.items)
    parts = [CityPart(held.city, own_items, _ranges(own))] if own else []
    receipts: list[tuple[bytes, bytes]] = []
    for city in cities:
        items = [part for item in cargo.travelling(connection, city) for part in (item.data, item.body) if part]
        parts += [CityPart(city, tuple(items))] if items and city != held.city else []
        receipts += cargo.receipts(connection, city)
    return Bundle(
        alliance=held.alliance,
        maker=_MAKER,
        cities=tuple(parts),
        heads=(held.head,) if held.head and own else (),
        receipts=tuple(receipts),
        documents=held.trust.chain,
    )


def _ranges(entries: Iterable[Outgoing]) -> tuple[LogRange, ...]:
    """What `bundle.json` tells of each log."""
    seqs: dict[LogId, list[int]] = {}
    for one in entries:
        seqs.setdefault(one.log, []).append(one.seq)
    return tuple(LogRange(log, min(found), max(found)) for log, found in seqs.items())
