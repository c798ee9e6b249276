"""What goes up about a computer: versions, room and names of checks, and never a word about anybody."""

from pathlib import Path

import pytest

from desktop.paths import AppPaths
from desktop.reporting import ComputerReport
from store import open_store
from store.trust import Alarm, raise_alarm
from sync.version import PROGRAM_VERSION
from tests.fakes.clock import FakeClock
from tests.scenario.village import KEY, OneThread

LOG = (
    "2026-11-23 08:00:00,000 ERROR desktop.unexpected unexpected ValueError 林秀梅 350582199003151234\n"
    "林秀梅 13800000000\n"
)


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    found = AppPaths(tmp_path / "data")
    found.prepare()
    found.log.write_text(LOG, encoding="utf-8")
    return found


@pytest.fixture
def reporting(paths: AppPaths) -> ComputerReport:
    return ComputerReport(paths, "zh_CN", FakeClock(), lambda: True)


def test_a_report_names_versions_room_and_checks(paths: AppPaths, reporting: ComputerReport) -> None:
    store = open_store(paths.replica, KEY)
    raise_alarm(store, Alarm("envelope-gap", "city", 1))

    said = reporting.read(OneThread(store), wants_text=False)

    store.close()
    assert said.program == PROGRAM_VERSION
    assert said.free_mib > 0
    assert {"copy", "exchange", "alarms", "errors"} <= set(said.troubles)
    assert "printer" not in said.troubles
    assert said.diagnostics == b""


def test_a_diagnosis_that_goes_up_names_nobody(paths: AppPaths, reporting: ComputerReport) -> None:
    store = open_store(paths.replica, KEY)

    said = reporting.read(OneThread(store), wants_text=True)

    store.close()
    text = said.diagnostics.decode()
    assert "[checks]" in text
    assert "ValueError" in text
    assert "林秀梅" not in text
    assert "350582199003151234" not in text
    assert "13800000000" not in text
