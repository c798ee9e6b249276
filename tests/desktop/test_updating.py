"""New versions behind somebody's work: one line says how it stands, nothing is switched over unsent work."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot

from desktop.settings.update_words import say_update
from desktop.updating import LOOK_AGAIN_MS, UpdateState, UpdateStep, Updating
from resources.words import Words
from tests.fakes.updates import Shelf
from updates.choosing import Take, Wait, Why
from updates.errors import NotWellError, SourceUnreachableError
from updates.release import Kind, Release, Ring, System
from updates.version import parse_version

LAPTOP = System("linux", "x86_64", Kind.PORTABLE)
NOW_MS = 1_795_420_800_000


def release(version: str = "0.2.0", *, carries_from: str = "0.1.0") -> Release:
    return Release(parse_version(version), LAPTOP, Ring.ALL, 100, parse_version(carries_from))


@pytest.fixture
def updating_from(qtbot: QtBot) -> Iterator[Callable[[Shelf], Updating]]:
    with ExitStack() as ends:

        def make(shelf: Shelf) -> Updating:
            updating = Updating(shelf)
            ends.callback(updating.close, lambda: 1)
            return updating

        yield make


def looked(updating: Updating, qtbot: QtBot, step: UpdateStep, *, unsent: int = 0) -> UpdateState:
    updating.look(unsent=unsent, now_ms=NOW_MS)
    qtbot.waitUntil(lambda: updating.state.step is step and not updating.is_looking)
    return updating.state


def test_a_version_that_is_ready_is_said_and_switched_to_at_the_end(
    qtbot: QtBot, updating_from: Callable[[Shelf], Updating]
) -> None:
    shelf = Shelf(Take(release()))
    updating = updating_from(shelf)

    state = looked(updating, qtbot, UpdateStep.READY)
    before = list(shelf.switched)
    updating.close(lambda: 3)

    assert say_update(state, Words("en")).startswith("Version 0.2.0 is ready")
    assert before == []
    assert shelf.switched == [release()]


def test_work_that_came_in_meanwhile_keeps_a_version_that_cannot_carry_it_away(
    qtbot: QtBot, updating_from: Callable[[Shelf], Updating]
) -> None:
    shelf = Shelf(Take(release(carries_from="0.2.0")))
    updating = updating_from(shelf)
    looked(updating, qtbot, UpdateStep.READY)

    updating.close(lambda: 1)

    assert shelf.switched == []


@pytest.mark.parametrize(
    ("why", "step"),
    [
        (Why.NEWEST, UpdateStep.NEWEST),
        (Why.RING, UpdateStep.RING),
        (Why.UNSENT, UpdateStep.UNSENT),
    ],
)
def test_what_is_not_taken_is_said_calmly(
    why: Why, step: UpdateStep, qtbot: QtBot, updating_from: Callable[[Shelf], Updating]
) -> None:
    shelf = Shelf(Wait(why, release()))

    state = looked(updating_from(shelf), qtbot, step, unsent=2)

    assert say_update(state, Words("zh_CN")).endswith("。")
    assert shelf.unsent == [2]


def test_no_network_is_a_line_and_no_alarm(
    qtbot: QtBot, updating_from: Callable[[Shelf], Updating], caplog: pytest.LogCaptureFixture
) -> None:
    updating = updating_from(Shelf(SourceUnreachableError(place="relay")))

    state = looked(updating, qtbot, UpdateStep.FAILED)

    assert "This version goes on working" in say_update(state, Words("en"))
    assert caplog.records == []


def test_a_version_that_is_not_well_is_named(
    qtbot: QtBot, updating_from: Callable[[Shelf], Updating]
) -> None:
    updating = updating_from(Shelf(NotWellError(version="0.2.0")))

    state = looked(updating, qtbot, UpdateStep.FAILED)

    assert "0.2.0" in say_update(state, Words("zh_CN"))


def test_it_looks_once_in_a_while_however_often_it_is_asked(
    qtbot: QtBot, updating_from: Callable[[Shelf], Updating]
) -> None:
    shelf = Shelf(Wait(Why.RING, release()))
    updating = updating_from(shelf)
    looked(updating, qtbot, UpdateStep.RING)

    updating.look(unsent=0, now_ms=NOW_MS + LOOK_AGAIN_MS - 1)
    first = shelf.looks
    updating.look(unsent=0, now_ms=NOW_MS + LOOK_AGAIN_MS)
    qtbot.waitUntil(lambda: shelf.looks == 2)

    assert first == 1


def test_closing_waits_for_no_slow_line(qtbot: QtBot, updating_from: Callable[[Shelf], Updating]) -> None:
    shelf = Shelf(Take(release()))
    shelf.gate.clear()
    updating = updating_from(shelf)
    updating.look(unsent=0, now_ms=NOW_MS)
    qtbot.waitUntil(lambda: updating.state.step is UpdateStep.FETCHING)

    updating.close(lambda: 0)
    shelf.gate.set()

    assert updating.state == UpdateState(UpdateStep.FETCHING, per_cent=25)
    assert shelf.switched == []


def test_where_the_system_installs_nothing_is_switched(
    qtbot: QtBot, updating_from: Callable[[Shelf], Updating]
) -> None:
    shelf = Shelf(Take(release()))
    shelf.brings_itself = False
    updating = updating_from(shelf)

    looked(updating, qtbot, UpdateStep.INSTALLER)
    updating.close(lambda: 0)

    assert shelf.switched == []


def test_without_a_source_nobody_is_asked(updating_from: Callable[[Shelf], Updating]) -> None:
    shelf = Shelf(Wait(Why.NEWEST))
    shelf.has_source = False
    updating = updating_from(shelf)

    updating.look(unsent=0, now_ms=NOW_MS)

    assert (updating.state.step, shelf.looks) == (UpdateStep.OFF, 0)


def test_a_program_that_stands_says_that_it_is_well(updating_from: Callable[[Shelf], Updating]) -> None:
    shelf = Shelf(Wait(Why.NEWEST))

    updating_from(shelf).started()

    assert shelf.confirmed == 1


def test_what_the_office_wants_is_looked_after_at_once_and_said_calmly(
    qtbot: QtBot, updating_from: Callable[[Shelf], Updating]
) -> None:
    shelf = Shelf(Wait(Why.UNSENT, release("0.3.0")))
    updating = updating_from(shelf)
    looked(updating, qtbot, UpdateStep.UNSENT)

    updating.look(unsent=1, now_ms=NOW_MS + 1, required="0.3.0")
    qtbot.waitUntil(lambda: not updating.is_looking)

    assert shelf.required == [None, "0.3.0"]
    assert "go on" in say_update(updating.state, Words("en"))


@pytest.mark.parametrize("wanted", ["0.0.1", "0.1.0", "newest please"])
def test_a_wish_that_is_met_or_makes_no_sense_says_nothing(
    wanted: str, updating_from: Callable[[Shelf], Updating]
) -> None:
    shelf = Shelf(Wait(Why.NEWEST))
    shelf.has_source = False
    updating = updating_from(shelf)

    updating.look(unsent=0, now_ms=NOW_MS, required=wanted)

    assert updating.state == UpdateState(UpdateStep.OFF)


def test_work_is_counted_only_for_a_version_that_minds_it(
    qtbot: QtBot, updating_from: Callable[[Shelf], Updating]
) -> None:
    shelf = Shelf(Take(release()))
    updating = updating_from(shelf)
    looked(updating, qtbot, UpdateStep.READY)
    counted: list[str] = []

    def count() -> int:
        counted.append("asked")
        return 1

    updating.close(count)

    assert counted == []
    assert shelf.switched == [release()]


def test_a_version_that_carries_nothing_is_switched_to_once_all_is_sent(
    qtbot: QtBot, updating_from: Callable[[Shelf], Updating]
) -> None:
    shelf = Shelf(Take(release(carries_from="0.2.0")))
    updating = updating_from(shelf)
    looked(updating, qtbot, UpdateStep.READY)

    updating.close(lambda: 0)

    assert shelf.switched == [release(carries_from="0.2.0")]
