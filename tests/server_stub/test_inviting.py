"""Before an invitation leaves the office, it is said for whom it is and whether it can be used elsewhere."""

from pathlib import Path

import pytest

from quancai.door import run
from quancai.exit_codes import ExitCode
from server_stub.errors import RelayUnknownError
from server_stub.inviting import is_for_this_computer_only, make_invitation
from tests.scenario.office import Office
from tests.scenario.realm import TOWNSHIP


@pytest.mark.parametrize(
    ("relay", "is_here_only"),
    [
        ("http://127.0.0.1:8410", True),
        ("https://[::1]:8410", True),
        ("http://localhost:8410", True),
        ("https://relay.example", False),
        ("https://10.20.30.40:8410", False),
    ],
)
def test_an_address_that_only_this_computer_reaches_is_noticed(
    office: Office, monkeypatch: pytest.MonkeyPatch, relay: str, is_here_only: bool
) -> None:
    monkeypatch.setenv("QUANCAI_RELAY_URL", relay)

    invitation = make_invitation(office.folder, scope=(TOWNSHIP,))

    assert is_for_this_computer_only(invitation) is is_here_only


@pytest.mark.parametrize("place", ["999999", "350582999", "3502", "LGYZ-999999-001"])
def test_no_invitation_is_made_for_a_place_that_is_not_the_citys(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("QUANCAI_RELAY_URL", "https://relay.example")
    wanted = ["--scope", TOWNSHIP, "--scope", place, "--out", str(tmp_path / "join.qjy")]

    assert run(["server", "invite", "--data", str(office.folder), *wanted]) == ExitCode.BAD_INPUT

    assert not (tmp_path / "join.qjy").exists()
    assert office.rows("SELECT count(*) FROM platform_invitations") == [(0,)]


def test_no_invitation_is_made_while_nobody_knows_where_the_relay_is(office: Office) -> None:
    with pytest.raises(RelayUnknownError) as refused:
        make_invitation(office.folder, scope=(TOWNSHIP,))

    assert refused.value.parameters["variable"] == "QUANCAI_RELAY_URL"


def test_the_operator_reads_the_places_by_name_and_is_warned(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUANCAI_RELAY_URL", "http://127.0.0.1:8410")
    wanted = ["--scope", "350582001", "--scope", "LGYZ-350582-001", "--out", str(tmp_path / "join.qjy")]

    assert run(["server", "invite", "--data", str(office.folder), *wanted]) == ExitCode.OK

    told = capsys.readouterr()
    assert "泉州市晋江市青阳街道、LGYZ-350582-001" in told.out
    assert "QUANCAI_RELAY_URL" in told.err
