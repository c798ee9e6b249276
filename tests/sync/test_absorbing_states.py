"""The platform's word about a record meets work of this device that is not applied yet."""

from store import InboxState, field_history, open_conflicts, record_history
from sync.change import VerdictState
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import PERSON, state, verdict


def test_platforms_news_below_work_that_is_not_applied_is_kept_in_the_history(
    laptop: Laptop, city: CityDesk
) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.edit(emp_status="1")
    city.send(state(5, emp_status="3", phone="0595"))

    laptop.sync()

    assert laptop.person().fields["emp_status"] == "1"
    assert laptop.person().fields["phone"] == "0595"
    covered = [
        one for one in field_history(laptop.store, "person", PERSON, "emp_status") if not one.was_shown
    ]
    assert [one.value for one in covered] == ["3"]
    assert open_conflicts(laptop.store) == ()


def test_platform_agreeing_with_pending_work_is_no_conflict(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.edit(emp_status="1")
    city.send(state(5, emp_status="1"))

    laptop.sync()

    assert open_conflicts(laptop.store) == ()
    assert laptop.codes(InboxState.CONFLICTED) == []


def test_once_applied_the_platforms_state_is_the_record(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.edit(emp_status="1")
    laptop.sync()
    city.send(verdict(VerdictState.APPLIED), state(6, emp_status="1", emp_checked=True))

    laptop.sync()

    assert laptop.person().revision == state(6).revision
    assert laptop.person().fields["emp_checked"] is True
    assert [one.fields.get("emp_status") for one in record_history(laptop.store, "person", PERSON)] == [
        "2",
        "1",
        "1",
    ]


def test_state_before_its_verdict_in_one_envelope_still_wins(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.edit(emp_status="1")
    city.send(state(6, emp_status="4"), verdict(VerdictState.RETURNED))

    laptop.sync()

    assert laptop.person().fields["emp_status"] == "4"


def test_deletion_does_not_take_pending_work_away(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.edit(emp_status="1")
    city.send(state(5, deleted=True))

    laptop.sync()

    assert not laptop.person().is_deleted
    assert laptop.person().fields["emp_status"] == "1"


def test_deletion_leaves_a_tombstone(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    city.send(state(1, deleted=True))

    laptop.sync()

    assert laptop.person().is_deleted


def test_older_state_does_not_bring_the_past_back(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(5, emp_status="3"))
    city.send(state(4, emp_status="9"))

    laptop.sync()

    assert laptop.person().fields["emp_status"] == "3"
