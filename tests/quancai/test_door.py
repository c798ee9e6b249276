import json
from pathlib import Path

import pytest

from quancai.__main__ import main
from quancai.door import build_parser, run
from quancai.exit_codes import ExitCode
from resources.words import Words
from updates.errors import ProgramInUseError, SwitchedOffError, UntrustedError, UpdateError


def test_help_carries_examples_and_exit_codes_in_both_languages() -> None:
    chinese, english = (build_parser(Words(language)).format_help() for language in ("zh_CN", "en"))

    assert "quancai demo --headless --json" in chinese
    assert "退出码" in chinese
    assert "exit codes" in english


def test_the_language_may_stand_behind_the_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code = run(["scan", str(tmp_path / "missing.png"), "--language", "en"])

    assert code is ExitCode.BAD_INPUT
    assert not any("一" <= sign <= "鿿" for sign in capsys.readouterr().err)


def test_a_wrong_call_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(["fly"])

    assert stopped.value.code == ExitCode.USAGE
    assert "fly" in capsys.readouterr().err


def test_an_unreadable_workbook_is_refused_with_a_code_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    workbook = tmp_path / "broken.xlsx"
    workbook.write_bytes(b"this is no workbook")
    target = tmp_path / "broken.xml"

    code = run(["form", "convert", str(workbook), "--out", str(target)])

    assert code is ExitCode.BAD_INPUT
    assert "[" in capsys.readouterr().err
    assert not target.exists()


def test_a_workbook_that_is_not_there_is_named_without_a_traceback(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.xlsx"

    code = run(["form", "convert", str(missing), "--out", str(tmp_path / "out.xml")])

    said = capsys.readouterr().err
    assert code is ExitCode.BAD_INPUT
    assert str(missing) in said
    assert "Traceback" not in said + caplog.text


def test_looking_into_a_folder_without_a_city_begins_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code = run(["server", "show", "--data", str(tmp_path / "nowhere"), "person", "p-1"])

    assert code is ExitCode.BAD_INPUT
    assert "server-nothing-begun" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


def test_a_missing_system_library_is_named_with_its_package(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(_: Path) -> None:
        raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr("quancai.commands.scan._read", fail)

    code = run(["scan", str(tmp_path / "card.png"), "--language", "en"])

    assert code is ExitCode.MISSING_PIECE
    assert "apt-get install libegl1" in capsys.readouterr().err


def test_the_workbook_of_the_shipped_form_converts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "employment_brief.xml"

    code = run(["form", "convert", "resources/forms/employment_brief.xlsx", "--out", str(target), "--json"])

    assert code is ExitCode.OK
    assert json.loads(capsys.readouterr().out)["form_id"] == "employment_brief"
    assert target.stat().st_size > 0


def test_ctrl_c_ends_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: list[str]) -> ExitCode:
        raise KeyboardInterrupt

    monkeypatch.setattr("quancai.door.run", interrupt)

    with pytest.raises(SystemExit) as stopped:
        main()

    assert stopped.value.code == ExitCode.INTERRUPTED
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "verb",
    [
        ["recovery-key", "--out", "recovery.key"],
        ["backup", "backup", "--without-keys"],
        ["device", "list"],
        ["serve", "all-in-one"],
        ["serve", "platform"],
        ["status"],
    ],
)
def test_no_command_begins_a_server_in_a_mistyped_folder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, verb: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    code = run(["server", *verb, "--data", "mistyped"])

    assert code is ExitCode.BAD_INPUT
    assert "server-nothing-begun" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_server_asked_for_the_desktop_says_which_package_has_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> ExitCode:
        raise ModuleNotFoundError("No module named 'desktop'", name="desktop")

    monkeypatch.setattr("quancai.commands.scan._read", refuse)

    code = run(["scan", "card.png", "--language", "en"])

    assert code is ExitCode.MISSING_PIECE
    assert "package quancai" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ProgramInUseError(version="0.9.0"), ExitCode.PUT_OFF),
        (SwitchedOffError(), ExitCode.FAILED),
        (UntrustedError(), ExitCode.BAD_INPUT),
    ],
)
def test_a_timer_can_tell_what_waits_from_what_failed(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: UpdateError,
    status: ExitCode,
) -> None:
    def fail(*_told: object) -> None:
        raise error

    monkeypatch.setattr("quancai.commands.update._asking", fail)

    assert run(["update", "apply"]) is status
    assert f"[{error.code}]" in capsys.readouterr().err
