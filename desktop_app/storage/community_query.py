"""The community's status as it lies on this computer, and where the own city stands in it."""

import json
from dataclasses import dataclass

from desktop_app.storage import city_log
from desktop_app.storage.engine import reading
from desktop_app.storage.queries import overview
from desktop_app.storage.store import Store
from roadmap_core.community.status import CommunityStatus


@dataclass(frozen=True, slots=True)
class CommunityView:
    """What was received last, with its age.

    Attributes:
        fetched_ms: when it came, by this computer's clock.
        written, implemented: how many foundational policies the own city has at that stage or further, by what lies
            on this computer; the status itself may be older.
    """

    status: CommunityStatus
    fetched_ms: int
    city_id: str
    written: int
    implemented: int


def community(store: Store) -> CommunityView | None:
    """None before the first status came."""
    with reading(store.engine) as connection:
        copy = city_log.community(connection)
    if copy is None:
        return None
    own = overview(store)
    return CommunityView(
        status=CommunityStatus.from_json(json.loads(copy.data)),
        fetched_ms=copy.fetched_ms,
        city_id=own.city.city_id,
        written=own.standing.written,
        implemented=own.standing.implemented,
    )
