"""A computer changes its keys at work: with work unsent, without a network, twice, to another suite."""

import sys
from pathlib import Path

import pytest

from desktop.operations.enrolment import prepare_joining
from desktop.operations.new_keys import ask_for_keys
from server_stub.platform.enrol import invite
from server_stub.platform.orders import Order, OrderKind
from server_stub.platform.review import accept, list_quarantine
from store import DeliveryState
from sync.errors import SuiteMismatchError, SuiteUnknownError
from sync.keys.enrolment import encode_invitation
from sync.keys.registry_document import DeviceEntry
from sync.replica import read_member
from sync.suites import sm2_provider
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId
from tests.scenario.office import SAYS_EMPLOYED, SAYS_UNEMPLOYED, Office
from tests.scenario.village import Village, settle_village

FORM = "employment_brief"
APPLIED = {DeliveryState.APPLIED}


def ask(village: Village, suite: int | None = None) -> bool:
    office = village.office
    return ask_for_keys(village.store, suite=suite, clock=office.clock, entropy=office.entropy)


def states(village: Village, submission: str) -> set[DeliveryState]:
    return {item.state for item in village.items(submission)}


def listed(village: Village) -> DeviceEntry:
    entry = village.office.registry().device(village.device.device_id)
    assert entry is not None
    return entry


def test_work_before_and_after_the_wish_is_applied_and_the_new_keys_are_in_use(village: Village) -> None:
    former = read_member(village.store).identity
    early = village.finish(village.start(FORM), SAYS_UNEMPLOYED)
    assert ask(village)
    late = village.finish(village.start(FORM), SAYS_EMPLOYED)

    village.exchange()
    village.exchange()

    own = read_member(village.store).identity
    assert (states(village, early), states(village, late)) == (APPLIED, APPLIED)
    assert listed(village).public == own.public
    assert own.kid != former.kid
    assert village.office.rows("SELECT count(*) FROM platform_inbox WHERE state = 'quarantined'") == [(0,)]


def test_wish_and_work_wait_for_a_network_and_lose_nothing(village: Village) -> None:
    village.wire.is_connected = False
    early = village.finish(village.start(FORM), SAYS_UNEMPLOYED)
    ask(village)
    village.sync()
    late = village.finish(village.start(FORM), SAYS_EMPLOYED)
    village.sync()
    before = listed(village).public

    village.wire.is_connected = True
    village.exchange()
    village.exchange()

    assert listed(village).public != before
    assert (states(village, early), states(village, late)) == (APPLIED, APPLIED)


def test_second_wish_waits_for_the_first_and_then_is_carried_out_too(village: Village) -> None:
    first = ask(village)
    too_early = ask(village)
    village.exchange()
    again = ask(village)
    work = village.finish(village.start(FORM), SAYS_UNEMPLOYED)
    village.exchange()
    village.exchange()

    assert (first, too_early, again) == (True, False, True)
    assert len(listed(village).former) == 2
    assert listed(village).public == read_member(village.store).identity.public
    assert states(village, work) == APPLIED


def test_computer_goes_over_to_another_suite_with_work_on_its_way(village: Village) -> None:
    village.office.order(Order(OrderKind.SUITE, "3"))
    village.exchange()
    early = village.finish(village.start(FORM), SAYS_UNEMPLOYED)
    ask(village, SuiteId.HYBRID)
    village.exchange()
    late = village.finish(village.start(FORM), SAYS_EMPLOYED)
    village.exchange()

    assert read_member(village.store).identity.suite == SuiteId.HYBRID
    assert (states(village, early), states(village, late)) == (APPLIED, APPLIED)
    assert village.office.rows("SELECT count(*) FROM platform_alarms") == [(0,)]


def test_suite_the_city_cannot_answer_is_refused_before_keys_are_made(village: Village) -> None:
    before = village.store.database.execute("SELECT count(*) FROM trust").fetchone()

    with pytest.raises(SuiteMismatchError):
        ask(village, SuiteId.HYBRID)

    assert village.store.database.execute("SELECT count(*) FROM trust").fetchone() == before


@pytest.mark.expects_warning
def test_office_that_approves_by_hand_keeps_the_present_keys_until_it_has(
    office: Office, tmp_path: Path
) -> None:
    office.settings = office.settings.load(office.folder, {"QUANCAI_NEW_KEYS": "review"})
    office.restart()
    village = settle_village(office, tmp_path / "village", scope=("350582001014",))
    before = listed(village).public
    ask(village)
    work = village.finish(village.start(FORM), SAYS_UNEMPLOYED)
    village.exchange()
    village.exchange()
    with office.city.read() as connection:
        (wish,) = list_quarantine(connection)
    waiting = (wish.code, listed(village).public, states(village, work))

    with office.city.write() as connection:
        accept(connection, wish.digest)
    village.exchange()

    assert waiting == ("new-keys-wait", before, APPLIED)
    assert listed(village).public == read_member(village.store).identity.public
    assert listed(village).public != before


@pytest.mark.parametrize("suite", [SuiteId.NATIONAL, SuiteId.HYBRID])
def test_invited_computer_works_in_the_suite_of_its_invitation(
    office: Office, tmp_path: Path, suite: SuiteId
) -> None:
    office.order(Order(OrderKind.SUITE, str(int(suite))))
    office.desk.run_once()
    village = settle_village(office, tmp_path / "village", scope=("350582001014",), suite=suite)
    work = village.finish(village.start(FORM), SAYS_UNEMPLOYED)

    village.exchange()

    assert read_member(village.store).identity.suite is suite
    assert states(village, work) == APPLIED


def test_computer_without_the_national_component_says_so_before_anything_is_made(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.order(Order(OrderKind.SUITE, "2"))
    office.desk.run_once()
    with office.city.write() as connection:
        invitation = invite(
            connection,
            scope=("350582001",),
            relay_url="https://relay.example",
            roots=office.desk.keys.roots,
            settings=office.settings.for_platform(),
            now_ms=office.clock.now_ms(),
            entropy=office.entropy,
            suite=SuiteId.NATIONAL,
        )
    for name in ("sm2_gmssl_pyx", "sm2_gmssl_fast", "sm2_gmalg"):
        monkeypatch.setitem(sys.modules, f"sync.suites.{name}", None)
    monkeypatch.setattr(suite_by_id(2), "_provider", sm2_provider.find_provider.__wrapped__)

    with pytest.raises(SuiteUnknownError):
        prepare_joining(
            encode_invitation(invitation),
            device_name="象山社区窗口",
            operator="林秀梅",
            clock=office.clock,
            entropy=office.entropy,
        )
