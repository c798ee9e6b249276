"""The server's package in a Debian with nothing in it: its own user, begun on purpose, kept when removed."""

import json
import subprocess
from pathlib import Path

import pytest

from installers.bundle import SERVER, Bundle
from installers.making import bundle_with_bills
from installers.server_package import build_server_deb
from tests.architecture.sources import ROOT
from tests.packaging.clean_debian import CleanDebian, copy_clean_debian

pytestmark = [pytest.mark.installing, pytest.mark.socket, pytest.mark.timeout(1800)]
LARGEST_BYTES = 110_000_000
DATA = "/var/lib/quancai"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bundle, Path]:
    place = tmp_path_factory.mktemp("server")
    bundle, documents = bundle_with_bills(SERVER, ROOT, place)
    source = place / "source"
    return bundle, build_server_deb(bundle, source=source, documents=documents, place=place, effort=0)


@pytest.fixture(scope="module")
def debian(
    server: tuple[Bundle, Path], clean_debian: CleanDebian, tmp_path_factory: pytest.TempPathFactory
) -> CleanDebian:
    system = copy_clean_debian(clean_debian, tmp_path_factory.mktemp("debian") / "root")
    installed = system.install(server[1])
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return system


def serve(system: CleanDebian) -> "subprocess.Popen[str]":
    command = ["quancai-server", "server", "serve", "all-in-one", "--data", DATA, "--port", "0"]
    as_user = ["setpriv", "--reuid=quancai", "--regid=quancai", "--clear-groups", *command]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(
        ["chroot", str(system.root), *as_user], stdout=subprocess.PIPE, text=True, env=environment
    )


def test_the_server_works_where_nothing_else_is_installed(debian: CleanDebian) -> None:
    told = json.loads(debian.must("quancai-server", "self-check", "--json"))

    assert [check for check in told["checks"] if not check["ok"]] == []
    assert "psycopg" in json.dumps(told)


def test_a_city_is_begun_and_served_by_the_user_of_the_package(debian: CleanDebian) -> None:
    owner = debian.must("stat", "-c", "%U %a", DATA).strip()
    debian.must("quancai-server", "server", "init", "--data", DATA, user="quancai")

    process = serve(debian)
    try:
        line = process.stdout.readline() if process.stdout else ""
    finally:
        process.terminate()
        process.wait(60)

    assert owner == "quancai 700"
    assert "url" in json.loads(line)


def test_the_unit_is_one_that_systemd_understands(debian: CleanDebian) -> None:
    unit = debian.path("/usr/lib/systemd/system/quancai-server@.service")

    assert "User=quancai" in unit.read_text(encoding="utf-8")
    assert debian.path("/opt/quancai-server/quancai-server").is_file()
    assert debian.path("/etc/quancai/server.env").is_file()


def test_removing_and_purging_leave_the_city_where_it_is(debian: CleanDebian) -> None:
    debian.path(f"{DATA}/kept").write_text("a city", encoding="utf-8")

    debian.must("apt-get", "remove", "-y", "-q", "quancai-server")
    said = debian.must("apt-get", "purge", "-y", "-q", "quancai-server")

    assert debian.path(f"{DATA}/kept").read_text(encoding="utf-8") == "a city"
    assert "were kept" in said
    assert not debian.path("/opt/quancai-server").exists()


def test_the_servers_folder_keeps_within_its_size(server: tuple[Bundle, Path]) -> None:
    assert server[0].size_bytes <= LARGEST_BYTES
    assert not list(server[0].folder.rglob("*Qt6*"))
