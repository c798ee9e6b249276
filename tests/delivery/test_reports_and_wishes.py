"""A computer says how it stands, the office wants something of it, and both go sealed like all the rest."""

from dataclasses import replace
from pathlib import Path

import pytest

from server_stub.platform.device_words import ReportedState, keep_wish, read_diagnosis, read_reports
from store import Store
from store.trust import keep_trust
from sync.change import DeviceOrder, DeviceReport, DeviceWish
from sync.replica import load_membership
from sync.reporting import REPORT_AFTER_MS, keep_orders, report_if_due, required_version
from tests.scenario.office import Office
from tests.scenario.village import OneThread, Village, settle_village

STANDS = DeviceReport(
    at_ms=0,
    program="0.1.0",
    system="linux x86_64",
    free_mib=20_480,
    unsent=2,
    last_sync_ms=1_795_420_800_000,
    forms=("employment_brief 2026-11",),
    troubles=("copy",),
)


def report(village: Village, stands: DeviceReport = STANDS) -> bool:
    """Do what a program does before an exchange."""
    office, replica = village.office, OneThread(village.store)

    def read(wants_text: bool) -> DeviceReport:
        return replace(stands, diagnostics="检查：空间 ok".encode() if wants_text else b"")

    return report_if_due(replica, load_membership(replica), read, clock=office.clock, entropy=office.entropy)


def told(village: Village) -> ReportedState | None:
    with village.office.city.read() as connection:
        return read_reports(connection).get(village.device.device_id)


def want(village: Village, wish: DeviceWish, argument: str = "") -> None:
    office = village.office
    with office.city.write() as connection:
        keep_wish(connection, village.device.device_id, wish, argument=argument, now_ms=office.clock.now_ms())


def quarantined(office: Office) -> list[tuple[object, ...]]:
    return office.rows("SELECT count(*) FROM platform_inbox WHERE state = 'quarantined'")


def test_the_office_hears_how_a_computer_stands(village: Village) -> None:
    assert report(village)

    village.exchange()

    found = told(village)
    assert found is not None
    assert (found.program, found.free_mib, found.unsent) == ("0.1.0", 20_480, 2)
    assert (found.forms, found.troubles) == (("employment_brief 2026-11",), ("copy",))
    assert quarantined(village.office) == [(0,)]


def test_a_report_goes_up_once_a_day_or_when_something_changed(village: Village) -> None:
    clock = village.office.clock
    made = [report(village), report(village)]
    made.append(report(village, replace(STANDS, free_mib=1, unsent=9)))  # these move all day
    made.append(report(village, replace(STANDS, troubles=("copy", "space"))))
    clock.advance(REPORT_AFTER_MS / 1000)
    made.append(report(village, replace(STANDS, troubles=("copy", "space"))))

    assert made == [True, False, False, True, True]


def test_an_older_word_that_comes_late_does_not_undo_the_newer(village: Village) -> None:
    report(village)
    village.office.clock.advance(REPORT_AFTER_MS / 1000)
    report(village, replace(STANDS, program="0.2.0"))

    village.exchange()

    found = told(village)
    assert found is not None
    assert found.program == "0.2.0"


def test_a_required_version_reaches_the_computer_and_the_newest_wish_counts(village: Village) -> None:
    report(village)
    village.exchange()
    want(village, DeviceWish.REQUIRE_UPDATE, "0.2.0")
    want(village, DeviceWish.REQUIRE_UPDATE, "0.3.0")

    village.exchange()

    assert required_version(village.store) == "0.3.0"


def test_a_computer_that_never_reported_is_told_nothing_it_might_not_understand(village: Village) -> None:
    want(village, DeviceWish.REQUIRE_UPDATE, "0.2.0")
    village.exchange()
    before = required_version(village.store)

    report(village)
    village.exchange()
    village.exchange()

    assert before is None
    assert required_version(village.store) == "0.2.0"


def test_a_diagnosis_is_answered_once_and_can_be_read_in_the_office(village: Village) -> None:
    report(village)
    village.exchange()
    want(village, DeviceWish.DIAGNOSTICS)
    village.exchange()

    made = [report(village), report(village)]
    village.exchange()

    with village.office.city.read() as connection:
        text = read_diagnosis(connection, village.device.device_id)
    assert made == [True, False]
    assert text == "检查：空间 ok".encode()
    assert village.office.rows(
        "SELECT count(*) FROM platform_device_wishes WHERE answered_at_ms IS NOT NULL"
    ) == [(1,)]


def test_the_report_of_the_next_day_leaves_the_diagnosis_where_it_is(village: Village) -> None:
    report(village)
    village.exchange()
    want(village, DeviceWish.DIAGNOSTICS)
    village.exchange()
    report(village)
    village.office.clock.advance(REPORT_AFTER_MS / 1000)
    report(village)

    village.exchange()

    with village.office.city.read() as connection:
        assert read_diagnosis(connection, village.device.device_id) == "检查：空间 ok".encode()


def test_a_wish_is_for_one_computer_only(village: Village, office: Office, tmp_path: Path) -> None:
    other = settle_village(office, tmp_path / "other", scope=("350582001014",))
    report(village)
    report(other)
    village.exchange()
    other.exchange()
    want(village, DeviceWish.REQUIRE_UPDATE, "0.2.0")

    village.exchange()
    other.exchange()

    assert (required_version(village.store), required_version(other.store)) == ("0.2.0", None)
    other.store.close()


def test_a_report_needs_a_registry_first(village: Village) -> None:
    member = replace(load_membership(OneThread(village.store)), registry=None)
    office = village.office

    made = report_if_due(
        OneThread(village.store),
        member,
        lambda _wants: STANDS,
        clock=office.clock,
        entropy=office.entropy,
    )

    assert not made


def test_an_earlier_order_read_late_takes_nothing_back(village: Village) -> None:
    store: Store = village.store

    keep_orders(store, [DeviceOrder(7, DeviceWish.REQUIRE_UPDATE, "0.3.0")])
    keep_orders(store, [DeviceOrder(5, DeviceWish.REQUIRE_UPDATE, "0.2.0")])

    assert required_version(store) == "0.3.0"


@pytest.mark.parametrize("kept", [b"\x80", b"\x81\x83\x01\x63new\x60"])
def test_orders_of_a_program_to_come_are_no_way_to_break_this_one(village: Village, kept: bytes) -> None:
    keep_trust(village.store, "device-orders", kept)

    assert required_version(village.store) is None
