"""What an administrator wrote and does not count is said to whoever looks for updates, before the answer."""

from pathlib import Path

import pytest

from quancai.door import run
from quancai.exit_codes import ExitCode
from sync.adapters.system import SystemClock
from tests.updates.publisher import NOW, Office


@pytest.fixture
def etc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the machine's folder of a computer that has nothing else."""
    folder = tmp_path / "etc"
    folder.mkdir()
    monkeypatch.setenv("QUANCAI_MACHINE_FOLDER", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("QUANCAI_INSTALLATION", raising=False)
    monkeypatch.delenv("QUANCAI_PROFILE", raising=False)
    monkeypatch.setattr(SystemClock, "now_ms", lambda _: round(NOW.timestamp() * 1000))
    return folder


def look(office: Office, *how: str) -> ExitCode:
    source = ("--source", str(office.repository), "--keep", str(office.folder / "kept"))
    return run(["--language", "en", "update", "look", *source, *how])


def test_a_policy_that_cannot_be_read_is_said_before_the_answer(
    office: Office, etc: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (etc / "policy.toml").mkdir()
    (office.folder / "root.json").write_bytes(office.root)

    code = look(office, "--root", str(office.folder / "root.json"))

    said = capsys.readouterr()
    assert code is ExitCode.FAILED  # there is no release yet
    assert "policy.toml cannot be read [machine-file-unreadable]" in said.err
    assert said.out != ""


def test_a_root_that_is_named_and_gone_ends_the_look(
    office: Office, etc: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (etc / "policy.toml").write_text(f'publisher_root = "{etc}/gone.json"\n', encoding="utf-8")

    code = look(office)

    said = capsys.readouterr()
    assert code is ExitCode.BAD_INPUT
    assert "[policy-invalid]" in said.err
    assert (said.out, (office.folder / "kept").exists()) == ("", False)


def test_a_computer_nobody_told_anything_hears_nothing(
    office: Office, etc: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office.folder / "root.json").write_bytes(office.root)

    look(office, "--root", str(office.folder / "root.json"))

    assert capsys.readouterr().err == ""
    assert list(etc.iterdir()) == []
