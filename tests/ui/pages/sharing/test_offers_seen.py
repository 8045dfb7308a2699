"""Two cities with whole programs over a real server: each sees in its window what the other one offers."""

from pathlib import Path

from desktop_app.operations import together
from desktop_app.ui.communities.communities_view import CommunitiesView
from roadmap_core.community.ties import Offer
from tests.fakes.computer import Computer
from tests.server.running import RunningServer


def test_two_cities_see_each_others_offer_in_their_windows(live, tmp_path: Path) -> None:
    with RunningServer(tmp_path / "server") as server:
        for city in ("leeds-gb", "kaga-jp"):
            with Computer(tmp_path / city, "An official", city) as computer:
                computer.join_as_lead(server)
                together.offer_talk(computer.workspace, Offer(b"", "ICT", f"What {city} did"), {})
        sender = live(tmp_path / "leeds-gb")
        sender.open("communities")
        sender.until(lambda: "wait" not in sender.status())
        sender.quit()
        for city, other in (("kaga-jp", "leeds-gb"), ("leeds-gb", "kaga-jp")):
            driver = live(tmp_path / city)
            driver.open("communities")
            assert isinstance(driver.view, CommunitiesView)
            driver.until(lambda driver=driver, other=other: driver.says(f"What {other} did"))
            assert driver.says(f"What {city} did"), "the own one stands beside it"
            driver.until(lambda driver=driver: "wait" not in driver.status())
            driver.quit()
