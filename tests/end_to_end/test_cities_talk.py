"""Two cities over a real server: what one says, the other one reads; and no longer when it is taken back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop_app.operations import together
from desktop_app.storage import together_query
from desktop_app.storage.together_query import TogetherView
from roadmap_core.community.ties import Gathering, Membership, Offer, minutes_of
from tests.fakes.computer import Computer
from tests.server.running import RunningServer


def seen(computer: Computer) -> TogetherView:
    """After a round that asks for the community too."""
    computer.session._community_at = None
    assert computer.send().problem == ""
    return together_query.together(computer.workspace.store)


def test_two_cities_see_each_others_offers_and_meetings_until_they_are_taken_back(
    tmp_path: Path, server: RunningServer
) -> None:
    with (
        Computer(tmp_path / "kaga", "Aiko") as kaga,
        Computer(tmp_path / "leeds", "Ben", city="leeds-gb") as leeds,
    ):
        for one in (kaga, leeds):
            one.join_as_lead(server)
        together.offer_talk(kaga.workspace, Offer(b"", "ICT", "One permit", "office@kaga.example"), {})
        together.offer_talk(leeds.workspace, Offer(b"", "PIA", "One form"), {})
        together.say_membership(leeds.workspace, Membership("Japan", True, "Europe/London"))
        start = minutes_of(datetime.now(UTC) + timedelta(days=30))
        together.call_meeting(leeds.workspace, Gathering(b"", "Japan", start, 60, "Fees"), {})
        for one in (kaga, leeds):
            seen(one)
        at_kaga, at_leeds = seen(kaga), seen(leeds)
        assert at_kaga.others == at_leeds.others
        assert {(one.city, one.offer.words, one.offer.contact) for one in at_kaga.others.offers} == {
            ("kaga-jp", "One permit", "office@kaga.example"),
            ("leeds-gb", "One form", ""),
        }
        assert ("leeds-gb", "Leeds", "Europe/London") in {(m.city, m.name, m.zone) for m in at_kaga.others.members}
        assert [(one.name, one.gathering.start) for one in at_kaga.others.meetings] == [("Leeds", start)]
        together.take_offer_back(leeds.workspace, at_leeds.own.offers[0])
        together.say_membership(leeds.workspace, Membership("Japan", False))
        seen(leeds)
        later = seen(kaga).others
        assert [one.offer.words for one in later.offers] == ["One permit"]
        assert later.meetings == (), "only members call meetings"
        assert [(one.city, one.is_member) for one in later.members] == [("leeds-gb", False)]
