"""Who belongs to the realm, version by version, and what makes the next one.

A new version is signed and kept in the commit that made it necessary, and posted
to the relay afterwards; envelopes that name it wait until the relay has it.
"""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection

from server_stub.platform.realm_keys import RealmKeys
from server_stub.platform.registry_kept import current_registry, keep_registry
from server_stub.settings import PlatformSettings
from sync import places
from sync.errors import RegistryMissingError
from sync.keys.identity import PublicIdentity
from sync.keys.registry import RegistryDocument, TrustRoots
from sync.keys.registry_document import MAX_FORMER, DeviceEntry, FormerKey
from sync.keys.roots import follow_roots


def present_roots(connection: Connection, first: TrustRoots) -> TrustRoots:
    """Give the roots of today, as a device that joins now should know them."""
    try:
        return follow_roots(current_registry(connection, first).root_changes, first)
    except RegistryMissingError:
        return first


def ensure_registry(
    connection: Connection,
    keys: RealmKeys,
    *,
    settings: PlatformSettings,
    relay: PublicIdentity,
    now_ms: int,
) -> None:
    """Begin the realm, list the keys of today, or renew in good time before expiry and the end of a lease."""
    try:
        current = current_registry(connection, keys.roots)
    except RegistryMissingError:
        current = RegistryDocument(
            version=0,
            expires_ms=0,
            org=settings.org,
            realm=settings.realm,
            relay=relay,
            recipients=_recipients(keys),
            issuers=(keys.issuer,),
        )
    is_lasting = current.expires_ms - now_ms > settings.registry_ms // 2
    is_fresh = now_ms - current.issued_ms < settings.lease_ms // 2
    is_of_today = (current.relay, current.recipients) == (relay, _recipients(keys))
    if not (is_lasting and is_fresh and is_of_today):
        following = replace(current, relay=relay, recipients=_recipients(keys))
        keep_next(connection, following, keys=keys, settings=settings, now_ms=now_ms)


def add_device(
    connection: Connection, entry: DeviceEntry, *, keys: RealmKeys, settings: PlatformSettings, now_ms: int
) -> RegistryDocument:
    """Keep the next version, with one device more."""
    current = current_registry(connection, keys.roots)
    first = replace(entry, since=current.version + 1)
    joined = replace(current, devices=(*current.devices, first))
    return keep_next(connection, joined, keys=keys, settings=settings, now_ms=now_ms)


def change_device(
    connection: Connection,
    device_id: str,
    change: Callable[[DeviceEntry, int], DeviceEntry],
    *,
    keys: RealmKeys,
    settings: PlatformSettings,
    now_ms: int,
) -> RegistryDocument:
    """Keep the next version, with one device's entry changed; `change` is told the next version's number."""
    current = current_registry(connection, keys.roots)
    devices = tuple(
        change(one, current.version + 1) if one.device_id == device_id else one for one in current.devices
    )
    changed = replace(current, devices=devices)
    return keep_next(connection, changed, keys=keys, settings=settings, now_ms=now_ms)


def renewed_keys(public: PublicIdentity) -> Callable[[DeviceEntry, int], DeviceEntry]:
    """Give the change that lists new keys and ends the present ones with the version before."""

    def change(entry: DeviceEntry, version: int) -> DeviceEntry:
        former = (*entry.former, FormerKey(entry.public.verification, version))
        # Nobody waits for work signed sixty-four keys ago, and one more would make the list unreadable.
        return replace(entry, public=public, former=former[-MAX_FORMER:])

    return change


def may_hold(device: DeviceEntry, kind: str, place: str) -> bool:
    """Say whether a device gets records of a kind at a place; one whose time is over gets none."""
    return not device.is_revoked and places.may_hold(device.scope, kind, place)


def _recipients(keys: RealmKeys) -> tuple[PublicIdentity, ...]:
    """List the city once for each suite; devices seal to the one of theirs."""
    return tuple(one.public for one in keys.cities)


def keep_next(
    connection: Connection,
    document: RegistryDocument,
    *,
    keys: RealmKeys,
    settings: PlatformSettings,
    now_ms: int,
) -> RegistryDocument:
    """Sign and keep a document as the version after the one it was made from."""
    following = replace(
        document,
        version=document.version + 1,
        issued_ms=now_ms,
        expires_ms=now_ms + settings.registry_ms,
        lease_ms=settings.lease_ms,
    )
    keep_registry(connection, following.version, keys.sign_registry(following))
    return following
