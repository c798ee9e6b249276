"""The one-folder program is whole, small enough, and walks through the journey without its source tree."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import closing
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

from desktop.paths import AppPaths
from desktop.support_code import kept_at
from desktop.unlocking import unlock
from installers.bundle import Bundle
from quancai.demo.story import PASSPHRASE
from sync.adapters.system import SystemEntropy
from sync.version import PROGRAM_VERSION
from tests.packaging.conftest import run_program
from tests.packaging.old_records import lay_out_old_records, read_named
from tests.store.test_old_replicas import NUMBERS

pytestmark = [pytest.mark.packaging, pytest.mark.socket, pytest.mark.timeout(900)]
ROOT = Path(__file__).resolve().parents[2]
LARGEST_BYTES = 300_000_000


@pytest.fixture(scope="module")
def journey(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The whole journey with the frozen program: its folder and what it printed."""
    folder = tmp_path_factory.mktemp("journey")
    environment = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    done = run_program(
        bundle.program,
        "demo",
        "--headless",
        "--json",
        "--data",
        folder,
        folder=folder,
        environment=environment,
    )
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_every_part_of_the_frozen_program_opens(
    bundle: Bundle, bare: Mapping[str, str], tmp_path: Path
) -> None:
    done = run_program(bundle.program, "self-check", "--json", folder=tmp_path, environment=bare)

    told = json.loads(done.stdout)
    assert [check for check in told["checks"] if not check["ok"]] == []
    assert (done.returncode, told["commit"]) == (0, bundle.commit.id)


def test_the_frozen_program_carries_the_code_of_pysides_own_files(bundle: Bundle) -> None:
    """Without it every start would compile them anew: a bundle keeps nothing it compiles."""
    carried = bundle.folder / "_internal" / "desktop" / "__pycache__" / kept_at().name

    assert carried.read_bytes().startswith(MAGIC_NUMBER)


def test_the_frozen_program_says_its_commit(bundle: Bundle, bare: Mapping[str, str], tmp_path: Path) -> None:
    done = run_program(bundle.program, "--version", folder=tmp_path, environment=bare)

    assert done.stdout.startswith(f"quancai {PROGRAM_VERSION} ({bundle.commit.id}, {bundle.commit.day}, ")


def test_the_frozen_program_walks_through_the_journey(journey: tuple[Path, str]) -> None:
    assert json.loads(journey[1])["ok"] is True


def test_records_of_a_newer_program_are_refused_with_words_and_left_alone(
    bundle: Bundle, journey: tuple[Path, str], bare: Mapping[str, str], tmp_path: Path
) -> None:
    shutil.copytree(journey[0] / "journey" / "device", tmp_path / "device")
    paths = AppPaths(tmp_path / "device")
    with closing(unlock(paths, PASSPHRASE, entropy=SystemEntropy()).open_writer()) as store:
        store.execute("PRAGMA user_version=9999")
    before = paths.replica.read_bytes()

    done = subprocess.run(
        [bundle.program, "device", "rotate-keys", "--data", paths.folder, "--language", "en"],
        input=f"{PASSPHRASE}\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=bare,
    )

    assert (done.returncode, "[store-newer-version]" in done.stderr) == (4, True), done.stderr
    assert "Install the newer program" in done.stderr
    assert paths.replica.read_bytes() == before


@pytest.mark.parametrize("number", [NUMBERS[0], NUMBERS[-2]], ids=["oldest", "previous"])
def test_records_of_an_older_program_are_brought_up_to_date_without_loss(
    bundle: Bundle, bare: Mapping[str, str], tmp_path: Path, number: str
) -> None:
    told = lay_out_old_records(number, tmp_path / "device")
    (tmp_path / "copies").mkdir()

    copied = subprocess.run(
        [bundle.program, "copy", "make", tmp_path / "copies", "--data", tmp_path / "device"],
        input=f"{PASSPHRASE}\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=bare,
    )

    assert copied.returncode == 0, copied.stderr
    assert read_named(tmp_path / "device", told) == told["holds"]


def test_a_second_start_hands_over_to_the_window_that_is_open(
    bundle: Bundle, bare: Mapping[str, str], tmp_path: Path
) -> None:
    (tmp_path / "runtime").mkdir(mode=0o700)
    environment = {**bare, "XDG_RUNTIME_DIR": str(tmp_path / "runtime")}
    first = subprocess.Popen([bundle.program, "app", "--data", tmp_path / "data"], env=environment)
    try:
        wait_for_place(tmp_path / "runtime", first)
        second = run_program(
            bundle.program,
            "app",
            "--data",
            tmp_path / "data",
            folder=tmp_path,
            environment=environment,
            seconds=60,
        )

        assert second.returncode == 0
        assert first.poll() is None
    finally:
        first.terminate()
        first.wait(30)


def wait_for_place(runtime: Path, first: "subprocess.Popen[bytes]") -> None:
    """Wait until the first window listens, which its place in the runtime folder shows."""
    while not list(runtime.glob("quancai-*")):
        assert first.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            first.wait(0.1)


def test_the_frozen_program_needs_nothing_of_the_source_tree(bundle: Bundle) -> None:
    assert shutil.which("quancai", path=str(bundle.folder)) is not None
    assert not list(bundle.folder.rglob("test_*.py"))
    assert not [path for path in bundle.folder.rglob("*") if path.is_symlink()]


def test_the_frozen_program_converts_a_workbook(
    bundle: Bundle, bare: Mapping[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "employment_brief.xml"
    workbook = ROOT / "resources/forms/employment_brief.xlsx"

    done = run_program(
        bundle.program, "form", "convert", workbook, "--out", target, folder=tmp_path, environment=bare
    )

    assert done.returncode == 0, done.stderr
    assert target.read_bytes() == (ROOT / "resources/forms/employment_brief.xml").read_bytes()


@pytest.mark.parametrize("pattern", ["*.jar", "libreadline*", "libgtk-3*", "libaom*", "libvpx*", "libdav1d*"])
def test_what_nobody_opens_is_not_carried(bundle: Bundle, pattern: str) -> None:
    assert list(bundle.folder.rglob(pattern)) == []


def test_the_folder_keeps_within_its_size(bundle: Bundle) -> None:
    assert bundle.size_bytes <= LARGEST_BYTES
