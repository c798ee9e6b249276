"""The counter in the whole program: a newcomer on the way to the city, a gun on every page, the lock."""

from collections.abc import Mapping

from PySide6.QtWidgets import QApplication

from desktop.gig.questions import COUNTY, FORM_ID, TOWN, TRADES, VILLAGE
from desktop.pages.rail_pages import GIG
from desktop.preferences import read_preferences
from store import DeliveryState, Store, list_drafts, list_items, list_submissions, mark_item
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.gig_story import NEW_NUMBER, WHOLE
from tests.fakes.local_records import id_number
from tests.scenario.office import CAI

SAID = {
    **WHOLE,
    "/gig_register/task/collector_code": "qz-01",
    "/gig_register/station/station_code": "LGYZ-350582-001",
    "/gig_register/station/scene": "park",
    "/gig_register/avail/want_county": "350582",
    TRADES: "08",
    "/gig_register/pay/pay_min": "260",
    "/gig_register/who/phone": "13900007777",
    "/gig_register/who/person_name": "蒋国珍",
}
NOTHING: Mapping[str, str] = {}
FROM_ELSEWHERE = {COUNTY: "350583", TOWN: "350583001", VILLAGE: "350583001001"}
AGREED = {
    "/gig_register/consent_grp/consent": "1",
    "/gig_register/consent_grp/consent_sensitive": "1",
    "/gig_register/consent_grp/consent_share": "1",
}


def give_back(desk: AtTheDesk) -> None:
    """Let the platform have returned the one form there is, and the program have heard of it."""
    [form] = list_submissions(desk.replica)
    heard: list[object] = []

    def return_it(store: Store) -> None:
        mark_item(store, form.id, DeliveryState.RETURNED, at_ms=0, code="submission-not-valid")

    def look_after(_news: object) -> None:
        desk.program.desk.run(list_drafts, done=heard.append)  # behind what the news had read

    desk.program.desk.run(return_it, done=lambda _: desk.program.desk.refresh(done=look_after))
    desk.pilot.wait_for("heard", lambda: heard != [])


def ask_where_somebody_lives(desk: AtTheDesk, number: str) -> None:
    """Let somebody new answer everything but where they live."""
    gig = desk.program.work.gig
    assert gig is not None
    gig.presenter.other_person()
    serve(desk, number)
    fill(desk, {COUNTY: "", TOWN: "", VILLAGE: ""})
    gig.presenter.serving.finish()


def scan(desk: AtTheDesk, code: str) -> None:
    desk.program.work.gun.route(code)


def open_counter(desk: AtTheDesk) -> None:
    desk.program.window.page_requested.emit(GIG)
    desk.wait_until_quiet()


def serve(desk: AtTheDesk, code: str) -> None:
    """Scan somebody's number; they stand at the counter once it is read who was here before."""
    gig = desk.program.work.gig
    assert gig is not None
    scan(desk, code)
    desk.pilot.wait_for("somebody at the counter", lambda: gig.presenter.registration is not None)


def fill(desk: AtTheDesk, more: Mapping[str, str] = NOTHING) -> None:
    gig = desk.program.work.gig
    assert gig is not None
    registration = gig.presenter.registration
    assert registration is not None
    for reference, text in {**AGREED, **SAID, **more}.items():
        registration.answer(reference, text)


def register(desk: AtTheDesk) -> None:
    gig = desk.program.work.gig
    assert gig is not None
    gig.presenter.serving.finish()
    desk.pilot.wait_for("registered", lambda: gig.presenter.registration is None)


def test_a_newcomer_is_registered_and_the_city_takes_the_form(working: AtTheDesk) -> None:
    open_counter(working)
    serve(working, NEW_NUMBER)
    fill(working)
    register(working)
    working.sync()
    working.office.desk.run_once()
    working.sync()

    [form] = [one for one in list_submissions(working.replica) if one.form_id == FORM_ID]
    assert form.subject_id is not None
    assert form.subject_id.startswith("g-")
    assert {item.state for item in list_items(working.replica)} == {DeliveryState.APPLIED}
    assert list_drafts(working.replica) == ()
    assert working.pilot.sees("蒋*珍")


def test_somebody_from_another_town_is_registered_and_the_city_takes_the_form(working: AtTheDesk) -> None:
    open_counter(working)
    serve(working, NEW_NUMBER)
    fill(working, FROM_ELSEWHERE)
    register(working)
    working.sync()
    working.office.desk.run_once()
    working.sync()

    assert {item.state for item in list_items(working.replica)} == {DeliveryState.APPLIED}


def test_the_place_of_a_form_given_back_is_offered_to_nobody_else(working: AtTheDesk) -> None:
    open_counter(working)
    serve(working, NEW_NUMBER)
    fill(working, FROM_ELSEWHERE)
    register(working)
    ask_where_somebody_lives(working, id_number("35052119900304124"))
    is_offered_before = working.pilot.sees(working.say("gig.where"))
    give_back(working)
    ask_where_somebody_lives(working, id_number("35052119900304126"))

    assert is_offered_before
    assert not working.pilot.sees(working.say("gig.where"))


