"""Carrying out the office's orders: a lost device, other places, new keys and roots, which keys count.

Each order is one commit with the registry version that makes it true, and finding
it carried out already changes nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from server_stub.platform.alarms import raise_alarm
from server_stub.platform.chains import read_link
from server_stub.platform.former_keys import former_city_keys
from server_stub.platform.orders import Order, OrderKind, note_done, waiting_orders
from server_stub.platform.realm_keys import RealmKeys
from server_stub.platform.registry import change_device, ensure_registry, keep_next
from server_stub.platform.registry_kept import current_registry
from server_stub.platform.restating import restate
from server_stub.platform.scope import gained_places
from server_stub.platform.telling_anew import TellingAnew, cut_off
from server_stub.settings import PlatformSettings
from sync.envelope.chain import chain_name
from sync.errors import SuiteUnknownError
from sync.keys.identity import KeyId, PublicIdentity
from sync.keys.registry_document import DeviceEntry, RegistryDocument
from sync.keys.roots import follow_roots
from sync.ports import Entropy

# Gives what seals for devices once more, as the registry says now that they are.
Telling = Callable[[RegistryDocument], TellingAnew]

logger = logging.getLogger(__name__)


def carry_out_orders(
    connection: Connection,
    *,
    keys: RealmKeys,
    settings: PlatformSettings,
    relay: PublicIdentity,
    now_ms: int,
    entropy: Entropy,
    telling: Telling,
) -> bool:
    """Carry out what waits, after everything the relay holds has been read; say whether anything did."""
    waiting = waiting_orders(connection)
    clerk = _Clerk(connection, keys, settings, relay, now_ms, entropy, telling)
    for number, order in waiting:
        clerk.carry_out(order)
        logger.info("order carried out: %s %s", order.kind, order.subject)
        note_done(connection, number, now_ms=now_ms)
    return bool(waiting)


@dataclass(frozen=True, slots=True)
class _Clerk:
    """Carries out one order after the other, inside one transaction."""

    connection: Connection
    keys: RealmKeys
    settings: PlatformSettings
    relay: PublicIdentity
    now_ms: int
    entropy: Entropy
    telling: Telling

    def carry_out(self, order: Order) -> None:
        match order.kind:
            case OrderKind.REVOKE:
                self._revoke(order)
            case OrderKind.CITY_KEY:
                self.keys.renew_city(KeyId(bytes.fromhex(order.subject)), self.entropy)
                self._list_keys()
            case OrderKind.ROOTS:
                self._hand_over(order)
            case OrderKind.SUITE:
                self._add_suite(int(order.subject))
            case OrderKind.MINIMUM_SUITE:
                self._raise_minimum(int(order.subject))
            case OrderKind.OLDEST_EPOCH:
                current = self._registry()
                # Never above the version in use, or nobody's work would count.
                raised = max(current.oldest_epoch, min(int(order.subject), current.version))
                self._keep_changed(current, replace(current, oldest_epoch=raised))
            case OrderKind.FORGET_KEY:
                self._forget(KeyId(bytes.fromhex(order.subject)))
            case OrderKind.RESCOPE:
                self._rescope(order)
            case OrderKind.TELL_ANEW:
                self._tell_anew(order.subject, since_ms=order.at_sequence or 0)
            case OrderKind.RESTATE:
                restate(self.connection, self._registry(), [order], now_ms=self.now_ms)

    def _revoke(self, order: Order) -> None:
        head = read_link(self.connection, chain_name(order.subject, self.settings.realm))
        last = head.sequence if order.at_sequence is None else order.at_sequence

        def end(entry: DeviceEntry, _version: int) -> DeviceEntry:
            earlier = last if entry.revoked_at_seq is None else min(last, entry.revoked_at_seq)
            return replace(entry, revoked_at_seq=earlier, wipe_ordered=entry.wipe_ordered or order.is_wipe)

        change_device(
            self.connection,
            order.subject,
            end,
            keys=self.keys,
            settings=self.settings,
            now_ms=self.now_ms,
        )

    def _rescope(self, order: Order) -> None:
        """List a device with other places; what it lost it erases by itself, what it gained is told here."""
        before = self._registry().device(order.subject)
        if before is None or before.is_revoked or set(before.scope) == set(order.scope):
            return

        def place(entry: DeviceEntry, _version: int) -> DeviceEntry:
            return replace(entry, scope=order.scope)

        registry = change_device(
            self.connection,
            order.subject,
            place,
            keys=self.keys,
            settings=self.settings,
            now_ms=self.now_ms,
        )
        gained = gained_places(before.scope, order.scope)
        if gained:
            self.telling(registry).tell_places(replace(before, scope=order.scope), gained)

    def _hand_over(self, order: Order) -> None:
        current = self._registry()
        present = follow_roots(current.root_changes, self.keys.roots)
        if present.digest.hex() == order.subject:
            change = self.keys.hand_over_roots(present, self.entropy)
            self._keep_changed(current, replace(current, root_changes=(*current.root_changes, change)))

    def _add_suite(self, suite: int) -> None:
        """Give the city an identity of a further suite; where nothing does it, somebody hears so."""
        try:
            self.keys.add_city(suite, self.entropy)
        except SuiteUnknownError as error:
            raise_alarm(self.connection, error.code, subject=str(suite), now_ms=self.now_ms)
            return
        self._list_keys()

    def _raise_minimum(self, suite: int) -> None:
        current = self._registry()
        raised = max(current.minimum_suite, suite)
        self._keep_changed(current, replace(current, minimum_suite=raised))
        if raised != current.minimum_suite:
            for device in cut_off(self._registry()):
                self._tell_anew(device.device_id, since_ms=0)

    def _forget(self, sealing_kid: KeyId) -> None:
        """Destroy a former key if it is still free now, whatever held when it was ordered."""
        judged = former_city_keys(self.connection, self.keys)
        if any(one.sealing_kid == sealing_kid and one.is_free for one in judged):
            self.keys.forget_former(sealing_kid)

    def _list_keys(self) -> None:
        ensure_registry(
            self.connection, self.keys, settings=self.settings, relay=self.relay, now_ms=self.now_ms
        )

    def _tell_anew(self, device_id: str, *, since_ms: int) -> None:
        registry = self._registry()
        device = registry.device(device_id)
        if device is not None:
            self.telling(registry).tell(device, since_ms=since_ms)

    def _registry(self) -> RegistryDocument:
        return current_registry(self.connection, self.keys.roots)

    def _keep_changed(self, current: RegistryDocument, changed: RegistryDocument) -> None:
        if changed != current:
            keep_next(self.connection, changed, keys=self.keys, settings=self.settings, now_ms=self.now_ms)
