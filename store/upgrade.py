"""How an older replica becomes a current one, and how a newer one is left alone.

Each file in `upgrades/` is one step. The step and the number that records it are
one commit, so a power cut between them cannot exist. A released file is never
edited; a change is a new file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.engine import Database, dbapi
from store.errors import StoreInvariantError, StoreNewerVersionError, database_errors_translated

_FOLDER: Final = Path(__file__).parent / "upgrades"


def apply_upgrades(database: Database, *, folder: Path = _FOLDER) -> None:
    """Bring the replica to the version of this program.

    Raises:
        StoreNewerVersionError: a newer program has been here.

    """
    for number, script in pending_upgrades(database, folder=folder):
        with database_errors_translated(), database.atomic():
            for statement in _statements(script):
                database.execute(statement)
            database.execute(f"PRAGMA user_version={number}")


def pending_upgrades(database: Database, *, folder: Path = _FOLDER) -> list[tuple[int, str]]:
    """List the steps this replica has not taken yet, in order, as (number, SQL).

    Raises:
        StoreNewerVersionError: the replica has taken a step this program does not know.

    """
    steps = [(int(path.name[:4]), path) for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))]
    newest = steps[-1][0]
    version = read_version(database)
    if version > newest:
        raise StoreNewerVersionError(version=str(version), newest=str(newest))
    return [(number, path.read_text(encoding="utf-8")) for number, path in steps if number > version]


def require_current(database: Database) -> None:
    """Refuse to read a replica whose upgrades wait for the writer."""
    if pending_upgrades(database):
        raise StoreInvariantError(reason="not-upgraded")


def read_version(database: Database) -> int:
    with database_errors_translated():
        return int(database.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """Split a script at the semicolons that end statements, not those inside triggers.

    The driver's own `executescript` commits before it starts, which would part a step from its record.
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if dbapi.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise StoreInvariantError(reason="unfinished-statement")
