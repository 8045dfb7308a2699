"""A removed computer's owner reads what happened, and comes back by one button; nothing is sent here."""

import pytest

from desktop_app.identity.unlocking import Given
from desktop_app.identity.vault_format import FLOOR, Mode
from desktop_app.operations import protection
from desktop_app.storage.people_view import people_view
from desktop_app.storage.views import ComputerState, QuestionState
from tests.ui.pages.driving import Driver
from tests.ui.pages.people.conftest import Kaga, join_page, people_page

pytestmark = pytest.mark.usefixtures("quick_passphrases")

TYPED = "a harbour of quiet lamps"


def test_a_removed_computer_comes_back_with_a_new_key_and_all_it_wrote(start, city: Kaga) -> None:
    driver: Driver = start(city.mori)
    protection.protect(city.mori, Mode.PASSPHRASE, Given(), Given(TYPED, cost=FLOOR))
    card = people_page(driver).join_card
    assert driver.says("This computer was removed")
    driver.click(card.button)
    driver.events()
    view = join_page(driver)
    assert not view.connect_card.isVisible()
    assert driver.says("All that you wrote is kept.")
    driver.click(view.back_card.button)
    assert driver.says("(E-PASSPHRASE)")
    driver.type(view.back_card.passphrase, TYPED)
    driver.click(view.back_card.button)
    assert view.connect_card.isVisible()
    assert not view.back_card.isVisible()
    assert view.code_card.code.isVisible()
    own = people_view(driver.store).own
    assert own is not None
    assert own.state is ComputerState.PENDING
    assert driver.stored("ICT-02").state is QuestionState.ANSWERED
