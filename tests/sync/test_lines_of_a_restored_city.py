"""What the name of a revision says of a city that was put back to a backup, and what a device makes of it."""

from dataclasses import replace

import pytest

from store import read_record
from store.trust import list_alarms
from sync.change import FillMark, FillStep, RecordState
from sync.merge.lines import has_forgotten, line_after_restore, line_of
from sync.merge.revision import revision_of
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import PERSON, moment, state

BEGINS, ENDS = FillMark(FillStep.BEGINS), FillMark(FillStep.ENDS)
KEPT = revision_of(moment(1, node="city"))
RESTORED_MS = moment().wall_ms + 1_000


def restated(counter: int, *, kept: str = KEPT, restored_ms: int = RESTORED_MS) -> str:
    line = line_after_restore(kept, restored_ms=restored_ms)
    return revision_of(moment(counter, node=line))


def told_again(counter: int, *, phone: str) -> RecordState:
    return replace(state(counter, phone=phone), revision=restated(counter))


@pytest.mark.parametrize(
    ("told", "held", "forgotten"),
    [
        (restated(9), revision_of(moment(2, node="city")), True),
        (restated(9), KEPT, False),
        (restated(9), revision_of(moment(0, node="city")), False),
        (restated(9), restated(8), False),
        (restated(9, restored_ms=RESTORED_MS + 5), restated(8), True),
        (revision_of(moment(9, node="city")), revision_of(moment(2, node="city")), False),
        ("foreign", "another", False),
    ],
    ids=["later", "kept", "earlier", "same line", "second restore", "never restored", "foreign"],
)
def test_only_what_came_after_the_backup_in_another_line_is_forgotten(
    told: str, held: str, forgotten: bool
) -> None:
    assert has_forgotten(told, held) is forgotten


def test_a_restored_line_is_the_citys() -> None:
    assert line_of(restated(9)).endswith("-city")
    assert len(restated(9)) <= 128


def alarms(laptop: Laptop) -> list[tuple[str, str]]:
    return [(one.code, one.subject) for one in list_alarms(laptop.store)]


def test_nothing_is_said_before_everything_was_told(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(1, phone="1"))
    city.send(state(2, phone="2"))
    laptop.sync()

    city.send(BEGINS, told_again(5, phone="1"))
    laptop.sync()
    early = alarms(laptop)
    city.send(ENDS)
    laptop.sync()

    held = read_record(laptop.store, "person", PERSON)
    assert held is not None
    assert (early, alarms(laptop)) == ([], [("city-forgot", f"person {PERSON}")])
    assert held.fields["phone"] == "1"


def test_a_word_that_came_back_meanwhile_is_no_alarm(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(1, phone="1"))
    city.send(state(2, phone="2"))
    laptop.sync()

    city.send(BEGINS, told_again(5, phone="1"))
    city.send(told_again(6, phone="2"), ENDS)
    laptop.sync()

    assert alarms(laptop) == []
