"""The city says of a checked item that it waits, and the device keeps the reason until the item moves on."""

from store import DeliveryState
from sync.change import VerdictState
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import change, verdict


def test_checked_item_the_city_sets_aside_says_so_until_it_is_applied(laptop: Laptop, city: CityDesk) -> None:
    laptop.queue(change())
    laptop.sync()
    city.send(verdict(VerdictState.CHECKED))
    city.send(verdict(VerdictState.CHECKED, code="item-set-aside"))
    laptop.sync()
    waiting = (laptop.item().state, laptop.item().code)
    city.send(verdict(VerdictState.CHECKED))
    laptop.sync()
    waiting_still = (laptop.item().state, laptop.item().code)
    city.send(verdict(VerdictState.APPLIED))

    laptop.sync()

    assert waiting == waiting_still == (DeliveryState.CHECKED, "item-set-aside")
    assert (laptop.item().state, laptop.item().code) == (DeliveryState.APPLIED, None)


def test_a_late_reason_to_wait_says_nothing_about_what_was_applied(laptop: Laptop, city: CityDesk) -> None:
    laptop.queue(change())
    laptop.sync()
    city.send(verdict(VerdictState.APPLIED))
    city.send(verdict(VerdictState.CHECKED, code="item-set-aside"))

    laptop.sync()

    assert (laptop.item().state, laptop.item().code) == (DeliveryState.APPLIED, None)
