"""The registry as the city keeps it: who belongs to the realm, version by version.

A new version is signed and kept in the commit that made it necessary, and posted
to the relay afterwards; envelopes that name it wait until the relay has it.
"""

from dataclasses import replace

from sqlalchemy import Connection, func, insert, select, update

from server_stub.platform.exchange_tables import registry_versions
from server_stub.platform.realm_keys import RealmKeys
from server_stub.platform.scope import covers
from server_stub.settings import PlatformSettings
from sync.errors import RegistryMissingError
from sync.keys.identity import PublicIdentity
from sync.keys.registry import RegistryDocument, TrustRoots, read_registry
from sync.keys.registry_document import DeviceEntry


def current_registry(connection: Connection, roots: TrustRoots) -> RegistryDocument:
    """Read the newest version.

    Raises:
        RegistryMissingError: the realm has not begun yet.

    """
    newest = select(func.max(registry_versions.c.version)).scalar_subquery()
    query = select(registry_versions.c.document).where(registry_versions.c.version == newest)
    signed = connection.execute(query).scalar_one_or_none()
    if signed is None:
        raise RegistryMissingError
    return read_registry(signed, roots)


def ensure_registry(
    connection: Connection,
    keys: RealmKeys,
    *,
    settings: PlatformSettings,
    relay: PublicIdentity,
    now_ms: int,
) -> None:
    """Begin the realm, or renew its registry in good time before it expires."""
    try:
        current = current_registry(connection, keys.roots)
    except RegistryMissingError:
        current = RegistryDocument(
            version=0,
            expires_ms=0,
            org=settings.org,
            realm=settings.realm,
            relay=relay,
            recipients=(keys.city.public,),
            issuers=(keys.issuer,),
        )
    is_lasting = current.expires_ms - now_ms > settings.registry_ms // 2
    if not is_lasting or current.relay != relay:
        _keep_next(connection, replace(current, relay=relay), keys=keys, settings=settings, now_ms=now_ms)


def add_device(
    connection: Connection, entry: DeviceEntry, *, keys: RealmKeys, settings: PlatformSettings, now_ms: int
) -> RegistryDocument:
    """Keep the next version, with one device more."""
    current = current_registry(connection, keys.roots)
    joined = replace(current, devices=(*current.devices, entry))
    return _keep_next(connection, joined, keys=keys, settings=settings, now_ms=now_ms)


def may_hold(device: DeviceEntry, village: str) -> bool:
    """Say whether a device gets records of a village; one whose time is over gets none."""
    return device.revoked_at_seq is None and covers(device.scope, village)


def unposted_registry(connection: Connection) -> tuple[int, bytes] | None:
    """Give the newest version the relay does not have yet; older ones it never needs."""
    query = select(registry_versions).order_by(registry_versions.c.version.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None or row.posted_at_ms is not None else (row.version, row.document)


def note_registry_posted(connection: Connection, version: int, *, now_ms: int) -> None:
    is_this = registry_versions.c.version == version
    connection.execute(update(registry_versions).where(is_this).values(posted_at_ms=now_ms))


def _keep_next(
    connection: Connection,
    document: RegistryDocument,
    *,
    keys: RealmKeys,
    settings: PlatformSettings,
    now_ms: int,
) -> RegistryDocument:
    following = replace(document, version=document.version + 1, expires_ms=now_ms + settings.registry_ms)
    row = {"version": following.version, "document": keys.sign_registry(following)}
    connection.execute(insert(registry_versions).values(**row))
    return following
