"""What stands in the own city's way, drafts included, and the community's status as it came last."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_app.storage import city_log
from desktop_app.storage.engine import reading
from desktop_app.storage.store import Store
from desktop_app.storage.together_query import own_barriers
from roadmap_core.community.barriers import Weight
from roadmap_core.community.status import CommunityStatus


@dataclass(frozen=True, slots=True)
class BarrierView:
    """Attributes:
    own: by barrier; one of which nothing was said is not there.
    status: None before the first one came.
    """

    own: Mapping[str, Weight] = field(default_factory=dict)
    status: CommunityStatus | None = None


def barriers(store: Store) -> BarrierView:
    with reading(store.engine) as connection:
        own, copy = own_barriers(connection), city_log.community(connection)
    return BarrierView(own, CommunityStatus.from_json(json.loads(copy.data)) if copy is not None else None)
