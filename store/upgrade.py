"""How an older replica becomes a current one, and how a newer one is left alone.

Each file in `upgrades/` is one step of sqlite-utils' migrations. All steps an opening takes, the
rows that record them and the number of the version are one commit, so a power cut between them
cannot exist. Whoever opens may do something after the last step and before that commit: what it
raises leaves the replica as it was. A released file is never edited; a change is a new file.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from store.engine import Database, Migrations, dbapi
from store.errors import StoreInvariantError, StoreNewerVersionError, database_errors_translated

_FOLDER: Final = Path(__file__).parent / "upgrades"
_SET: Final = "replica"
# Done when every step has been taken and none is committed.
BeforeCommit = Callable[[], None]
# Replicas older than the table of steps count by their number alone.
_ADOPT: Final = """
    INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
    VALUES (?, ?, 'before steps were recorded') ON CONFLICT DO NOTHING
"""


def do_nothing() -> None:
    """Stand for a commit nobody else minds."""


def apply_upgrades(
    database: Database, *, folder: Path = _FOLDER, before_commit: BeforeCommit = do_nothing
) -> None:
    """Bring the replica to the version of this program, whole or not at all.

    `before_commit` is called only where there are steps to take, once, after the last of them.

    Raises:
        StoreNewerVersionError: a newer program has been here.
        Exception: whatever `before_commit` raises; no step was taken.

    """
    pending = pending_upgrades(database, folder=folder)
    if not pending:
        return
    steps = _steps(folder)
    with database_errors_translated(), database.atomic():
        steps.ensure_migrations_table(database)
        for name in _names(folder):
            if name not in pending:
                database.execute(_ADOPT, (_SET, name))
        steps.apply(database)
        before_commit()


def pending_upgrades(database: Database, *, folder: Path = _FOLDER) -> list[str]:
    """Name the steps this replica has not taken yet, in order.

    Raises:
        StoreNewerVersionError: the replica has taken a step this program does not know.

    """
    names, version = _names(folder), read_version(database)
    newest = _number(names[-1])
    if version > newest:
        raise StoreNewerVersionError(version=str(version), newest=str(newest))
    return [name for name in names if _number(name) > version]


def require_current(database: Database) -> None:
    """Refuse to read a replica whose upgrades wait for the writer."""
    if pending_upgrades(database):
        raise StoreInvariantError(reason="not-upgraded")


def read_version(database: Database) -> int:
    with database_errors_translated():
        return int(database.execute("PRAGMA user_version").fetchone()[0])


def _names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))


def _number(name: str) -> int:
    return int(name[:4])


def _steps(folder: Path) -> Migrations:
    steps = Migrations(_SET)
    for name in _names(folder):
        _register(steps, folder / f"{name}.sql")
    return steps


def _register(steps: Migrations, path: Path) -> None:
    @steps(name=path.stem)
    def take(database: Database) -> None:
        for statement in _statements(path.read_text(encoding="utf-8")):
            database.execute(statement)
        database.execute(f"PRAGMA user_version={_number(path.stem)}")


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
