"""Copies of a PostgreSQL database by PostgreSQL's own programs: one state, while it is worked on.

`pg_dump` and `pg_restore` must be as new as the server they speak with; which ones are found on the
path is whoever installs the computer's choice. A password never stands on a command line.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from server_stub.errors import ServerError

_LONGEST_SECONDS: Final = 6 * 60 * 60


class DumpFailedError(ServerError):
    """PostgreSQL's own program is missing or could not do it; `program` says which."""

    code = "server-dump-failed"


def dump_postgresql(address: str, path: Path) -> None:
    """Write one consistent copy of a database.

    Raises:
        DumpFailedError: `pg_dump` is missing, too old, or could not do it.

    """
    path.touch(mode=0o600)
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={path}", address=address)


def restore_postgresql(address: str, path: Path) -> None:
    """Fill a database that has nothing in it, all or nothing.

    Raises:
        DumpFailedError: `pg_restore` is missing, too old, or could not do it; nothing was changed.

    """
    _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(path), address=address)


def _run(program: str, *arguments: str, address: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise DumpFailedError(program=program, reason="missing")
    place, password = _connection_of(address)
    environment = {**os.environ, **({} if password is None else {"PGPASSWORD": password})}
    try:
        subprocess.run(  # noqa: S603 - a fixed program, and an address an administrator set
            [found, "--no-password", f"--dbname={place}", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=_LONGEST_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise DumpFailedError(program=program, reason=type(error).__name__) from error


def _connection_of(address: str) -> tuple[str, str | None]:
    """Give the address as libpq's keywords, as the server's driver would use it, and the password apart."""
    url = make_url(address).set(drivername="postgresql+psycopg")
    _, words = create_engine(url).dialect.create_connect_args(url)
    password = words.pop("password", None)
    quoted = {name: str(value).replace("\\", "\\\\").replace("'", "\\'") for name, value in words.items()}
    keywords = {"context"}  # the driver's own, which libpq does not know
    return " ".join(f"{name}='{value}'" for name, value in quoted.items() if name not in keywords), password
