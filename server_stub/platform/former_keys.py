"""When a former sealing key of the city may be destroyed: nothing sealed to it can arrive any more.

A device seals to the key its registry lists, and its registry never goes back. So once a
device has sent a link made under a registry without the key, no later link of it can need
the key. Devices that joined afterwards never knew it. Whoever was listed while the key was
in use and has not been heard since, holds it; of an ended device only as long as work of
that age counts (`oldest_epoch`). What waits in quarantine for a person holds it, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from server_stub.platform.exchange_tables import inbox, registry_versions
from server_stub.platform.inbox import InboxState
from server_stub.platform.realm_keys import RealmKeys
from server_stub.platform.registry_kept import current_registry, read_signed
from sync.envelope.encoding import parse_content, parse_envelope
from sync.errors import SyncError
from sync.keys.identity import KeyId, PublicIdentity
from sync.keys.registry import RegistryDocument, TrustRoots, read_registry
from sync.keys.registry_document import DeviceEntry

_OPEN_CASES = (InboxState.RECEIVED, InboxState.QUARANTINED, InboxState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class FormerCityKey:
    """A key the city has given up; `devices` and `envelopes` are what still holds it."""

    sealing_kid: KeyId
    suite: int
    until_epoch: int  # the first registry version that did not list it
    devices: tuple[DeviceEntry, ...]
    envelopes: int

    @property
    def is_free(self) -> bool:
        """Say whether it may be destroyed."""
        return not self.devices and not self.envelopes


def former_city_keys(connection: Connection, keys: RealmKeys) -> tuple[FormerCityKey, ...]:
    """Say of every former key, newest first, what still holds it."""
    registry = current_registry(connection, keys.roots)
    return tuple(_judge(connection, one.public, registry, roots=keys.roots) for one in keys.former)


def _judge(
    connection: Connection, former: PublicIdentity, registry: RegistryDocument, *, roots: TrustRoots
) -> FormerCityKey:
    until, knew = registry.version, registry.devices
    for document in _documents(connection, roots):
        if former.sealing_kid in {one.sealing_kid for one in document.recipients}:
            knew = _members_of(document, registry)
            break
        until = document.version
    is_closed = registry.oldest_epoch >= until
    holding = tuple(
        one
        for one in knew
        if not (one.is_revoked and is_closed) and _heard_epoch(connection, one.device_id) < until
    )
    waiting = sum(former.sealing_kid in recipients for recipients in _open_cases(connection))
    return FormerCityKey(former.sealing_kid, former.suite, until, holding, waiting)


def _members_of(document: RegistryDocument, today: RegistryDocument) -> tuple[DeviceEntry, ...]:
    """Give the devices of today that an earlier version listed; only the newest is kept with its devices."""
    if document.excerpt_of is not None:
        return tuple(one for one in today.devices if one.since <= document.version)
    listed = {one.device_id for one in document.devices}
    return tuple(one for one in today.devices if one.device_id in listed)


def _documents(connection: Connection, roots: TrustRoots) -> Iterator[RegistryDocument]:
    """Read what was signed of the registries of this realm, newest first."""
    versions = select(registry_versions.c.version).order_by(registry_versions.c.version.desc())
    for version in connection.execute(versions).scalars().all():
        yield read_registry(read_signed(connection, version), roots)


def _heard_epoch(connection: Connection, device_id: str) -> int:
    """Give the registry version a device's newest link was made under; 0 when it has sent none."""
    newest = (
        select(inbox.c.body).where(inbox.c.sender == device_id).order_by(inbox.c.position.desc()).limit(1)
    )
    body = connection.execute(newest).scalar_one_or_none()
    return 0 if body is None else parse_envelope(bytes(body)).header.epoch


def _open_cases(connection: Connection) -> Iterator[frozenset[KeyId]]:
    """Give to whom each envelope is sealed that somebody may still want to open."""
    waiting = select(inbox.c.body).where(inbox.c.state.in_(_OPEN_CASES))
    for body in connection.execute(waiting).scalars():
        yield frozenset(_recipients(bytes(body)))


def _recipients(body: bytes) -> Iterable[KeyId]:
    try:
        return [one.kid for one in parse_content(parse_envelope(body).signed.payload).recipients]
    except SyncError:
        return ()  # no envelope at all: no key opens it
