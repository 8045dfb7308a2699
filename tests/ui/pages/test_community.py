"""The community page says what it has, and why it shows nothing where it can't."""

import json

from driving import Driver

from desktop_app.operations.changes import Changes
from desktop_app.storage import city_log
from desktop_app.storage.city_log import CommunityCopy
from desktop_app.storage.engine import transaction
from roadmap_core.community.status import community_status


def test_before_anything_was_received_the_page_says_so(kaga: Driver) -> None:
    kaga.window.go_to("community")
    kaga.events()
    assert kaga.says("Nothing received yet")


def test_with_fewer_than_five_cities_the_page_says_that_and_not_that_nothing_came(kaga: Driver) -> None:
    status = community_status(
        {}, (), foundational=5, as_of="2026-10-01T08:00:00+00:00", heads_digest="", is_sample=False
    )
    with transaction(kaga.store.engine) as connection:
        city_log.keep_community(connection, CommunityCopy(json.dumps(status.to_json()).encode(), '"1"', 0))
    kaga.page.desk.bus.publish(Changes(community=True, origin="remote"))
    kaga.window.go_to("community")
    kaga.events()
    assert kaga.says("Too few cities yet")
    assert not kaga.says("Nothing received yet")
