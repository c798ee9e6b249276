"""A link of the city's chain that is read late says nothing of what a device may hold by now (P10)."""

from dataclasses import replace

from store import Draft, count_leaving, save_draft
from store.leaving import list_places
from sync.change import FillMark, FillStep, RecordLeft, Want
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import PERSON, state


def test_late_state_of_a_record_that_left_is_asked_about_until_it_leaves_again(
    laptop: Laptop, city: CityDesk
) -> None:
    city.send(state(0))
    withheld = city.seal(state(1))
    city.send(RecordLeft("person", PERSON))
    laptop.sync()
    city.deliver(withheld)
    laptop.sync()
    laptop.sync()
    asked = Want("person", PERSON) in city.received()

    city.send(RecordLeft("person", PERSON))
    laptop.sync()

    assert asked
    assert laptop.store.rows("SELECT id FROM records") == []


def test_late_state_does_not_keep_a_record_that_must_go_and_waits_for_its_work(
    laptop: Laptop, city: CityDesk
) -> None:
    save_draft(laptop.store, Draft("d-1", "employment_brief", "1", PERSON, b"draft", 1))
    city.send(state(0))
    withheld = city.seal(state(1, phone="0595"))
    city.send(RecordLeft("person", PERSON))
    laptop.sync()

    city.deliver(withheld)
    laptop.sync()

    assert count_leaving(laptop.store) == 1
    assert "phone" not in laptop.person().fields


def test_late_state_does_not_say_where_a_record_lies(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    withheld = city.seal(replace(state(1), place="350582001001"))
    city.send(replace(state(2), place="350582001002"))
    laptop.sync()

    city.deliver(withheld)
    laptop.sync()

    assert list_places(laptop.store) == (("person", PERSON, "350582001002"),)


def test_late_state_of_a_record_we_work_on_does_not_say_where_it_lies(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    withheld = city.seal(replace(state(1), place="350582001001"))
    city.send(replace(state(2), place="350582001002"))
    laptop.sync()
    laptop.edit(phone="0595")

    city.deliver(withheld)
    laptop.sync()

    assert list_places(laptop.store) == (("person", PERSON, "350582001002"),)


def test_the_ends_of_a_fill_that_come_late_say_nothing(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    begins = city.seal(FillMark(FillStep.BEGINS))
    ends = city.seal(FillMark(FillStep.ENDS))
    city.send(state(3))
    laptop.sync()
    laptop.sync()
    before = laptop.store.rows("SELECT kind, id FROM wants")

    city.deliver(begins)
    city.deliver(ends)
    laptop.sync()

    assert laptop.store.rows("SELECT kind, id FROM wants") == before == [("everything", "2")]
