"""The program on a stick takes new versions from a folder and from a line, and comes back from bad ones.

The frozen program is publisher, updater and what is updated; the launcher is the real one. The system has
what the program needs and nothing of ours but the package it was learnt from.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from installers.bundle import Bundle
from installers.compose import copy_tree
from server_stub.relay.update_files import UPDATES_PATH, UpdateFiles
from tests.packaging.clean_debian import OFFICER, CleanDebian, copy_clean_debian
from tests.packaging.publishers_desk import ROOT_FILE, UPDATES, Desk
from tests.server_stub.live_relay import serving

pytestmark = [pytest.mark.installing, pytest.mark.socket, pytest.mark.timeout(1800)]
FIRST, SECOND, THIRD, BROKEN, DYING = "0.1.0", "0.2.0", "0.3.0", "0.4.0", "0.5.0"
STICK = "/media/stick/quancai"
STAMP = "_internal/resources/build.json"
# Well when it is asked, and dead when it is started: the one thing no check before a start can find.
DIES = '#!/bin/sh\n[ "$1" = self-check ] && exit 0\necho "cannot start" >&2\nexit 127\n'


@pytest.fixture(scope="module")
def desk(
    billed: Bundle, package: Path, clean_debian: CleanDebian, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A system with a publisher, and the first version laid out on a stick that the officer carries."""
    system = copy_clean_debian(clean_debian, tmp_path_factory.mktemp("debian") / "root")
    installed = system.install(package)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    copy_tree(billed.folder, system.path(f"/srv/build/{FIRST}"))
    desk = Desk(system)
    desk.begin()
    laid_out = ("quancai", "package", "lay-out", f"/srv/build/{FIRST}", STICK)
    system.must("mkdir", "-p", "/media/stick")
    system.must(*laid_out, "--version", FIRST, "--keeps-data")
    system.must("chown", "-R", f"{OFFICER}:", "/media/stick")
    yield desk
    shutil.rmtree(system.root, ignore_errors=True)


def release(desk: Desk, version: str, *, program: str | None = None, without: str | None = None) -> None:
    """Release the same build under another stamp; some are spoilt."""
    tree = desk.system.path(f"/srv/build/{version}")
    copy_tree(desk.system.path(f"/srv/build/{FIRST}"), tree)
    stamp = json.loads((tree / STAMP).read_text(encoding="utf-8"))
    (tree / STAMP).write_text(json.dumps({**stamp, "commit": f"of-{version}"}), encoding="utf-8")
    if without is not None:
        next(tree.rglob(without)).unlink()
    if program is not None:
        (tree / "quancai").write_text(program, encoding="utf-8")
    desk.release(f"/srv/build/{version}", version, kind="portable")
    shutil.rmtree(tree)


def from_stick(desk: Desk, *arguments: str) -> tuple[int, str]:
    """Start the program on the stick, as its person does; give its status and what it said."""
    done = desk.system.run(f"{STICK}/quancai", *arguments, user=OFFICER)
    return done.returncode, done.stdout + done.stderr


def update(desk: Desk, source: str) -> tuple[int, str]:
    asked = ("--language", "en", "update", "apply", "--source", source, "--root", ROOT_FILE)
    return from_stick(desk, *asked)


def current(desk: Desk) -> str:
    return desk.system.path(f"{STICK}/current").read_text(encoding="ascii").strip()


def test_a_version_comes_from_a_folder_and_runs(desk: Desk) -> None:
    release(desk, SECOND)
    desk.system.must("cp", "-a", UPDATES, "/media/from-the-office")

    status, said = update(desk, "/media/from-the-office")
    starts = [from_stick(desk, "--version"), from_stick(desk, "app", "--once")]

    assert status == 0, said
    assert current(desk) == SECOND
    assert f"(of-{SECOND}, " in starts[0][1]
    assert starts[1][0] == 0, starts[1][1]


def test_a_version_comes_over_a_line_and_runs(desk: Desk) -> None:
    release(desk, THIRD)
    files = UpdateFiles(desk.system.path(UPDATES))

    with serving(Starlette(routes=files.routes())) as line:
        status, said = update(desk, f"http://127.0.0.1:{line.port}{UPDATES_PATH}")

    assert status == 0, said
    assert f"(of-{THIRD}, " in from_stick(desk, "--version")[1]


def test_a_version_that_lacks_a_library_is_found_out_before_the_switch(desk: Desk) -> None:
    # The version that asks has this library; it must not lend it to the one that is asked.
    release(desk, BROKEN, without="libfontconfig.so.1")

    status, said = update(desk, UPDATES)

    assert (status, "[update-not-well]" in said) == (4, True), said
    assert current(desk) == THIRD
    assert from_stick(desk, "app", "--once")[0] == 0


def test_a_version_that_dies_at_its_start_is_taken_back_before_anybody_notices(desk: Desk) -> None:
    release(desk, DYING, program=DIES)
    switched = (*update(desk, UPDATES), current(desk))

    started = from_stick(desk, "app", "--once")

    assert (switched[0], switched[2]) == (0, DYING), switched[1]
    assert started[0] == 0, started[1]
    assert "cannot start" in started[1]
    assert current(desk) == THIRD
    refused = desk.system.path(f"{STICK}/refused").read_text(encoding="ascii").split()
    assert refused == [BROKEN, DYING]
    assert update(desk, UPDATES)[0] == 1  # neither is tried again


def test_all_of_it_stays_on_the_stick(desk: Desk) -> None:
    data = desk.system.path(f"{STICK}/quancai-data")
    home = desk.system.path(f"/home/{OFFICER}")

    assert data.is_dir()
    assert [path for path in home.rglob("*") if "quancai" in path.name] == []
