"""Devices of all three suites at one city, through the real relay and platform, and what these check."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from quancai.door import run
from server_stub.platform.enrol import SuiteNotServedError
from server_stub.platform.orders import Order, OrderKind
from server_stub.platform.review import accept, list_quarantine
from sync.change import VerdictState
from sync.envelope.header import EnvelopeKind
from sync.envelope.verifying import name_envelope
from sync.errors import ServerRefusedError
from sync.keys.identity import DeviceIdentity
from sync.keys.rotation import renew_identity, state_rotation
from sync.suites import sm2_provider
from sync.suites.suite import SuiteId
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, SAYS_EMPLOYED, SAYS_UNEMPLOYED, Office

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

APPLIED = (VerdictState.APPLIED, None)
SUITES = (SuiteId.INTERNATIONAL, SuiteId.NATIONAL, SuiteId.HYBRID)


@pytest.fixture
def mixed(office: Office) -> Office:
    office.order(Order(OrderKind.SUITE, "2"))
    office.order(Order(OrderKind.SUITE, "3"))
    office.desk.run_once()
    return office


def visit(office: Office, device: FieldDevice, answers: dict[str, str] = SAYS_UNEMPLOYED) -> str:
    made = office.visit(device, answers)
    device.post(made.form, made.change)
    office.desk.run_once()
    return made.change.id


def take_new_keys(office: Office, device: FieldDevice, suite: int) -> DeviceIdentity:
    """Hand in the wish; the device goes on with its new keys at once, as if it had seen them listed."""
    former = device.device.identity
    renewed = renew_identity(former, suite=suite, entropy=office.entropy)
    header = replace(device.device.header(), kind=EnvelopeKind.ROTATE, epoch=office.registry().version)
    sealed = device.device.seal_bytes(state_rotation(renewed, former=former.kid), header=header)
    device.client.post_envelope(sealed.body)
    office.desk.run_once()
    device.device.identity, device.device.recipients = renewed, office.recipients_of(suite)
    device.client = office.client_of(renewed)
    return renewed


def quarantined(office: Office) -> list[str]:
    with office.city.read() as connection:
        return [one.code for one in list_quarantine(connection)]


@pytest.mark.parametrize("suite", SUITES)
def test_device_of_every_suite_joins_hands_in_and_reads_its_answers(mixed: Office, suite: SuiteId) -> None:
    device = mixed.enrol(suite=suite)

    change = visit(mixed, device)
    device.pull()

    assert device.device.identity.suite is suite
    assert device.states("household")
    assert device.verdicts(change)[-1] == APPLIED
    assert mixed.record("person", CAI).fields["emp_status"] == "1"


def test_three_suites_share_one_village_and_each_hears_of_the_others(mixed: Office) -> None:
    first, national, hybrid = (mixed.enrol(suite=suite) for suite in SUITES)

    visit(mixed, national)
    told = [one.pull() and one.states("person")[CAI].fields["emp_status"] for one in (first, hybrid)]
    visit(mixed, hybrid, SAYS_EMPLOYED)
    national.pull()

    assert told == ["1", "1"]
    assert national.states("person")[CAI].fields["emp_status"] == "2"
    assert mixed.rows("SELECT count(DISTINCT sender) FROM platform_outgoing") == [(3,)]
    assert quarantined(mixed) == []


def test_every_member_gets_its_checkpoint_in_its_own_suite(mixed: Office) -> None:
    devices = [mixed.enrol(suite=suite) for suite in SUITES]
    mixed.clock.advance(24 * 3600)
    mixed.desk.run_once()

    checkpoints = [device.checkpoints()[-1] for device in devices]

    assert {one.digest for one in checkpoints} == {checkpoints[0].digest}


@pytest.mark.parametrize("suite", [SuiteId.NATIONAL, SuiteId.HYBRID])
def test_relay_refuses_one_flipped_bit_in_every_suite(mixed: Office, suite: SuiteId) -> None:
    device = mixed.enrol(suite=suite)
    body = device.device.seal(header=replace(device.device.header(), epoch=1)).body
    spoiled = body[:-1] + bytes([body[-1] ^ 1])

    with pytest.raises(ServerRefusedError) as refused:
        device.client.post_envelope(spoiled)

    assert refused.value.problem_code == "signature-invalid"
    assert mixed.rows("SELECT count(*) FROM platform_inbox") == [(0,)]


def test_relay_and_platform_name_an_envelope_by_the_digest_of_its_suite(mixed: Office) -> None:
    device = mixed.enrol(suite=SuiteId.NATIONAL)
    sealed = device.device.seal(header=replace(device.device.header(), epoch=1))

    device.client.post_envelope(sealed.body)
    mixed.desk.run_once()

    assert name_envelope(sealed.body) == sealed.id
    assert mixed.rows("SELECT digest FROM platform_inbox") == [(sealed.id,)]


def test_device_goes_from_one_suite_to_another_and_loses_nothing(mixed: Office) -> None:
    device = mixed.enrol()
    early = visit(mixed, device)
    device.pull()

    take_new_keys(mixed, device, SuiteId.HYBRID)
    late = visit(mixed, device, SAYS_EMPLOYED)
    device.pull()

    assert device.verdicts(early)[-1] == APPLIED
    assert device.verdicts(late)[-1] == APPLIED
    entry = mixed.registry().device(device.id)
    assert entry is not None
    assert entry.public.suite == SuiteId.HYBRID


@pytest.mark.expects_warning
def test_work_below_the_minimum_waits_and_counts_when_a_person_accepts_it(mixed: Office) -> None:
    device = mixed.enrol()
    mixed.order(Order(OrderKind.MINIMUM_SUITE, "3"))
    mixed.desk.run_once()
    visit(mixed, device)
    assert quarantined(mixed) == ["suite-too-weak"]
    assert mixed.record("person", CAI).fields["emp_status"] == "2"

    with mixed.city.write() as connection:
        accept(connection, list_quarantine(connection)[0].digest)
    mixed.desk.run_once()

    assert quarantined(mixed) == []
    assert mixed.record("person", CAI).fields["emp_status"] == "1"


@pytest.mark.expects_warning
def test_device_below_the_minimum_is_told_everything_once_its_new_keys_are_accepted(mixed: Office) -> None:
    device, neighbour = mixed.enrol(), mixed.enrol(suite=SuiteId.HYBRID)
    mixed.order(Order(OrderKind.MINIMUM_SUITE, "3"))
    mixed.desk.run_once()
    visit(mixed, neighbour)
    missed = device.pull()

    take_new_keys(mixed, device, SuiteId.HYBRID)
    with mixed.city.write() as connection:
        accept(connection, list_quarantine(connection)[0].digest)
    mixed.desk.run_once()
    device.pull()

    assert missed == []
    assert device.states("person")[CAI].fields["emp_status"] == "1"


def test_nobody_is_invited_to_a_suite_the_city_cannot_answer(office: Office) -> None:
    with pytest.raises(SuiteNotServedError):
        office.ask_to_join(suite=SuiteId.HYBRID)

    assert office.rows("SELECT count(*) FROM platform_invitations") == [(0,)]


def test_identities_of_added_suites_are_read_again_and_added_once(mixed: Office) -> None:
    before = [one.public for one in mixed.desk.keys.cities]
    mixed.order(Order(OrderKind.SUITE, "3"))
    mixed.desk.run_once()

    mixed.restart()

    assert [one.public for one in mixed.desk.keys.cities] == before
    assert mixed.registry().recipients == tuple(before)


def test_commands_add_a_suite_invite_to_it_and_raise_the_minimum(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANCAI_RELAY_URL", "https://relay.example")
    folder, out = str(office.folder), str(tmp_path / "join.qjy")
    device = office.enrol()
    run(["server", "suites", "--data", folder, "add", "3"])
    office.desk.run_once()

    invited = run(
        ["server", "invite", "--data", folder, "--scope", "350582001", "--suite", "3", "--out", out]
    )
    run(["server", "minimum-suite", "--data", folder, "3"])
    assert device.id in capsys.readouterr().out
    office.desk.run_once()
    run(["server", "suites", "--data", folder, "list", "--json"])

    rows = json.loads(capsys.readouterr().out)
    assert invited == 0
    assert [(row["suite"], row["devices"], row["is_counted"]) for row in rows] == [
        (1, 1, False),
        (3, 0, True),
    ]


def test_city_without_the_national_component_says_so_before_anything_is_made(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sm2_gmssl_pyx", "sm2_gmssl_fast", "sm2_gmalg"):
        monkeypatch.setitem(sys.modules, f"sync.suites.{name}", None)
    monkeypatch.setattr("sync.suites.by_id.find_provider", sm2_provider.find_provider.__wrapped__)

    status = run(["--language", "en", "server", "suites", "--data", str(office.folder), "add", "2"])

    assert status == 4
    assert "suite-unknown" in capsys.readouterr().err
    assert office.rows("SELECT count(*) FROM platform_orders") == [(0,)]
