"""An edit names the state of the city its maker saw: not his own work, and no news his work covers."""

import pytest

from store import Origin, read_record, write_record
from store.records import StoredRecord
from sync.change import VerdictState
from sync.edit_clock import next_edit_time, watch_verdict
from sync.editing_base import editing_base
from sync.merge.policy import ASK_ALWAYS
from sync.merge.revision import revision_of
from tests.fakes.clock import STORY_STARTS_MS
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import PERSON, state, verdict

DAY_MS = 86_400_000


def base_of(laptop: Laptop, **edits: str) -> str | None:
    return editing_base(laptop.store, laptop.person(), edits, policy=ASK_ALWAYS)


def test_work_on_top_of_own_work_names_the_citys_state(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    laptop.sync()

    laptop.edit(emp_status="1")

    assert base_of(laptop, phone="138") == state(0).revision
    assert base_of(laptop, emp_status="6") == state(0).revision


def test_news_that_is_shown_has_been_seen(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.edit(emp_status="1")
    city.send(state(5, phone="136"))
    laptop.sync()

    assert base_of(laptop, phone="138") == state(5).revision
    assert base_of(laptop, emp_status="6") == state(5).revision


def test_news_that_own_work_covers_has_not_been_seen(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.edit(emp_status="1")
    city.send(state(5, emp_status="3"))
    laptop.sync()

    assert base_of(laptop, emp_status="6") == state(0).revision
    assert base_of(laptop, emp_status="1", phone="138") == state(5).revision


def test_returned_work_takes_nothing_with_it(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    laptop.sync()
    laptop.edit(emp_status="1")
    city.send(verdict(VerdictState.RETURNED, code="form-unknown"))
    laptop.sync()

    assert base_of(laptop, emp_status="6") == state(0).revision


def test_the_next_edit_is_later_than_the_last_of_any_record_after_a_restart(laptop: Laptop) -> None:
    first = next_edit_time(laptop.store, None, wall_ms=STORY_STARTS_MS, node="xiangshan")

    second = next_edit_time(laptop.store, None, wall_ms=STORY_STARTS_MS - 365 * DAY_MS, node="xiangshan")

    assert revision_of(second) > revision_of(first)


def test_an_edit_comes_after_what_the_city_said(laptop: Laptop) -> None:
    said = state(7).revision
    held = StoredRecord("person", PERSON, said, {}, said, {}, STORY_STARTS_MS)
    write_record(laptop.store, held, origin=Origin("platform"))

    made = next_edit_time(
        laptop.store,
        read_record(laptop.store, "person", PERSON),
        wall_ms=STORY_STARTS_MS - 1,
        node="xiangshan",
    )

    assert revision_of(made) > said


@pytest.mark.parametrize(
    ("made_ms", "judged_ms", "wall_ms", "code"),
    [
        (0, 0, 0, None),
        (None, 0, DAY_MS, None),
        (9 * 60_000, 0, DAY_MS, None),
        (11 * 60_000, 0, DAY_MS, "clock-ahead"),
        (0, DAY_MS, DAY_MS - 11 * 60_000, "clock-behind"),
        (365 * DAY_MS, 0, 365 * DAY_MS, "clock-ahead"),
    ],
)
def test_a_verdict_shows_how_wrong_the_clock_is(
    laptop: Laptop, made_ms: int | None, judged_ms: int, wall_ms: int, code: str | None
) -> None:
    told = watch_verdict(laptop.store, made_ms=made_ms, judged_ms=judged_ms, wall_ms=wall_ms)

    assert told == code
