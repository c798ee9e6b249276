"""The doctor finds what is wrong, names it, and changes nothing; the status counts what is there."""

import json
from pathlib import Path

import pytest

from resources.words import Words
from server_stub.doctor import Check, Finding, Health, examine, is_well
from server_stub.health_checks import ConcernError
from server_stub.status import read_status
from sync.ports import Transport
from tests.fakes.asgi_transport import AsgiTransport
from tests.fakes.clock import FakeClock
from tests.scenario.office import SAYS_UNEMPLOYED, Office

_DAY_S = 24 * 3600


@pytest.fixture(autouse=True)
def relay_of_the_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANCAI_RELAY_URL", "https://relay.example")
    monkeypatch.setenv("QUANCAI_MIN_FREE_BYTES", "1")


def look_over(office: Office) -> dict[Check, Finding]:
    def connect(_url: str, _authorities: str | None) -> Transport:
        return AsgiTransport(office.relay_app)

    return {one.check: one for one in examine(office.folder, clock=office.clock, connect=connect)}


def ills(office: Office) -> dict[Check, str]:
    """Name what is not good, but for the backup nobody made."""
    findings = look_over(office)
    return {
        check: one.code
        for check, one in findings.items()
        if one.health is not Health.GOOD and check is not Check.BACKUP
    }


def damage(office: Office, statement: str) -> None:
    with office.relay_app.state.relay.database.write() as connection:
        connection.exec_driver_sql(statement)


@pytest.fixture
def busy(office: Office) -> Office:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    office.desk.run_once()
    return office


@pytest.mark.parametrize("office", ["sqlite", "postgresql"], indirect=True)
def test_a_working_office_is_well(busy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANCAI_CITY_DATABASE", busy.settings.city_database)
    monkeypatch.setenv("QUANCAI_RELAY_DATABASE", busy.settings.relay_database)

    assert ills(busy) == {}
    assert is_well(tuple(look_over(busy).values()))


def test_changed_bytes_at_the_relay_are_found(busy: Office) -> None:
    damage(
        busy,
        "UPDATE relay_envelopes SET body = x'00' WHERE sequence > 0",
    )

    assert ills(busy) == {Check.RELAY_CHAINS: "server-stored-bytes-changed"}


def test_a_link_taken_out_of_a_chain_is_found(busy: Office) -> None:
    damage(busy, "DELETE FROM relay_envelopes WHERE sequence = 1")

    assert ills(busy) == {Check.RELAY_CHAINS: "server-stored-bytes-changed"}


def test_bytes_that_were_let_go_are_no_illness(busy: Office) -> None:
    damage(busy, "UPDATE relay_envelopes SET body = x''")

    assert ills(busy) == {}


def test_a_key_others_may_read_is_named(office: Office) -> None:
    (office.folder / "realm-keys" / "root-2.key").chmod(0o644)

    finding = look_over(office)[Check.KEY_FILE_MODES]

    assert (finding.code, finding.parameters) == ("server-key-file-open", {"name": "realm-keys/root-2.key"})


def test_keys_of_another_day_are_not_the_registrys(office: Office, tmp_path: Path) -> None:
    issuer = office.folder / "realm-keys" / "issuer.key"
    issuer.write_bytes((office.folder / "realm-keys" / "root-1.key").read_bytes())

    assert ills(office) == {Check.KEYS_LISTED: "server-key-not-listed"}


def test_a_missing_key_is_the_cause_and_what_follows_from_it_is_left_out(office: Office) -> None:
    (office.folder / "realm-keys" / "city.key").unlink()

    findings = look_over(office)

    assert findings[Check.KEY_FILES].code == "server-keys-unavailable"
    assert Check.KEYS_LISTED not in findings


def test_a_platform_that_stopped_working_shows_as_a_registry_that_runs_out(office: Office) -> None:
    office.clock.advance(25 * _DAY_S)
    soon = ills(office)
    office.clock.advance(10 * _DAY_S)

    assert soon[Check.REGISTRY] == "server-registry-ends-soon"
    assert ills(office)[Check.REGISTRY] == "registry-expired"


def test_a_clock_far_from_the_relays_is_told(office: Office) -> None:
    wrong = FakeClock()
    wrong.advance(3600)

    found = examine(
        office.folder, clock=wrong, connect=lambda _url, _authorities: AsgiTransport(office.relay_app)
    )

    assert [one.parameters for one in found if one.check is Check.CLOCK] == [{"minutes": "60"}]


def test_a_full_disk_is_told_before_it_is_full(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANCAI_MIN_FREE_BYTES", str(1 << 60))

    assert ills(office)[Check.DISK] == "server-disk-nearly-full"


def test_nothing_is_made_where_nothing_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUANCAI_RELAY_URL")

    findings = examine(tmp_path, clock=FakeClock(), connect=lambda _url, _authorities: pytest.fail("no line"))

    assert not is_well(findings)
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_cannot_be_used_is_the_whole_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANCAI_KEEP_DAYS", "soon")

    (finding,) = examine(
        tmp_path, clock=FakeClock(), connect=lambda _url, _authorities: pytest.fail("no line")
    )

    assert (finding.check, finding.code) == (Check.SETTINGS, "server-setting-invalid")


@pytest.mark.parametrize("check", list(Check))
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_check_has_a_name(check: Check, language: str) -> None:
    assert Words(language).knows(f"terminal.doctor.check.{check.value.replace('-', '_')}")


def test_a_warning_alone_is_not_illness() -> None:
    assert is_well((Finding(Check.BACKUP, Health.WARNING, ConcernError.code),))


def test_the_status_counts_what_is_here_and_what_waits(busy: Office) -> None:
    busy.ask_to_join(name="等着的一台")

    status = read_status(busy.folder, now_ms=busy.clock.now_ms())

    assert status.city is not None
    assert status.relay is not None
    assert (status.city.submissions, status.city.devices, status.city.heard_within_a_day) == (1, 1, 1)
    assert (status.city.quarantined, status.city.alarms, status.city.envelopes_to_post) == (0, 0, 0)
    assert status.city.registry_version == status.relay.registry_version
    assert status.relay.waiting_requests == 2
    assert status.city.newest_position > 0
    assert json.dumps(dict(status.city.records), sort_keys=True).startswith('{"household"')


def test_a_mistyped_folder_is_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUANCAI_RELAY_URL")

    [finding] = examine(tmp_path / "mistyped", clock=FakeClock(), connect=nobody)

    assert (finding.health, finding.code) == (Health.BROKEN, "server-nothing-begun")
    assert not (tmp_path / "mistyped").exists()


def nobody(url: str, _authorities: str | None) -> Transport:
    raise AssertionError(url)
