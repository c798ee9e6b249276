"""Who may post: the newest signed registry.

A registry is accepted because enough of the roots signed it, no matter who brings
it. The newest one is read from the database, not remembered, so that several relay
processes on one database agree; only what follows from it is remembered: the parsing,
and the tree that proves one device without the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from server_stub.announcements import announce
from server_stub.database import Database
from server_stub.errors import RegistryConflictError
from server_stub.relay.calls import EVERYBODY
from server_stub.relay.tables import registries
from sync.errors import MessageMalformedError, RegistryMissingError
from sync.keys.device_tree import DeviceTree
from sync.keys.registry import RegistryDocument, TrustRoots, read_registry, verify_registry
from sync.keys.registry_forms import (
    RegistryExcerpt,
    RegistryForm,
    SignedAlone,
    WholeRegistry,
    join_registry,
    split_registry,
)
from sync.keys.roots import follow_roots
from sync.wire import RegistryQuery

_NEWEST: Final = select(func.max(registries.c.version))


@dataclass(frozen=True, slots=True)
class _Shelved:
    """The newest registry, and what answers are cut from."""

    document: RegistryDocument
    whole: bytes
    form: RegistryForm
    tree: DeviceTree
    places: Mapping[str, int]

    def answer(self, query: RegistryQuery) -> bytes:
        """Give as much as was asked for; of a device that is not listed, what is signed alone."""
        if not isinstance(self.form, WholeRegistry) or query.is_whole:
            return self.whole
        place = self.places.get(query.device or "")
        if place is None:
            return join_registry(SignedAlone(self.form.signed))
        entry, path = self.form.entries[place], self.tree.path(place)
        return join_registry(RegistryExcerpt(self.form.signed, place, entry, path))


class RegistryShelf:
    """The newest registry of a relay."""

    def __init__(self, database: Database, *, roots: TrustRoots) -> None:
        self._database = database
        self._roots = roots
        self._newest: _Shelved | None = None
        self._reading = Lock()

    def current(self) -> RegistryDocument:
        """Give the newest registry.

        An expired one still says whose signatures are good: work must be able to come
        in while the city is late (the devices themselves enforce the expiry).

        Raises:
            RegistryMissingError: none was published yet.

        """
        return self._shelved().document

    @property
    def held(self) -> RegistryDocument | None:
        """The registry that was the newest when it was last asked for; nothing is asked now."""
        newest = self._newest
        return None if newest is None else newest.document

    def current_in(self, connection: Connection) -> RegistryDocument:
        """Give the newest registry a transaction sees.

        Raises:
            RegistryMissingError: none was published yet.

        """
        return self._shelved_in(connection).document

    def answer(self, query: RegistryQuery) -> bytes:
        """Give the newest registry as it was signed, with as many devices as was asked for."""
        return self._shelved().answer(query)

    def examine(self, encoded: bytes) -> None:
        """Refuse what the roots never signed, so that a stranger cannot keep the one writer busy.

        Raises:
            RegistryUntrustedError: too few good signatures of the roots of today.
            MessageMalformedError: no devices beside it; the relay would know nobody.

        """
        with self._database.read() as connection:
            roots = self._present_roots(connection, newest_version(connection))
        _read_whole(encoded, roots)

    def publish(self, connection: Connection, encoded: bytes, *, now_ms: int) -> None:
        """Keep a newer registry in the place of the one before; the same one again is no news.

        Raises:
            RegistryUntrustedError, RegistryRollbackError, RegistryExpiredError: not to be trusted.
            RegistryConflictError: the roots signed two different ones under one version.

        """
        newest = newest_version(connection)
        document = verify_registry(
            encoded, self._present_roots(connection, newest), newest_seen=newest, now_ms=now_ms
        )
        if document.version == newest:
            if _read(connection, newest) != encoded:
                raise RegistryConflictError(version=newest)
            return
        row = {"version": document.version, "document": encoded, "published_at_ms": now_ms}
        connection.execute(delete(registries))
        connection.execute(insert(registries).values(**row))
        announce(connection, EVERYBODY)

    def _shelved(self) -> _Shelved:
        with self._database.read() as connection:
            return self._shelved_in(connection)

    def _shelved_in(self, connection: Connection) -> _Shelved:
        version = newest_version(connection)
        if (shelved := self._newest_if(version)) is not None:
            return shelved
        with self._reading:  # of a crowd that asks at once, as after a start, one reads it for all
            shelved = self._newest_if(version)
            if shelved is None:
                shelved = self._newest = _shelve(_read(connection, version), self._roots)
        return shelved

    def _newest_if(self, version: int) -> _Shelved | None:
        newest = self._newest
        return newest if newest is not None and newest.document.version == version else None

    def _present_roots(self, connection: Connection, newest: int) -> TrustRoots:
        """Give the roots of today: those who handed over sign nothing any more."""
        if newest == 0:
            return self._roots
        held = self._newest
        if held is None or held.document.version != newest:
            return follow_roots(
                read_registry(_read(connection, newest), self._roots).root_changes, self._roots
            )
        return follow_roots(held.document.root_changes, self._roots)


def newest_version(connection: Connection) -> int:
    return connection.execute(_NEWEST).scalar_one() or 0


def _shelve(encoded: bytes, roots: TrustRoots) -> _Shelved:
    document, form = read_registry(encoded, roots), split_registry(encoded)
    entries = form.entries if isinstance(form, WholeRegistry) else ()
    places: dict[str, int] = {one.device_id: place for place, one in enumerate(document.devices)}
    return _Shelved(document, encoded, form, DeviceTree.grow(entries), places)


def _read_whole(encoded: bytes, roots: TrustRoots) -> RegistryDocument:
    document = read_registry(encoded, roots)
    if document.excerpt_of is not None:
        raise MessageMalformedError(part="registry")
    return document


def _read(connection: Connection, version: int) -> bytes:
    query = select(registries.c.document).where(registries.c.version == version)
    document = connection.execute(query).scalar_one_or_none()
    if document is None:
        raise RegistryMissingError
    return bytes(document)
