"""Copies, operators and recovery from the command line; secrets come in by standard input only."""

import io
import json
from pathlib import Path

import pytest

from desktop.paths import AppPaths
from desktop.recovering import secure_recovery
from desktop.unlocking import unlock
from quancai.door import run
from quancai.exit_codes import ExitCode
from server_stub.recovery import read_recovery_key
from store import Draft, keep_enrolment, list_drafts, save_draft
from sync.suites.at_rest import KdfCost
from tests.desktop.test_recovering import membership
from tests.fakes.entropy import SeededEntropy

QUICK = KdfCost(memory_kib=64, passes=1)
FIRST = "象山路的榕树下有三把椅子"
SECOND = "码头旁边的灯塔今年重新刷白了"
DRAFT = Draft("d1", "person_employment", "1", None, b"half a form", 1)


@pytest.fixture
def device(tmp_path: Path) -> Path:
    folder = tmp_path / "device"
    store = unlock(AppPaths(folder), FIRST, entropy=SeededEntropy("device"), cost=QUICK).open_writer()
    save_draft(store, DRAFT)
    store.close()
    return folder


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> "Command":
    return Command(monkeypatch)


class Command:
    """A terminal that is no terminal: what is typed is lines of standard input."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: object, typed: tuple[str, ...] = ()) -> ExitCode:
        self._monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        return run(["--language", "en", *map(str, arguments)])


def drafts(folder: Path, typed: str) -> tuple[Draft, ...]:
    store = unlock(AppPaths(folder), typed, entropy=SeededEntropy("look"), cost=QUICK).open_writer()
    held = list_drafts(store)
    store.close()
    return held


def test_copy_is_made_listed_and_restored_elsewhere(
    command: Command, device: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    assert command("copy", "make", stick, "--data", device, typed=(FIRST,)) is ExitCode.OK
    capsys.readouterr()
    assert command("copy", "list", stick, "--json") is ExitCode.OK
    [listed] = json.loads(capsys.readouterr().out)
    there = ("copy", "restore", listed["folder"], "--data", tmp_path / "new")
    assert command(*there, typed=(FIRST,)) is ExitCode.OK

    assert "1 drafts" in capsys.readouterr().out
    assert drafts(tmp_path / "new", FIRST) == (DRAFT,)


def test_restore_over_unsent_work_is_refused_with_words(
    command: Command, device: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    command("copy", "make", stick, "--data", device, typed=(FIRST,))
    command("copy", "list", stick, "--json")
    made = json.loads(capsys.readouterr().out.splitlines()[-1])[0]["folder"]

    code = command("copy", "restore", made, "--data", device, typed=(FIRST,))

    assert code is ExitCode.BAD_INPUT
    assert "[restore-over-unsent-work]" in capsys.readouterr().err
    assert drafts(device, FIRST) == (DRAFT,)


def test_operator_is_added_and_removed(
    command: Command, device: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("operator", "add", "0922", "--data", device, typed=(FIRST, SECOND)) is ExitCode.OK
    assert command("operator", "remove", "1", "--data", device, "--operator", "0922", typed=(SECOND,)) == 0
    capsys.readouterr()

    command("operator", "list", "--data", device)

    assert capsys.readouterr().out == "0922\tpassphrase\n"
    assert drafts(device, SECOND) == (DRAFT,)


def test_wrong_secret_changes_nothing_and_is_not_repeated_to_anybody(
    command: Command, device: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (device / "key.slot").read_bytes()

    code = command("operator", "add", "0922", "--data", device, typed=("错误的口令错误的口令", SECOND))

    said = capsys.readouterr()
    assert code is ExitCode.BAD_INPUT
    assert "错误的口令" not in said.out + said.err
    assert (device / "key.slot").read_bytes() == before


def test_folder_without_records_is_not_begun_by_accident(command: Command, tmp_path: Path) -> None:
    assert command("operator", "rekey", "--data", tmp_path / "none", typed=(FIRST,)) is ExitCode.BAD_INPUT
    assert command("operator", "list", "--data", tmp_path / "none") is ExitCode.FAILED

    assert not (tmp_path / "none" / "key.slot").exists()


def test_forgotten_secret_goes_to_the_city_and_back(command: Command, device: Path, tmp_path: Path) -> None:
    city, key = tmp_path / "city", tmp_path / "safe" / "recovery.key"
    command("server", "init", "--data", city)
    command("server", "recovery-key", "--data", city, "--out", key)
    unlocked = unlock(AppPaths(device), FIRST, entropy=SeededEntropy("join"), cost=QUICK)
    store = unlocked.open_writer()
    keep_enrolment(store, membership(read_recovery_key(city)))
    secure_recovery(store, unlocked)
    store.close()
    request, answer = tmp_path / "request.txt", tmp_path / "answer.txt"

    command("operator", "recover", "--data", device, "--out", request, typed=(SECOND,))
    command("server", "recover", request, "--key", key, "--out", answer)
    code = command("operator", "accept", answer, "--data", device, typed=(SECOND,))

    assert code is ExitCode.OK
    assert drafts(device, SECOND) == (DRAFT,)
