"""At the desk: what came back is counted everywhere and put aside by a press; a text is looked up."""

from dataclasses import replace

from desktop.capture.scan_screen import ScanChoice, ScanOrigin
from desktop.pages.rail_pages import RECORDS, SYNC, TODAY
from desktop.settings.examining import look_around
from store import DeliveryState, Store, enqueue, list_items, mark_item
from store.records import list_records
from tests.desktop.at_the_desk import AtTheDesk
from tests.fakes.clock import STORY_STARTS_MS
from tests.store.story import item


def lay_returned(store: Store) -> None:
    """Leave a change of somebody that the platform refused."""
    person = list_records(store, "person")[0]
    change = replace(item("back"), submission_id=None, record_id=person.id)
    enqueue(store, replace(change, state_times={DeliveryState.QUEUED: STORY_STARTS_MS}))
    mark_item(store, "back", DeliveryState.RETURNED, at_ms=STORY_STARTS_MS, code="record-missing")


def with_returned(working: AtTheDesk) -> AtTheDesk:
    desk = working.program.desk
    desk.run(lay_returned, done=lambda _: desk.refresh())
    working.pilot.wait_for("counted", lambda: desk.status.returned == 1)
    return working


def test_what_came_back_is_counted_in_the_rail_the_chip_and_the_diagnosis(working: AtTheDesk) -> None:
    program = with_returned(working).program
    computer = program.computer
    standing = look_around(program.paths, program.desk, has_keychain=True, preferences=computer.choices.now)

    assert program.window.rail.count(SYNC) == 1
    assert program.window.top_bar.sync_chip.text().endswith("1 条被退回")
    assert standing.returned == 1


def test_press_puts_aside_what_came_back_and_it_stays_in_the_list(working: AtTheDesk) -> None:
    program = with_returned(working).program
    program.window.go_to(SYNC)
    working.pilot.press(working.say("exchange.row_aside"))
    working.pilot.wait_for("put aside", lambda: program.desk.status.returned == 0)

    news = program.desk.news
    assert news is not None
    assert [(row.state, row.needs_person) for row in news.queue if row.id == "back"] == [
        (DeliveryState.RETURNED, False)
    ]
    assert [one.state for one in list_items(working.replica) if one.id == "back"] == [DeliveryState.RETURNED]
    assert program.window.rail.count(SYNC) == 0


def test_hero_brings_the_first_act_under_the_keys(working: AtTheDesk) -> None:
    program = with_returned(working).program
    program.window.go_to(SYNC)
    working.pilot.press(working.say("exchange.look_at_returned"))

    focused = program.window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == working.say("exchange.row_fix")


def test_correction_opens_a_form_about_the_same_person(working: AtTheDesk) -> None:
    program = with_returned(working).program
    program.window.go_to(SYNC)
    working.pilot.press(working.say("exchange.row_fix"))
    working.pilot.wait_for("the form", lambda: program.collecting.page is not None)

    assert program.window.is_full_screen_task_open
    assert program.desk.status.returned == 1


def test_line_of_today_leads_to_what_came_back(working: AtTheDesk) -> None:
    program = with_returned(working).program
    assert program.day is not None
    program.window.go_to(TODAY)
    working.pilot.press(working.say("today.act_continue"))

    assert program.window.navigation.current == SYNC


def test_address_that_was_typed_is_looked_for_in_the_records(working: AtTheDesk) -> None:
    pages = working.program.work
    assert pages.scanning is not None
    assert pages.records is not None
    pages.scanning.presenter.text_arrived("象山路", origin=ScanOrigin.TYPED)
    pages.scanning.presenter.choose(ScanChoice.SEARCH)

    assert working.program.window.navigation.current == RECORDS
    assert pages.records.view.search.text() == "象山路"
