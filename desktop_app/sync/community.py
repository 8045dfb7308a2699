"""Fetches the community's status when it is due; it stays readable offline, with its age. Apart from the sync."""

import json
from datetime import datetime

from desktop_app.storage import city_log
from desktop_app.storage.city_log import CommunityCopy
from desktop_app.storage.engine import reading, transaction
from desktop_app.sync.profile import Database, Profile
from desktop_app.sync.server import Server
from desktop_app.sync.session import Session
from roadmap_core.community.status import CommunityStatus


def fetch_community(profile: Profile, session: Session, server: Server, database: Database) -> bool:
    """Whether a status came that is different from the kept one. What can't be read is as if it hadn't come."""
    if session.token is None or not session.wants_community:
        return False

    def kept() -> CommunityCopy | None:
        with reading(profile.store.engine) as connection:
            return city_log.community(connection)

    copy = database.call(kept)
    answer = server.community(session.token, copy.etag if copy else "")
    session.community_came()
    if answer.status == 304 and copy is not None:
        fresh = CommunityCopy(copy.data, copy.etag, profile.clock())
    elif answer.status == 200 and is_status(answer.body):
        fresh = CommunityCopy(answer.body, answer.etag, profile.clock())
    else:
        return False

    def keep() -> None:
        with transaction(profile.store.engine) as connection:
            city_log.keep_community(connection, fresh)

    database.call(keep)
    return copy is None or copy.data != fresh.data


def is_status(body: bytes) -> bool:
    """Whether a screen could show it."""
    try:
        datetime.fromisoformat(CommunityStatus.from_json(json.loads(body)).as_of)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    return True
