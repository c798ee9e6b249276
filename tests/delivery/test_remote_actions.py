"""What the office orders from afar: given by its command, done by the computer, seen as done."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.enrolment.member_runner import MemberRunner
from desktop.paths import AppPaths
from desktop.wiping import InstallationWipe
from quancai.door import run
from sync.change import DeviceReport
from sync.replica import Replica
from sync.reporting import required_version
from tests.scenario.office import SAYS_UNEMPLOYED, Office
from tests.scenario.village import OneThread, Village, settle_village

Ask = Callable[..., str]
DEVICE = "象山社区窗口"


@dataclass
class Computer:
    """What the program around the exchange knows: its version, and how it stands."""

    village: Village
    program: str = "0.1.0"

    def read(self, _replica: Replica, *, wants_text: bool) -> DeviceReport:
        text = b"[checks]\nspace: fine\n" if wants_text else b""
        return DeviceReport(1, self.program, "linux x86_64", 20_480, 0, 1, (), (), 0, text)

    def exchange(self) -> str | None:
        """Exchange, let the office work, and hear its answers."""
        outcome = self.village.exchange()
        self.village.office.desk.run_once()
        return outcome.code


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    found = AppPaths(tmp_path / "village")
    found.prepare()
    return found


@pytest.fixture
def computer(office: Office, paths: AppPaths) -> Iterator[Computer]:
    village = settle_village(office, paths.folder, scope=("350582001014",))
    found = Computer(village)
    village.runner = MemberRunner(
        OneThread(village.store),
        connect=lambda _url: village.wire,
        clock=office.clock,
        entropy=office.entropy,
        wipe=InstallationWipe(paths),
        report=found,
    )
    found.exchange()
    yield found
    village.store.close()


@pytest.fixture
def ask(office: Office, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Give an office's `quancai server device …`, which must succeed; it says what was printed."""

    def ask_one(act: str, *arguments: str) -> str:
        capsys.readouterr()
        given = ["server", "device", act, "--data", str(office.folder), *arguments]
        assert run(["--language", "en", *given]) == 0
        return capsys.readouterr().out

    return ask_one


def row(ask: Ask) -> dict[str, object]:
    (found,) = json.loads(ask("fleet", "--json"))
    assert isinstance(found, dict)
    return found


def test_a_required_version_is_seen_as_done_once_the_computer_runs_it(computer: Computer, ask: Ask) -> None:
    ask("require-update", "0.2.0", "--device", DEVICE)
    before = row(ask)
    computer.village.office.desk.run_once()
    computer.exchange()
    heard = required_version(computer.village.store)

    computer.program = "0.2.0"  # what `desktop.updating` does with the word is tested there
    computer.exchange()

    assert (before["required"], before["concerns"], heard) == ("0.2.0", ["old"], "0.2.0")
    assert row(ask)["concerns"] == []


def test_a_diagnosis_is_collected(computer: Computer, ask: Ask, tmp_path: Path) -> None:
    ask("diagnose", DEVICE)
    before = row(ask)
    computer.village.office.desk.run_once()
    computer.exchange()
    computer.exchange()

    ask("report", DEVICE, "--diagnosis", str(tmp_path / "diagnosis.txt"))

    assert (before["concerns"], row(ask)["concerns"]) == (["unanswered"], [])
    assert (tmp_path / "diagnosis.txt").read_bytes().startswith(b"[checks]")


def test_a_revoked_computer_is_ended_and_hears_so(computer: Computer, ask: Ask) -> None:
    ask("revoke", DEVICE)
    computer.village.office.desk.run_once()

    code = computer.exchange()

    assert code == "device-revoked"
    assert "revoked" in ask("list")
    assert json.loads(ask("fleet", "--json")) == []


def test_a_wiped_computer_leaves_nothing_and_the_office_sees_that_it_was_done(
    computer: Computer, ask: Ask, paths: AppPaths, office: Office
) -> None:
    assert "erases itself" in ask("revoke", DEVICE, "--wipe")
    office.desk.run_once()
    before = row(ask)

    code = computer.village.sync().code
    office.desk.run_once()

    (listed,) = json.loads(ask("list", "--json"))
    assert (before["concerns"], code, listed["standing"]) == (["not-wiped"], "device-wiped", "wiped")
    computer.village.store.close()
    assert [path.name for path in paths.folder.iterdir()] == ["replica.db.lock"]
    assert json.loads(ask("fleet", "--json")) == []


@pytest.mark.expects_warning
def test_unsent_work_reaches_the_office_before_a_wipe_and_waits_for_a_person(
    computer: Computer, ask: Ask, paths: AppPaths, office: Office
) -> None:
    village = computer.village
    village.finish(village.start("employment_brief"), SAYS_UNEMPLOYED)
    ask("revoke", DEVICE, "--wipe")
    office.desk.run_once()

    code = village.sync().code
    office.desk.run_once()

    assert code == "device-wiped"
    assert not paths.replica.exists()
    assert office.rows("SELECT code FROM platform_inbox WHERE state = 'quarantined'") == [("sender-revoked",)]


def test_what_an_ended_computer_says_of_itself_is_heard_and_nobody_has_to_decide_about_it(
    computer: Computer, ask: Ask, office: Office
) -> None:
    ask("revoke", DEVICE)
    office.desk.run_once()

    computer.program = "0.2.0"  # sealed before it hears that it is ended
    computer.exchange()

    (listed,) = json.loads(ask("list", "--json"))
    assert (listed["standing"], listed["state"]["program"]) == ("revoked", "0.2.0")
    assert office.rows("SELECT count(*) FROM platform_inbox WHERE state = 'quarantined'") == [(0,)]
