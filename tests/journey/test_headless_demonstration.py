"""The demonstration as a person starts it: a process of its own, its exit code and what it leaves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quancai.demo.headless import has_arrived
from quancai.demo.story import PERSON
from server_stub.platform.inspection import list_tasks, read_city_record

pytestmark = pytest.mark.socket
ROOT = Path(__file__).resolve().parents[2]
SCREENS = (
    "01-joining",
    "02-today",
    "03-scan-unknown",
    "04-scan-known",
    "05-form-who",
    "06-form-work",
    "07-form-review",
    "08-sync-offline",
    "09-sync-applied",
    "10-today-task",
    "11-records",
)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("demo")
    process = subprocess.run(
        [sys.executable, "-m", "quancai", "demo", "--headless", "--json", "--data", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return folder, process


def test_it_exits_0_and_prints_both_ids(
    finished: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, process = finished
    assert process.returncode == 0, process.stderr

    said = json.loads(process.stdout)

    assert said["record_id"] == PERSON
    assert said["ok"] is True
    tasks = list_tasks(folder / "journey" / "server")
    assert [task["id"] for task in tasks if PERSON in str(task["fields"])] == [said["task_id"]]
    assert len(tasks) == 5  # four were due when the day began


def test_the_platform_holds_what_was_answered_at_the_door(
    finished: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = finished

    record = read_city_record(folder / "journey" / "server", "person", PERSON)

    assert record is not None
    assert isinstance(record["fields"], dict)
    assert record["fields"]["emp_status"] == "1"
    assert record["fields"]["unemp_registered"] == "1"


@pytest.mark.parametrize("name", SCREENS)
def test_it_leaves_a_picture_of_every_part(
    finished: tuple[Path, subprocess.CompletedProcess[str]], name: str
) -> None:
    folder, _ = finished

    assert (folder / f"{name}.png").stat().st_size > 10_000


def test_no_name_number_or_passphrase_lies_in_clear_in_the_device_folder(
    finished: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = finished
    files = [path for path in (folder / "journey" / "device").rglob("*") if path.is_file()]
    written = b"".join(path.read_bytes() for path in files)

    assert len(files) >= 2
    assert [
        word for word in ("蔡志明", "许丽英", "象山路", "quancai-demo-passphrase") if word.encode() in written
    ] == []


ANSWERED: dict[str, object] = {"fields": {"emp_status": "1"}}


@pytest.mark.parametrize(
    ("record", "task_id"),
    [(None, "t-1"), ({"fields": {"emp_status": "2"}}, "t-1"), (ANSWERED, None), (ANSWERED, "t-2")],
    ids=["no record", "another answer", "no task", "a task the platform does not know"],
)
def test_a_journey_that_did_not_arrive_is_no_success(
    record: dict[str, object] | None, task_id: str | None
) -> None:
    assert has_arrived(record, task_id, tasks=[{"id": "t-1"}]) is False


def test_a_journey_that_arrived_is_a_success() -> None:
    assert has_arrived(ANSWERED, "t-1", tasks=[{"id": "t-1"}]) is True


def test_an_author_sees_a_form_as_the_officers_will(tmp_path: Path) -> None:
    picture = tmp_path / "first-page.png"
    form = ROOT / "resources/forms/gig_register.xlsx"
    lists = ROOT / "resources/forms/media"

    process = subprocess.run(
        [*(sys.executable, "-m", "quancai", "form", "preview", str(form)),
         *("--lists", str(lists), "--picture", str(picture))],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip

    assert process.returncode == 0, process.stderr
    assert picture.stat().st_size > 10_000
