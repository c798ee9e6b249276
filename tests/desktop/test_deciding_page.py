"""The whole program: a difference is on 今日 and at the record, and one choice settles it everywhere."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.components.choice_card import ChoiceRadio
from desktop.deciding.deciding_view import DecidingView
from desktop.deciding.differences import read_differences
from store import Store, open_conflicts, read_record, transaction
from store.conflicts import keep_conflict
from store.outbox import list_items
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.deciding_story import OURS, conflict
from tests.scenario.office import CAI

PHONE = "13800138000"


def keep(store: Store, *, standing: str | None) -> None:
    with transaction(store):
        keep_conflict(store, conflict("c-1", CAI, "phone", standing, PHONE))
        keep_conflict(store, conflict("c-2", CAI, "emp_status", "1", "2"))
        keep_conflict(store, conflict("c-3", CAI, "employer_name", None, "晨汐鞋业"))


@pytest.fixture
def differing(working: AtTheDesk) -> AtTheDesk:
    """Somebody else has written another phone and another status."""
    desk = working.program.desk
    record = read_record(working.replica, "person", CAI)
    standing = str(record.fields.get("phone")) if record else None
    desk.run(partial(keep, standing=standing), done=lambda _: desk.refresh())
    title = working.words.count("screens.today.differences", 1)
    working.pilot.wait_for("on today", lambda: working.pilot.sees(title))
    return working


def page(desk: AtTheDesk) -> DecidingView:
    view = desk.program.deciding.view
    assert view is not None
    desk.pilot.wait_for("cards", lambda: bool(cards(desk)))
    return view


def cards(desk: AtTheDesk) -> list[ChoiceRadio]:
    view = desk.program.deciding.view
    return [] if view is None else [one for one in view.findChildren(ChoiceRadio) if one.isVisible()]


def test_difference_is_decided_from_today(differing: AtTheDesk) -> None:
    differing.pilot.press(differing.say("today.act_decide"))
    page(differing)

    cards(differing)[1].click()
    differing.pilot.press(differing.say("differences.confirm"))

    differing.pilot.wait_for("decided", lambda: len(open_conflicts(differing.replica)) == 2)
    record = read_record(differing.replica, "person", CAI)
    assert record is not None
    assert record.fields["phone"] == PHONE
    assert [item.record_id for item in list_items(differing.replica)] == [CAI]


def test_fields_that_move_together_are_one_question(differing: AtTheDesk) -> None:
    [record] = read_differences(differing.replica)

    assert [one.fields for one in record.differences] == [("phone",), ("emp_status", "employer_name")]
    assert record.differences[0].sides[0].word.at_ms == int(OURS.split("-")[0])


def test_record_says_that_it_differs_and_leads_to_its_own_questions(differing: AtTheDesk) -> None:
    differing.program.window.go_to("records")
    records = differing.program.records
    assert records is not None
    records.presenter.open_record(CAI)
    differing.pilot.press(differing.say("record.differing_act"))

    page(differing)
    assert len(cards(differing)) == 4


def test_everything_works_by_keyboard(differing: AtTheDesk) -> None:
    differing.program.deciding.open()
    view = page(differing)
    first = cards(differing)[0]
    first.setFocus()

    QTest.keyClick(first, Qt.Key.Key_2)
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    differing.pilot.wait_for("decided", lambda: len(open_conflicts(differing.replica)) == 2)


def test_escape_leaves_everything_as_it_was(differing: AtTheDesk) -> None:
    differing.program.deciding.open()
    view = page(differing)
    cards(differing)[1].click()

    QTest.keyClick(view, Qt.Key.Key_Escape)

    assert differing.program.deciding.view is None
    assert not differing.program.window.is_full_screen_task_open
    assert len(open_conflicts(differing.replica)) == 3
    assert list_items(differing.replica) == ()


def test_phone_is_masked_until_asked_for_and_again_behind_the_lock(differing: AtTheDesk) -> None:
    differing.program.deciding.open()
    page(differing)
    before = [card.text() for card in cards(differing)]
    differing.pilot.press(differing.say("differences.reveal"))
    differing.pilot.wait_for("in full", lambda: PHONE in [card.text() for card in cards(differing)])
    differing.program.lock()

    assert PHONE not in before
    assert differing.program.deciding.view is None


def test_closed_records_show_no_differences(differing: AtTheDesk) -> None:
    differing.wire.is_connected = False
    differing.let_time_pass(seconds=15 * 86_400)
    differing.program.deciding.open()

    title = differing.words.error("lease-over").title
    differing.pilot.wait_for("closed", lambda: differing.pilot.sees(title))
    assert cards(differing) == []


def test_a_decision_is_taken_back_from_the_toast(differing: AtTheDesk) -> None:
    standing = read_record(differing.replica, "person", CAI)
    assert standing is not None
    differing.program.deciding.open()
    page(differing)
    cards(differing)[1].click()
    differing.pilot.press(differing.say("differences.confirm"))
    differing.pilot.wait_for("decided", lambda: len(open_conflicts(differing.replica)) == 2)

    differing.pilot.press(differing.say("differences.undo"))

    differing.pilot.wait_for("waits again", lambda: len(open_conflicts(differing.replica)) == 3)
    record = read_record(differing.replica, "person", CAI)
    assert record is not None
    assert record.fields["phone"] == standing.fields["phone"]
