"""A list of computers becomes invitations and sheets; rows of no use are named and leave nothing."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from quancai.door import run
from quancai.exit_codes import ExitCode
from server_stub.devices_of_the_office import approve_device, list_devices
from server_stub.inviting_many import DeviceColumnMissingError, read_wanted
from server_stub.settings import EnrolmentApproval
from sync.keys.enrolment import decode_invitation, request_enrolment
from sync.keys.identity import generate_identity
from tests.scenario.office import Office

GOOD = "名称,范围\n东石镇1号,350582001000\n东石镇2号,350582001014、350582001015\n"
MIXED = f"{GOOD},350582001000\n东石镇1号,350582001000\n远方,999999\n没有范围,\n"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    return tmp_path / "computers.csv"


@pytest.fixture
def sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUANCAI_RELAY_URL", "https://relay.example")
    return tmp_path / "sheets"


def invite(office: Office, listed: Path, sheets: Path, *more: str) -> ExitCode:
    return run(
        ["server", "invite-many", "--data", str(office.folder), str(listed), "--out", str(sheets), *more]
    )


def join(office: Office, file: Path) -> None:
    """Ask as a laptop out of the box does, under the name its system has."""
    invitation = decode_invitation(file.read_text("ascii"), now_ms=office.clock.now_ms())
    identity = generate_identity(entropy=office.entropy, org=invitation.org)
    request = request_enrolment(identity, name="DESKTOP-7Q2F1", code=invitation.code)
    office.client_of(identity).post_enrolment(request)
    office.desk.run_once()


def test_every_row_gets_an_invitation_and_a_page(office: Office, listed: Path, sheets: Path) -> None:
    listed.write_text(GOOD, encoding="utf-8")

    assert invite(office, listed, sheets) == ExitCode.OK

    first = decode_invitation((sheets / "0002.qjy").read_text("ascii"), now_ms=office.clock.now_ms())
    second = decode_invitation((sheets / "0003.qjy").read_text("ascii"), now_ms=office.clock.now_ms())
    assert (first.scope, second.scope) == (("350582001",), ("350582001014", "350582001015"))
    assert first.code != second.code
    assert (sheets / "sheets.pdf").read_bytes().count(b"/Type /Page\n") == 2
    assert office.rows("SELECT count(*) FROM platform_invitations") == [(2,)]


def test_bad_rows_are_named_in_the_report_and_the_good_ones_are_made(
    office: Office, listed: Path, sheets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed.write_text(MIXED, encoding="utf-8")

    assert invite(office, listed, sheets) == ExitCode.FAILED

    with (sheets / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[1:]] == ["2", "3", "4", "5", "6", "7"]
    assert [row[2].partition("[")[2].rstrip("]") for row in rows[1:]] == [
        "",
        "",
        "device-name-unusable",
        "device-name-twice",
        "scope-outside-city",
        "scope-invalid",
    ]
    assert "远方" in capsys.readouterr().err
    assert office.rows("SELECT count(*) FROM platform_invitations") == [(2,)]


def test_a_look_at_the_list_makes_nothing(office: Office, listed: Path, sheets: Path) -> None:
    listed.write_text(MIXED, encoding="utf-8")

    assert invite(office, listed, sheets, "--dry-run") == ExitCode.FAILED

    assert not sheets.exists()
    assert office.rows("SELECT count(*) FROM platform_invitations") == [(0,)]


def test_what_cannot_be_handed_over_was_not_made(office: Office, listed: Path, sheets: Path) -> None:
    listed.write_text(GOOD, encoding="utf-8")
    (sheets / "sheets.pdf").mkdir(parents=True)  # so that the sheets cannot be written

    assert invite(office, listed, sheets) == ExitCode.BAD_INPUT

    assert office.rows("SELECT count(*) FROM platform_invitations") == [(0,)]


def test_a_second_list_does_not_take_the_place_of_sheets_that_count(
    office: Office, listed: Path, sheets: Path
) -> None:
    listed.write_text(GOOD, encoding="utf-8")
    invite(office, listed, sheets)
    before = (sheets / "0002.qjy").read_bytes()

    assert invite(office, listed, sheets) == ExitCode.BAD_INPUT

    assert (sheets / "0002.qjy").read_bytes() == before
    assert office.rows("SELECT count(*) FROM platform_invitations") == [(2,)]


def test_a_computer_goes_by_its_name_on_the_list_whatever_its_system_calls_it(
    office: Office, listed: Path, sheets: Path
) -> None:
    reviewing = replace(office.desk.settings, enrolment=EnrolmentApproval.REVIEW)
    office.desk = replace(office.desk, settings=reviewing)
    listed.write_text(GOOD, encoding="utf-8")
    invite(office, listed, sheets)
    join(office, sheets / "0003.qjy")
    waiting = [one.name for one in list_devices(office.folder)]

    approve_device(office.folder, "东石镇2号")
    office.desk.run_once()

    assert waiting == ["东石镇2号"]
    assert [one.name for one in office.registry().devices] == ["东石镇2号"]


def test_several_computers_are_let_in_with_one_command(office: Office, listed: Path, sheets: Path) -> None:
    reviewing = replace(office.desk.settings, enrolment=EnrolmentApproval.REVIEW)
    office.desk = replace(office.desk, settings=reviewing)
    listed.write_text(GOOD, encoding="utf-8")
    invite(office, listed, sheets)
    join(office, sheets / "0002.qjy")
    join(office, sheets / "0003.qjy")

    asked = ["server", "device", "approve", "--data", str(office.folder), "东石镇2号", "东石镇1号"]
    assert run(asked) == ExitCode.OK
    office.desk.run_once()

    assert {one.name for one in office.registry().devices} == {"东石镇1号", "东石镇2号"}


def test_somebody_who_could_reach_no_server_is_told_at_once(
    office: Office,
    listed: Path,
    sheets: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("QUANCAI_RELAY_URL", "https://127.0.0.1:8410")
    listed.write_text(GOOD, encoding="utf-8")

    assert invite(office, listed, sheets) == ExitCode.OK

    assert "QUANCAI_RELAY_URL" in capsys.readouterr().err


def test_a_list_of_an_old_spreadsheet_is_read(listed: Path) -> None:
    listed.write_bytes(GOOD.encode("gb18030"))

    assert [one.name for one in read_wanted(listed).devices] == ["东石镇1号", "东石镇2号"]


def test_a_list_without_the_columns_is_refused(listed: Path) -> None:
    listed.write_text("序号,备注\n1,东石镇\n", encoding="utf-8")

    with pytest.raises(DeviceColumnMissingError) as refused:
        read_wanted(listed)

    assert refused.value.parameters == {"found": "序号、备注"}


@pytest.mark.parametrize("name", ["=1+1", "＝1+1", "@SUM(1)"])
def test_a_name_that_looks_like_a_formula_is_none_in_the_report(
    office: Office, listed: Path, sheets: Path, name: str
) -> None:
    listed.write_text(f"名称,范围\n{name},350582001000\n", encoding="utf-8")

    invite(office, listed, sheets)

    assert f"'{name}" in (sheets / "report.csv").read_text("utf-8-sig")
