"""The only place that names a SQLite library, because the order of imports decides which one is used.

sqlite-utils catches the errors of the SQLite module it finds first. Unless that
is SQLCipher's, its own recovery paths stop working, so SQLCipher takes the place
of `pysqlite3`, the first name sqlite-utils asks for, before it is imported.
"""

import sys

import sqlcipher3
import sqlcipher3.dbapi2 as dbapi

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi)

import sqlite_utils.utils  # noqa: E402  # must follow the swap above
from sqlite_utils import Database  # noqa: E402
from sqlite_utils.migrations import Migrations  # noqa: E402

__all__ = ["Database", "Migrations", "dbapi", "wipe_freed_memory"]

# The driver asks how to adapt every value but text and numbers: for nothing-said and for bytes three failed
# look-ups each, more than the statement costs. They are bound as they are.
dbapi.register_adapter(type(None), {None: None}.get)
dbapi.register_adapter(bytes, bytes)

if sqlite_utils.utils.OperationalError is not dbapi.OperationalError:
    raise RuntimeError("sqlite_utils was imported before store and is bound to another SQLite")


def wipe_freed_memory() -> None:
    """Have SQLCipher lock and wipe all memory of SQLite, for the rest of this process.

    It cannot be undone or kept to one connection, and it makes writing about ten times slower, so it is the
    choice of whoever starts the process (docs/adr/0022). Keys are locked and wiped without it.
    """
    connection = dbapi.connect(":memory:")
    connection.execute("PRAGMA cipher_memory_security=ON")
    connection.close()
