"""Carrying out the office's orders: a lost device, a new key of the city, new roots.

Each order is one commit with the registry version that makes it true, and finding
it carried out already changes nothing.
"""

import logging
from dataclasses import replace

from sqlalchemy import Connection

from server_stub.platform.chains import read_link
from server_stub.platform.orders import Order, OrderKind, note_done, waiting_orders
from server_stub.platform.realm_keys import RealmKeys
from server_stub.platform.registry import change_device, current_registry, ensure_registry, keep_next
from server_stub.settings import PlatformSettings
from sync.envelope.chain import chain_name
from sync.keys.identity import PublicIdentity
from sync.keys.registry_document import DeviceEntry
from sync.keys.roots import follow_roots
from sync.ports import Entropy

logger = logging.getLogger(__name__)


def carry_out_orders(
    connection: Connection,
    *,
    keys: RealmKeys,
    settings: PlatformSettings,
    relay: PublicIdentity,
    now_ms: int,
    entropy: Entropy,
) -> bool:
    """Carry out what waits, after everything the relay holds has been read; say whether anything did."""
    waiting = waiting_orders(connection)
    for number, order in waiting:
        match order.kind:
            case OrderKind.REVOKE:
                _revoke(connection, order, keys=keys, settings=settings, now_ms=now_ms)
            case OrderKind.CITY_KEY:
                if keys.city.public.sealing_kid.hex() == order.subject:
                    keys.renew_city(entropy)
                ensure_registry(connection, keys, settings=settings, relay=relay, now_ms=now_ms)
            case OrderKind.ROOTS:
                _hand_over(connection, order, keys=keys, settings=settings, now_ms=now_ms, entropy=entropy)
        logger.info("order carried out: %s %s", order.kind, order.subject)
        note_done(connection, number, now_ms=now_ms)
    return bool(waiting)


def _revoke(
    connection: Connection, order: Order, *, keys: RealmKeys, settings: PlatformSettings, now_ms: int
) -> None:
    head = read_link(connection, chain_name(order.subject, settings.realm))
    last = head.sequence if order.at_sequence is None else order.at_sequence

    def end(entry: DeviceEntry, _version: int) -> DeviceEntry:
        earlier = last if entry.revoked_at_seq is None else min(last, entry.revoked_at_seq)
        return replace(entry, revoked_at_seq=earlier, wipe_ordered=entry.wipe_ordered or order.is_wipe)

    change_device(connection, order.subject, end, keys=keys, settings=settings, now_ms=now_ms)


def _hand_over(
    connection: Connection,
    order: Order,
    *,
    keys: RealmKeys,
    settings: PlatformSettings,
    now_ms: int,
    entropy: Entropy,
) -> None:
    current = current_registry(connection, keys.roots)
    present = follow_roots(current.root_changes, keys.roots)
    if present.digest.hex() != order.subject:
        return
    change = keys.hand_over_roots(present, entropy)
    changed = replace(current, root_changes=(*current.root_changes, change))
    keep_next(connection, changed, keys=keys, settings=settings, now_ms=now_ms)
