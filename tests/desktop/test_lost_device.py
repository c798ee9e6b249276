"""What the officer sees when the city falls silent, and when the office has ended the device."""

import pytest

from desktop.paths import AppPaths
from desktop.who_may_come import is_new
from server_stub.devices_of_the_office import Standing, list_devices
from server_stub.platform.orders import Order, OrderKind
from server_stub.platform.review import list_quarantine
from store import list_drafts, read_record
from sync.replica import read_member
from tests.desktop.at_the_desk import AtTheDesk
from tests.desktop.test_program import open_form
from tests.scenario.office import CAI

DAY_S = 86_400


def device_id(desk: AtTheDesk) -> str:
    return read_member(desk.replica).identity.device_id


def open_records(desk: AtTheDesk) -> None:
    desk.program.window.go_to("records")


def test_records_close_after_a_long_silence_and_open_again_with_the_network(working: AtTheDesk) -> None:
    working.wire.is_connected = False
    working.let_time_pass(seconds=15 * DAY_S)
    title = working.words.error("lease-over").title

    working.sync()
    open_records(working)
    working.pilot.wait_for("closed", lambda: working.pilot.sees(title))
    working.wire.is_connected = True
    working.office.desk.run_once()
    working.sync()

    working.pilot.wait_for("open", lambda: not working.pilot.sees(title))
    assert read_record(working.replica, "person", CAI) is not None


def test_ended_device_closes_its_records_and_keeps_them(working: AtTheDesk) -> None:
    working.office.order(Order(OrderKind.REVOKE, device_id(working)))
    working.office.desk.run_once()

    working.sync()
    open_records(working)

    title = working.words.error("device-revoked").title
    working.pilot.wait_for("closed", lambda: working.pilot.sees(title))
    assert read_record(working.replica, "person", CAI) is not None


def test_lost_device_erases_itself_and_says_so(working: AtTheDesk) -> None:
    paths: AppPaths = working.program.paths
    working.office.order(Order(OrderKind.REVOKE, device_id(working), is_wipe=True))
    working.office.desk.run_once()

    working.program.desk.sync()

    title = working.words.error("device-wiped").title
    working.pilot.wait_for("erased", lambda: working.pilot.sees(title))
    assert is_new(paths)
    assert working.program.desk.reader is None
    working.program.window.close()
    assert [path.name for path in paths.folder.iterdir()] == ["replica.db.lock"]
    assert (paths.folder / "replica.db.lock").read_bytes() == b""
    working.office.desk.run_once()
    assert [one.standing for one in list_devices(working.office.folder)] == [Standing.WIPED]
    with working.office.city.read() as connection:
        assert list_quarantine(connection) == ()


@pytest.mark.expects_warning
def test_form_that_is_open_when_the_order_comes_reaches_the_office(working: AtTheDesk) -> None:
    open_form(working)
    page = working.program.collecting.page
    assert page is not None
    page.presenter.answer("/employment_brief/who/consent", "1")
    working.pilot.wait_for("saved", lambda: len(list_drafts(working.replica)) == 1)
    working.office.order(Order(OrderKind.REVOKE, device_id(working), is_wipe=True))
    working.office.desk.run_once()

    working.program.desk.sync()
    title = working.words.error("device-wiped").title
    working.pilot.wait_for("erased", lambda: working.pilot.sees(title))
    working.office.desk.run_once()

    with working.office.city.read() as connection:
        (waiting,) = list_quarantine(connection)
    assert waiting.code == "sender-revoked"
    assert is_new(working.program.paths)
    assert not working.program.paths.preferences.exists()
