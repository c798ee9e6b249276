"""All computers at one look: who needs somebody, in which order, and in three forms for three readers."""

import csv
import io
import json
from dataclasses import replace

import pytest

from quancai.door import run
from server_stub.fleet import DAY_MS, Concern, FleetRow, Limits, look_at_fleet
from server_stub.platform.device_words import keep_reports, keep_wish
from server_stub.wishing import VersionInvalidError
from sync.change import DeviceReport, DeviceWish
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import Office

WELL = DeviceReport(
    at_ms=1,
    program="0.2.0",
    system="linux x86_64",
    free_mib=20_480,
    unsent=0,
    last_sync_ms=1_795_420_800_000,
    forms=("employment_brief 2026120101",),
    troubles=(),
)


def say(office: Office, device: FieldDevice, report: DeviceReport = WELL) -> None:
    with office.city.write() as connection:
        keep_reports(connection, [report], device=device.id, now_ms=office.clock.now_ms())


def look(office: Office, *, after_days: int = 0, limits: Limits | None = None) -> tuple[FleetRow, ...]:
    now_ms = office.clock.now_ms() + after_days * DAY_MS
    return look_at_fleet(office.folder, limits=limits or Limits(), now_ms=now_ms)


def concerns(office: Office, **how: object) -> list[tuple[Concern, ...]]:
    return [row.concerns for row in look(office, **how)]  # type: ignore[arg-type]


def test_a_computer_that_is_well_is_no_concern(office: Office) -> None:
    say(office, office.enrol())

    assert concerns(office) == [()]


@pytest.mark.parametrize(
    ("said", "concern"),
    [
        (replace(WELL, free_mib=2_047), Concern.LOW),
        (replace(WELL, troubles=("copy",)), Concern.TROUBLE),
    ],
)
def test_what_a_computer_says_of_itself_may_be_a_concern(
    office: Office, said: DeviceReport, concern: Concern
) -> None:
    say(office, office.enrol(), said)

    assert concerns(office) == [(concern,)]


def test_silence_is_counted_in_days_since_the_city_last_took_something(office: Office) -> None:
    device = office.enrol()
    device.post()
    office.desk.run_once()
    say(office, device)

    early, late = look(office, after_days=6), look(office, after_days=7)

    assert [early[0].concerns, late[0].concerns] == [(), (Concern.SILENT,)]
    assert late[0].days_silent == 7


def test_a_computer_that_never_said_anything_is_named(office: Office) -> None:
    office.enrol()

    assert concerns(office) == [(Concern.NEVER_REPORTED,)]


def test_old_is_older_than_the_newest_here_until_the_office_says_otherwise(office: Office) -> None:
    first, second = office.enrol(), office.enrol()
    say(office, first, replace(WELL, program="0.10.0"))
    say(office, second, replace(WELL, program="0.9.1"))

    assert concerns(office) == [(Concern.OLD,), ()]
    assert concerns(office, limits=Limits(below="0.9.1")) == [(), ()]


def test_what_is_no_version_is_compared_with_nothing(office: Office) -> None:
    with pytest.raises(VersionInvalidError):
        look(office, limits=Limits(below="newest"))


def test_a_required_version_is_what_is_old_until_the_computer_runs_it(office: Office) -> None:
    device = office.enrol()
    say(office, device)
    with office.city.write() as connection:
        keep_wish(connection, device.id, DeviceWish.REQUIRE_UPDATE, argument="0.3.0", now_ms=5)
    before = look(office)

    say(office, device, replace(WELL, program="0.3.0"))

    assert (before[0].required, before[0].concerns) == ("0.3.0", (Concern.OLD,))
    assert concerns(office) == [()]


def test_a_diagnosis_that_was_asked_for_is_waited_for(office: Office) -> None:
    device = office.enrol()
    say(office, device)
    with office.city.write() as connection:
        keep_wish(connection, device.id, DeviceWish.DIAGNOSTICS, now_ms=5)
    before = concerns(office)

    say(office, device, replace(WELL, order=1, diagnostics=b"[checks]"))

    assert [before, concerns(office)] == [[(Concern.UNANSWERED,)], [()]]


def test_ended_computers_are_no_longer_shown(office: Office) -> None:
    device = office.enrol()

    office.revoke(device)

    assert look(office) == ()


def test_the_table_keeps_its_columns_under_chinese_names(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    say(office, office.enrol(), replace(WELL, free_mib=512))

    assert run(["--language", "zh_CN", "server", "device", "fleet", "--data", str(office.folder)]) == 0

    titles, row, count = capsys.readouterr().out.splitlines()
    assert titles.split() == ["电脑", "状态", "版本", "可用空间", "最近联系", "最近同步", "未上报", "要看的"]
    assert row.split()[:4] == ["象山社区窗口", "正常", "0.2.0", "0.5"]
    assert row.endswith("空间少")
    assert count == "共 1 台，要看的 1 台。"


def test_json_and_csv_say_the_same_of_the_same_computers(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    say(office, office.enrol(), replace(WELL, free_mib=512))
    office.enrol()
    asked = ["--language", "en", "server", "device", "fleet", "--data", str(office.folder), "--low-gb", "0.4"]

    run([*asked, "--json"])
    plain = json.loads(capsys.readouterr().out)
    run([*asked, "--csv", "--concerns"])
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    assert [row["concerns"] for row in plain] == [["never-reported"], []]
    assert [row["to look after"] for row in table] == ["never said how it stands"]
    assert table[0]["id"] == plain[0]["device"]["device_id"]


@pytest.mark.parametrize(("lead", "shown"), [("", "'"), (" ", "' "), ("\t", "�"), ("\r", "�"), ("\x00", "�")])
def test_a_name_like_a_formula_is_none_in_a_spreadsheet(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lead: str, shown: str
) -> None:
    say(office, office.enrol())
    rows = look(office)
    named = replace(rows[0], device=replace(rows[0].device, name=f"{lead}=HYPERLINK()"))
    monkeypatch.setattr("server_stub.fleet.look_at_fleet", lambda *_, **__: (named,))

    run(["--language", "en", "server", "device", "fleet", "--data", str(office.folder), "--csv"])

    (_, row) = csv.reader(io.StringIO(capsys.readouterr().out, newline=""))
    assert row[0] == f"{shown}=HYPERLINK()"


@pytest.mark.parametrize("act", ["fleet", "list"])
def test_what_a_computer_says_of_itself_does_not_steer_the_terminal(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    say(office, office.enrol())
    (row,) = look(office)
    assert row.device.state is not None
    said = replace(row.device.state, program="0.2.0\x9b2J")
    device = replace(row.device, name="村\x1b]0;x\x07\r\u202e一", state=said)
    shown = replace(row, device=device)
    monkeypatch.setattr("server_stub.fleet.look_at_fleet", lambda *_, **__: (shown,))
    monkeypatch.setattr("server_stub.devices_of_the_office.list_devices", lambda *_: (device,))

    run(["--language", "en", "server", "device", act, "--data", str(office.folder)])

    out = capsys.readouterr().out
    assert "村�]0;x���一" in out
    assert "0.2.0�2J" in out
    assert not set(out) & set("\x1b\x07\r\x9b\u202e")
