"""While records are closed no page shows anybody, and a person whose number is at hand can still be asked."""

import os
from pathlib import Path

import pytest

from desktop.capture.outcomes import (
    KnownPerson,
    UnknownCode,
)
from desktop.capture.scan_screen import ScanOrigin
from employment.privacy import mask_name, mask_resident_id
from server_stub.platform.orders import Order, OrderKind
from store import list_drafts, read_record
from sync.replica import read_member
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.test_program import fill_form
from tests.scenario.office import CAI, CAI_HOUSEHOLD

DAY_S = 86_400
NUMBER = CAI_HOUSEHOLD.rpartition("-")[2]


def field(desk: AtTheDesk, name: str) -> str:
    person = read_record(desk.replica, "person", CAI)
    assert person is not None
    return str(person.fields[name])


def fall_silent(desk: AtTheDesk) -> None:
    desk.wire.is_connected = False
    clock = desk.office.clock
    clock.set_wall(clock.now_ms() + 15 * DAY_S * 1000)  # days pass, and nobody leaves the computer alone
    desk.sync()
    desk.pilot.wait_for("closed", lambda: not desk.program.desk.shows_records())


def scan(desk: AtTheDesk, text: str) -> None:
    assert desk.program.scanning is not None
    desk.program.window.go_to("scan")
    desk.program.scanning.presenter.text_arrived(text, origin=ScanOrigin.TYPED)


def outcome(desk: AtTheDesk) -> object:
    assert desk.program.scanning is not None
    return desk.program.scanning.presenter._outcome


def picture(desk: AtTheDesk, tmp_path: Path, name: str) -> None:
    folder = Path(os.environ.get("QUANCAI_TEST_PICTURES", tmp_path))
    assert desk.pilot.picture(folder / f"{name}.png").stat().st_size > 0


def test_today_and_tasks_show_nobody_and_say_why(working: AtTheDesk, tmp_path: Path) -> None:
    name = mask_name(field(working, "person_name"))
    working.program.collecting.begin(CAI)
    page = working.program.collecting.page
    assert page is not None
    page.presenter.answer("/employment_brief/who/consent", "1")
    working.pilot.wait_for("saved", lambda: len(list_drafts(working.replica)) == 1)
    working.program.collecting.leave()
    working.pilot.wait_for("draft", lambda: working.pilot.sees(name))

    fall_silent(working)

    working.pilot.wait_for("closed", lambda: not working.pilot.sees(name))
    picture(working, tmp_path, "closed-today")
    assert working.pilot.sees(working.words.error("lease-over").title)
    news = working.program.desk.news
    assert news is not None
    assert (news.tasks, news.day.tasks) == ((), ())
    assert [draft.subject for draft in news.day.drafts] == [""]
    assert len(list_drafts(working.replica)) == 1


def test_scan_result_that_is_open_closes_with_the_records(working: AtTheDesk, tmp_path: Path) -> None:
    name = mask_name(field(working, "person_name"))
    scan(working, field(working, "id_no"))
    working.pilot.wait_for("found", lambda: working.pilot.sees(name))

    fall_silent(working)
    working.program.window.go_to("scan")

    working.pilot.wait_for("closed", lambda: not working.pilot.sees(name))
    picture(working, tmp_path, "closed-scan")


def test_household_of_a_closed_computer_is_not_known(working: AtTheDesk) -> None:
    fall_silent(working)

    scan(working, NUMBER)

    assert isinstance(outcome(working), UnknownCode)


def test_person_whose_number_is_at_hand_can_be_asked_with_an_empty_form(
    working: AtTheDesk, tmp_path: Path
) -> None:
    number, name, phone = (field(working, one) for one in ("id_no", "person_name", "phone"))
    fall_silent(working)
    scan(working, number)
    found = outcome(working)
    assert isinstance(found, KnownPerson)
    shown = found.member.masked_name

    working.program.collecting.begin(found.member.person_id)
    working.pilot.wait_for("form", lambda: working.program.collecting.page is not None)
    picture(working, tmp_path, "closed-form")
    seen = [word for word in (name, mask_name(name), phone, number) if working.pilot.sees(word)]

    assert shown == mask_resident_id(number)
    assert seen == []


def test_names_come_back_with_a_fresh_word_of_the_city(working: AtTheDesk) -> None:
    name = mask_name(field(working, "person_name"))
    number = field(working, "id_no")
    fall_silent(working)

    working.wire.is_connected = True
    working.office.desk.run_once()
    working.sync()
    scan(working, number)

    working.pilot.wait_for("open", lambda: working.pilot.sees(name))


@pytest.mark.expects_warning
def test_ended_device_shows_nobody_on_any_page(working: AtTheDesk) -> None:
    name = mask_name(field(working, "person_name"))
    number = field(working, "id_no")
    working.office.order(Order(OrderKind.REVOKE, read_member(working.replica).identity.device_id))
    working.office.desk.run_once()
    working.sync()
    working.pilot.wait_for("closed", lambda: not working.program.desk.shows_records())

    scan(working, number)

    assert not working.pilot.sees(name)
    news = working.program.desk.news
    assert news is not None
    assert {row.subject for row in news.queue} <= {""}


def test_form_filled_while_closed_is_kept_and_empties_nothing_that_was_known(working: AtTheDesk) -> None:
    kept = [field(working, one) for one in ("person_name", "id_no", "relation")]
    fall_silent(working)
    working.program.collecting.begin(CAI)
    working.pilot.wait_for("form", lambda: working.program.collecting.page is not None)
    page = working.program.collecting.page
    assert page is not None
    page.presenter.answer("/employment_brief/who/phone", "16405954274")
    fill_form(working)

    working.pilot.press(working.say("form.submit"))
    working.pilot.wait_for("kept", lambda: working.program.desk.status.unsent == 1)
    working.wire.is_connected = True
    working.office.desk.run_once()
    working.sync()
    working.wait_until_quiet()
    working.office.desk.run_once()

    assert [field(working, one) for one in ("person_name", "id_no", "relation")] == kept
    city = working.office.record("person", CAI).fields
    assert [city[one] for one in ("person_name", "id_no", "relation", "emp_status")] == [*kept, "1"]
