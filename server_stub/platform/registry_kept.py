"""The registry as the city's database keeps it, and as one process remembers it.

What the roots signed stays for every version, because it says which keys the city had when;
it is small. The devices are kept of the newest version only. Every envelope asks for the
registry, so a version is verified and parsed once a process, and asking again reads no devices.
"""

from collections import OrderedDict
from threading import Lock
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update

from server_stub.platform.exchange_tables import registry_devices, registry_versions
from sync.errors import RegistryMissingError
from sync.keys.registry import RegistryDocument, TrustRoots, read_registry
from sync.keys.registry_forms import (
    SignedAlone,
    WholeRegistry,
    decode_entries,
    encode_entries,
    join_registry,
    split_registry,
)

_MOST_REMEMBERED: Final = 4
# Built once: they are asked several times a round, and building costs more than asking.
_NEWEST: Final = select(func.max(registry_versions.c.version))
_NEWEST_ROW: Final = select(registry_versions).order_by(registry_versions.c.version.desc()).limit(1)


class _Remembered:
    """The registries read last, by what was signed and who vouched for it."""

    def __init__(self) -> None:
        self._documents: OrderedDict[tuple[bytes, TrustRoots], RegistryDocument] = OrderedDict()
        self._lock = Lock()

    def find(self, signed: bytes, roots: TrustRoots) -> RegistryDocument | None:
        with self._lock:
            return self._documents.get((signed, roots))

    def keep(self, signed: bytes, roots: TrustRoots, document: RegistryDocument) -> None:
        with self._lock:
            self._documents[signed, roots] = document
            while len(self._documents) > _MOST_REMEMBERED:
                self._documents.popitem(last=False)


_remembered: Final = _Remembered()


def current_registry(connection: Connection, roots: TrustRoots) -> RegistryDocument:
    """Read the newest version, with every device.

    Raises:
        RegistryMissingError: the realm has not begun yet.

    """
    row = connection.execute(_NEWEST_ROW).one_or_none()
    if row is None:
        raise RegistryMissingError
    version, signed = int(row.version), bytes(row.document)
    known = _remembered.find(signed, roots)
    if known is None:
        known = read_registry(_whole(connection, version, signed), roots)
        _remembered.keep(signed, roots, known)
    return known


def newest_version(connection: Connection) -> int:
    """Give the number of the newest version; 0 before the realm has begun."""
    return connection.execute(_NEWEST).scalar_one() or 0


def read_signed(connection: Connection, version: int) -> bytes:
    """Give what the roots signed of a version.

    Raises:
        RegistryMissingError: there is no such version.

    """
    query = select(registry_versions.c.document).where(registry_versions.c.version == version)
    signed = connection.execute(query).scalar_one_or_none()
    if signed is None:
        raise RegistryMissingError
    return bytes(signed)


def keep_registry(
    connection: Connection, version: int, whole: bytes, *, posted_at_ms: int | None = None
) -> None:
    """Keep a version as the newest; the devices of the one before are in it, or were changed by it."""
    form = split_registry(whole)
    row = {"version": version, "document": form.signed, "posted_at_ms": posted_at_ms}
    connection.execute(insert(registry_versions).values(**row))
    connection.execute(delete(registry_devices))
    if isinstance(form, WholeRegistry):
        devices = {"version": version, "entries": encode_entries(form.entries)}
        connection.execute(insert(registry_devices).values(**devices))


def unposted_registry(connection: Connection) -> tuple[int, bytes] | None:
    """Give the newest version, whole, while the relay does not have it; older ones it never needs."""
    row = connection.execute(_NEWEST_ROW).one_or_none()
    if row is None or row.posted_at_ms is not None:
        return None
    return int(row.version), _whole(connection, int(row.version), bytes(row.document))


def has_unposted_registry(connection: Connection) -> bool:
    row = connection.execute(_NEWEST_ROW).one_or_none()
    return row is not None and row.posted_at_ms is None


def note_registry_posted(connection: Connection, version: int, *, now_ms: int) -> None:
    is_this = registry_versions.c.version == version
    connection.execute(update(registry_versions).where(is_this).values(posted_at_ms=now_ms))


def note_registry_lost(connection: Connection) -> None:
    """Post the newest version again: a relay that came back from a backup does not know it any more."""
    newest = select(func.max(registry_versions.c.version)).scalar_subquery()
    is_newest = registry_versions.c.version == newest
    connection.execute(update(registry_versions).where(is_newest).values(posted_at_ms=None))


def _whole(connection: Connection, version: int, signed: bytes) -> bytes:
    query = select(registry_devices.c.entries).where(registry_devices.c.version == version)
    entries = connection.execute(query).scalar_one_or_none()
    if entries is None:  # a version of schema 2 has its devices inside
        return join_registry(SignedAlone(signed))
    return join_registry(WholeRegistry(signed, decode_entries(bytes(entries))))