def test_letters_at_the_counter_find_whom_the_page_of_records_finds(working: AtTheDesk) -> None:
    gig = working.program.work.gig
    assert gig is not None
    open_counter(working)
    gig.view.idle.typed.emit("czm")
    working.pilot.wait_for("offered", lambda: working.pilot.sees("蔡*明"))

    assert gig.presenter.registration is None


def test_whoever_was_registered_is_known_the_next_time(working: AtTheDesk) -> None:
    open_counter(working)
    serve(working, NEW_NUMBER)
    fill(working)
    register(working)
    serve(working, NEW_NUMBER)

    gig = working.program.work.gig
    assert gig is not None
    assert gig.presenter.registration is not None
    assert gig.presenter.registration.text(TRADES) == "08"
    assert working.pilot.sees(working.say("gig.returning"))


def test_a_person_of_the_register_is_registered_under_their_record(working: AtTheDesk) -> None:
    open_counter(working)
    serve(working, "350582198005189016")

    gig = working.program.work.gig
    assert gig is not None
    assert gig.presenter.registration is not None
    assert gig.presenter.registration.subject_id == CAI
    assert working.pilot.sees("蔡*明")


def test_a_draft_put_aside_at_the_counter_is_resumed_as_a_form(working: AtTheDesk) -> None:
    open_counter(working)
    serve(working, NEW_NUMBER)
    fill(working)
    gig = working.program.work.gig
    assert gig is not None
    gig.presenter.other_person()
    working.pilot.wait_for("draft", lambda: len(list_drafts(working.replica)) == 1)
    [draft] = list_drafts(working.replica)
    working.program.collecting.resume(draft.id)

    page = working.program.collecting.page
    assert page is not None
    assert page.presenter.session.values()[TRADES] == "08"


def test_a_draft_of_the_counter_goes_on_at_the_counter_where_it_was_begun(working: AtTheDesk) -> None:
    open_counter(working)
    serve(working, NEW_NUMBER)
    fill(working)
    gig = working.program.work.gig
    assert gig is not None
    gig.presenter.leave()
    working.program.window.go_to("today")
    working.program.desk.refresh()
    working.pilot.wait_for("draft", lambda: len(list_drafts(working.replica)) == 1)
    gig.presenter.forget()
    gig.keep_of_window("/gig_register/station/station_code", "LGYZ-350582-007")
    [draft] = list_drafts(working.replica)
    assert working.program.day is not None
    working.program.day.today.draft_chosen.emit(draft.id)
    working.pilot.wait_for("asked", lambda: working.pilot.sees(working.say("gig.begun_elsewhere")))
    gig.view.ask.chosen.emit("begun")

    assert working.program.window.navigation.current == GIG
    assert gig.presenter.registration is not None
    assert gig.presenter.registration.text("/gig_register/station/station_code") == "LGYZ-350582-001"
    assert gig.station == "LGYZ-350582-007"


def test_the_lock_leaves_nobody_at_the_counter(working: AtTheDesk) -> None:
    open_counter(working)
    serve(working, NEW_NUMBER)
    fill(working)
    working.program.lock()

    gig = working.program.work.gig
    assert gig is not None
    assert gig.presenter.registration is None
    assert not working.pilot.sees("蒋")


def test_a_scan_on_any_other_page_opens_scanning(working: AtTheDesk) -> None:
    working.program.window.go_to("sync")
    scan(working, "0921")

    assert working.program.window.navigation.current == "scan"
    assert working.pilot.sees("象山路 12 号")


def test_a_scan_over_a_form_does_not_leave_it(working: AtTheDesk) -> None:
    working.program.collecting.begin(CAI)
    working.pilot.wait_for("form", lambda: working.program.collecting.page is not None)
    focused = QApplication.focusWidget()
    scan(working, "LGYZ-350582-001")

    assert working.program.collecting.page is not None
    assert QApplication.focusWidget() is focused
    assert working.program.window.navigation.current == "today"


def test_the_station_off_the_wall_is_kept_for_this_computer(working: AtTheDesk) -> None:
    open_counter(working)
    scan(working, "LGYZ-350582-007")

    preferences = working.program.paths.preferences
    working.pilot.wait_for("kept", lambda: read_preferences(preferences).gig_station == "LGYZ-350582-007")
    assert working.pilot.sees("晋江市零工驿站 007")


def test_the_lock_leaves_nothing_that_was_scanned(working: AtTheDesk) -> None:
    working.program.window.go_to("sync")
    scan(working, "0921")
    scanning = working.program.work.scanning
    assert scanning is not None
    working.program.lock()

    assert "0921" not in repr(vars(scanning.presenter))
    assert scanning.view.entry.text() == ""
