"""Who may post: the newest signed registry.

A registry is accepted because enough of the roots signed it, no matter who brings
it. The newest one is read from the database, not remembered, so that several relay
processes on one database agree; only the parsing is remembered.
"""

from sqlalchemy import Connection, func, insert, select

from server_stub.announcements import announce
from server_stub.database import Database
from server_stub.errors import RegistryConflictError
from server_stub.relay.calls import EVERYBODY
from server_stub.relay.tables import registries
from sync.errors import RegistryMissingError
from sync.keys.registry import RegistryDocument, TrustRoots, read_registry, verify_registry
from sync.keys.roots import follow_roots


class RegistryShelf:
    """The newest registry of a relay."""

    def __init__(self, database: Database, *, roots: TrustRoots) -> None:
        self._database = database
        self._roots = roots
        self._parsed: RegistryDocument | None = None

    def current(self) -> RegistryDocument:
        """Give the newest registry.

        An expired one still says whose signatures are good: work must be able to come
        in while the city is late (the devices themselves enforce the expiry).

        Raises:
            RegistryMissingError: none was published yet.

        """
        with self._database.read() as connection:
            version = newest_version(connection)
            if self._parsed is None or self._parsed.version != version:
                self._parsed = read_registry(_signed(connection, version), self._roots)
        return self._parsed

    def signed(self) -> bytes:
        """Give the newest registry as it was signed."""
        with self._database.read() as connection:
            return _signed(connection, newest_version(connection))

    def examine(self, signed: bytes) -> None:
        """Refuse what the roots never signed, so that a stranger cannot keep the one writer busy.

        Raises:
            RegistryUntrustedError: too few good signatures of the roots of today.

        """
        with self._database.read() as connection:
            roots = self._present_roots(connection, newest_version(connection))
        read_registry(signed, roots)

    def publish(self, connection: Connection, signed: bytes, *, now_ms: int) -> None:
        """Keep a newer registry; the same one again is no news.

        Raises:
            RegistryUntrustedError, RegistryRollbackError, RegistryExpiredError: not to be trusted.
            RegistryConflictError: the roots signed two different ones under one version.

        """
        newest = newest_version(connection)
        document = verify_registry(
            signed, self._present_roots(connection, newest), newest_seen=newest, now_ms=now_ms
        )
        if document.version == newest:
            if _signed(connection, newest) != signed:
                raise RegistryConflictError(version=newest)
            return
        row = {"version": document.version, "document": signed, "published_at_ms": now_ms}
        connection.execute(insert(registries).values(**row))
        announce(connection, EVERYBODY)

    def _present_roots(self, connection: Connection, newest: int) -> TrustRoots:
        """Give the roots of today: those who handed over sign nothing any more."""
        if newest == 0:
            return self._roots
        held = read_registry(_signed(connection, newest), self._roots)
        return follow_roots(held.root_changes, self._roots)


def newest_version(connection: Connection) -> int:
    return connection.execute(select(func.max(registries.c.version))).scalar_one() or 0


def _signed(connection: Connection, version: int) -> bytes:
    query = select(registries.c.document).where(registries.c.version == version)
    document = connection.execute(query).scalar_one_or_none()
    if document is None:
        raise RegistryMissingError
    return bytes(document)
