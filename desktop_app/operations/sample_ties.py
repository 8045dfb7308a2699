"""What an invented city says to others: a meeting in a fortnight, a highlight, an offer, interest."""

from datetime import UTC, datetime, time, timedelta

from desktop_app.operations import together
from desktop_app.operations.workspace import Workspace
from desktop_app.storage import undo_list
from desktop_app.storage.engine import transaction
from roadmap_core.community.ties import MEETING_COMMUNITIES, NEW_COMMUNITIES, Gathering, Highlight, Offer, minutes_of

_BEGINS = time(1, 0)
"""In UTC: ten o'clock in Japan."""
_WORDS = "Invented example: how our works office and our telecoms office came to one permit, and what we would do anew."

_HIGHLIGHT = "Invented example: four cities compared what a licence costs, and one of them publishes its contract."


def tie_samples(workspace: Workspace, now: datetime) -> None:
    begins = datetime.combine(now.date() + timedelta(days=14), _BEGINS, UTC)
    topic, place = "Invented example: open data, one year on", "https://call.example"
    call = Gathering(b"", MEETING_COMMUNITIES[0], minutes_of(begins), 60, topic, place)
    together.call_meeting(workspace, call, {})
    day = (now.date() - timedelta(days=16)).isoformat()
    together.tell_highlight(workspace, Highlight(b"", MEETING_COMMUNITIES[0], day, _HIGHLIGHT), {})
    together.offer_talk(workspace, Offer(b"", workspace.instrument.policies[0].id, _WORDS, "office@kaga.example"), {})
    together.say_interest(workspace, NEW_COMMUNITIES[0], is_interested=True)
    with transaction(workspace.engine) as connection:
        undo_list.forget_all(connection)
