"""Stolen former keys are closed by an epoch, and a former key of the city goes when nothing can need it."""

from dataclasses import replace

import pytest

from quancai.door import run
from server_stub.platform.former_keys import FormerCityKey, former_city_keys
from server_stub.platform.orders import Order, OrderKind
from server_stub.platform.review import list_quarantine
from sync.envelope.header import EnvelopeKind
from sync.keys.identity import DeviceIdentity
from sync.keys.rotation import renew_identity, state_rotation
from sync.suites.suite import SuiteId
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office


def post_visit(office: Office, device: FieldDevice) -> None:
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.device.recipients = office.recipients_of(SuiteId.INTERNATIONAL)
    device.post(visit.form, visit.change)
    office.desk.run_once()


def renew_city_key(office: Office) -> None:
    office.order(Order(OrderKind.CITY_KEY, office.desk.keys.city.public.sealing_kid.hex()))
    office.desk.run_once()


def judged(office: Office) -> FormerCityKey:
    with office.city.read() as connection:
        (one,) = former_city_keys(connection, office.desk.keys)
    return one


def former_files(office: Office) -> list[str]:
    return sorted(path.name for path in (office.folder / "realm-keys").glob("*-former-*.key"))


def forget(office: Office) -> int:
    status = run(["server", "forget-city-keys", "--data", str(office.folder)])
    office.desk.run_once()
    return status


def take_new_keys(office: Office, device: FieldDevice) -> DeviceIdentity:
    former = device.device.identity
    renewed = renew_identity(former, suite=SuiteId.INTERNATIONAL, entropy=office.entropy)
    header = replace(device.device.header(), kind=EnvelopeKind.ROTATE, epoch=office.registry().version)
    sealed = device.device.seal_bytes(state_rotation(renewed, former=former.kid), header=header)
    device.client.post_envelope(sealed.body)
    office.desk.run_once()
    return former


@pytest.mark.expects_warning
def test_stolen_former_key_counts_under_old_epochs_until_they_are_closed(office: Office) -> None:
    device = office.enrol()
    old_epoch = office.registry().version
    take_new_keys(office, device)
    run(["server", "oldest-epoch", "--data", str(office.folder), str(office.registry().version)])
    office.desk.run_once()

    visit = office.visit(device, SAYS_UNEMPLOYED)  # the thief signs with the former key, as if long ago
    header = replace(device.device.header(), epoch=old_epoch)
    device.client.post_envelope(device.device.seal(visit.form, visit.change, header=header).body)
    office.desk.run_once()

    with office.city.read() as connection:
        assert [one.code for one in list_quarantine(connection)] == ["epoch-too-old"]
    assert office.record("person", CAI).fields["emp_status"] == "2"


def test_what_waits_in_a_mailbox_stays_good_when_old_epochs_are_closed(office: Office) -> None:
    device = office.ask_to_join()
    office.desk.run_once()
    office.enrol()
    office.order(Order(OrderKind.OLDEST_EPOCH, str(office.registry().version)))
    office.desk.run_once()

    device.pull()

    assert device.states("person")


def test_epoch_the_registry_has_not_reached_is_refused(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    ahead = str(office.registry().version + 1)

    status = run(["--language", "en", "server", "oldest-epoch", "--data", str(office.folder), ahead])

    assert status == 4
    assert "epoch-not-reached" in capsys.readouterr().err
    assert office.rows("SELECT count(*) FROM platform_orders") == [(0,)]


def test_former_city_key_is_kept_until_every_device_has_been_heard_since(office: Office) -> None:
    first, second = office.enrol(), office.enrol()
    renew_city_key(office)
    post_visit(office, first)

    status, held = forget(office), judged(office)
    post_visit(office, second)
    later = forget(office)

    assert (status, [one.device_id for one in held.devices]) == (1, [second.id])
    assert later == 0
    assert office.desk.keys.former == ()
    assert former_files(office) == []


def test_device_that_joined_afterwards_holds_no_former_key(office: Office) -> None:
    renew_city_key(office)
    office.enrol()

    assert judged(office).is_free


def test_ended_device_holds_a_former_key_until_its_epochs_are_closed(office: Office) -> None:
    lost = office.enrol()
    renew_city_key(office)
    office.revoke(lost)
    before = judged(office)

    office.order(Order(OrderKind.OLDEST_EPOCH, str(before.until_epoch)))
    office.desk.run_once()

    assert [one.device_id for one in before.devices] == [lost.id]
    assert judged(office).is_free


@pytest.mark.expects_warning
def test_envelope_in_quarantine_holds_the_key_it_is_sealed_to(office: Office) -> None:
    lost = office.enrol()
    office.revoke(lost)
    post_visit(office, lost)
    renew_city_key(office)
    office.order(Order(OrderKind.OLDEST_EPOCH, str(office.registry().version)))
    office.desk.run_once()

    status = forget(office)

    assert (status, judged(office).envelopes) == (1, 1)
    assert former_files(office) == ["city-former-1.key"]


def test_key_renewed_after_one_was_forgotten_gets_a_file_of_its_own(office: Office) -> None:
    renew_city_key(office)
    renew_city_key(office)
    assert forget(office) == 0
    renew_city_key(office)

    office.restart()

    assert former_files(office) == ["city-former-1.key"]
    assert len(office.desk.keys.former) == 1
