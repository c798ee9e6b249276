"""The demonstration begins in the middle of a working day: vacancies nearby, doubts due, once."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from server_stub.data_folder import load_settings, open_city
from server_stub.demo_day import DemoDay
from server_stub.platform.inspection import list_tasks
from server_stub.platform.records import CityRecord, records_of
from server_stub.platform.township import load_township
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path, clock: FakeClock) -> Path:
    """A city with the township, and the day laid out."""
    city = open_city(load_settings(tmp_path, {}))
    with city.write() as connection:
        load_township(connection, now_ms=clock.now_ms())
    city.close()
    lay_out(tmp_path, clock)
    return tmp_path


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def lay_out(folder: Path, clock: FakeClock) -> None:
    DemoDay(folder, clock, SeededEntropy()).lay_out()


def vacancies(folder: Path) -> list[CityRecord]:
    city = open_city(load_settings(folder, {}))
    with city.read() as connection:
        found = list(records_of(connection, "vacancy"))
    city.close()
    return found


def fields(task: Mapping[str, object]) -> Mapping[str, object]:
    found = task["fields"]
    assert isinstance(found, dict)
    return found


def test_a_doubt_is_overdue_one_due_today_and_two_later(folder: Path) -> None:
    due = sorted((str(fields(task)["due_on"]), str(fields(task)["rule_id"])) for task in list_tasks(folder))

    assert due == [
        ("2026-11-21", "D41"),
        ("2026-11-22", "D73"),
        ("2026-11-24", "D21"),
        ("2026-11-27", "D54"),
    ]


def test_work_is_offered_nearby_and_not_over_yet(folder: Path) -> None:
    offered = vacancies(folder)

    assert len(offered) == 8
    assert {one.village for one in offered} == {"350582"}
    assert min(date.fromisoformat(str(one.fields["valid_until"])) for one in offered) > TODAY


def test_the_day_is_laid_out_once(folder: Path, clock: FakeClock) -> None:
    lay_out(folder, clock)

    assert (len(list_tasks(folder)), len(vacancies(folder))) == (4, 8)
