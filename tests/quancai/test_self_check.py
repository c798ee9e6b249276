"""`quancai self-check`: a whole copy says so, a broken one is told by name and by its exit status."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import resources
from desktop import self_check
from quancai import build_stamp
from quancai.build_stamp import read_stamp
from quancai.commands import self_check as commands_self_check
from quancai.door import run
from quancai.exit_codes import ExitCode
from quancai.self_check.running import Finding, look_at_all
from sync.errors import SuiteUnknownError
from sync.version import PROGRAM_VERSION
from tests.architecture.sources import ROOT

EVERY_LOOK = {
    *("build", "parts", "resources", "words.zh_CN", "words.en", "keys-at-rest", "tls", "qt", "qt.pictures"),
    *(
        "suite.international",
        "suite.national",
        "suite.hybrid",
        "qt.words.zh_CN",
        "qt.words.en",
        "fonts",
        "icons",
    ),
    *(
        "window",
        "help",
        "print",
        "cameras",
        "codes",
        "codes.second-reader",
        "replica",
        "keychain",
        "data-folder",
        "qt.end",
        "updates",
    ),
    *("form.employment_brief", "form.person_employment", "form.gig_register", "form.service_record"),
    *("form.enterprise_monitor", "form.suspect_verify", "form.household_visit"),
    *("server.begin", "server.office", "server.workbook"),
}


@pytest.fixture
def stamped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program whose resources are another folder, as a build's are."""
    monkeypatch.setattr(resources, "_ROOT", tmp_path)
    read_stamp.cache_clear()
    yield tmp_path
    read_stamp.cache_clear()


def test_a_whole_copy_opens_everything_it_carries() -> None:
    # A process of its own, as an administrator starts it: it makes a window and dresses it.
    done = subprocess.run(
        [sys.executable, "-m", "quancai", "self-check", "--json"],
        capture_output=True,
        text=True,
        timeout=100,
        cwd=ROOT,
        check=False,
    )

    told = json.loads(done.stdout)
    assert [check for check in told["checks"] if not check["ok"]] == []
    assert {check["name"] for check in told["checks"]} == EVERY_LOOK
    assert (done.returncode, told["ok"], told["version"]) == (ExitCode.OK, True, PROGRAM_VERSION)


def test_a_damaged_outline_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    read = resources.read_bytes
    monkeypatch.setattr(
        self_check, "read_bytes", lambda name: b"<svg" if name == "icons/camera.svg" else read(name)
    )

    found = list(look_at_all([("icons", self_check.draw_outlines)]))

    assert found == [Finding("icons", is_fine=False, detail="SomethingMissingError: icons/camera.svg")]


def test_a_broken_copy_ends_with_a_status_a_script_can_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose() -> str:
        raise self_check.SomethingMissingError("qtbase_zh_CN.qm")

    monkeypatch.setattr(
        commands_self_check, "_looks", lambda: iter([("qt", lambda: "6.12.0"), ("words", lose)])
    )

    code = run(["self-check", "--language", "en"])

    lines = capsys.readouterr().out.splitlines()
    assert code is ExitCode.FAILED
    assert lines[:2] == ["ok\tqt\t6.12.0", "broken\twords\tSomethingMissingError: qtbase_zh_CN.qm"]
    assert lines[2].startswith("1 checks failed: words.")


def test_one_broken_look_does_not_keep_the_next_from_being_taken() -> None:
    def refuse() -> str:
        raise SuiteUnknownError(suite="2")

    def lose() -> str:
        raise OSError("libssl.so.3: cannot open shared object file")

    found = list(look_at_all([("suite", refuse), ("tls", lose), ("build", lambda: "0.1.0")]))

    assert [one.is_fine for one in found] == [False, False, True]
    assert found[0].detail.startswith("suite-unknown")
    assert found[1] == Finding(
        "tls", is_fine=False, detail="OSError: libssl.so.3: cannot open shared object file"
    )


def test_a_source_tree_says_that_it_is_one() -> None:
    assert read_stamp().in_one_line() == f"{PROGRAM_VERSION} (source)"


def test_a_build_says_its_commit_its_day_and_its_lock(stamped: Path) -> None:
    row = {"commit": "67014ec", "built_on": "2026-11-23", "lock": "xinchuang", "parts": ["desktop"]}
    (stamped / "build.json").write_text(json.dumps(row), encoding="utf-8")

    stamp = build_stamp.read_stamp()

    assert stamp.in_one_line() == f"{PROGRAM_VERSION} (67014ec, 2026-11-23, xinchuang)"
    assert stamp.parts == ("desktop",)
