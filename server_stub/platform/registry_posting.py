"""The registry on its way to the relay, and back from it when ours turns out to be the older one."""

from dataclasses import dataclass

from sqlalchemy import Connection

from server_stub.database import Database
from server_stub.platform.realm_keys import RealmKeys
from server_stub.platform.registry import ensure_registry
from server_stub.platform.registry_kept import (
    has_unposted_registry,
    newest_version,
    note_registry_posted,
    unposted_registry,
)
from server_stub.platform.registry_recovery import is_behind_relay, take_over_registry
from server_stub.settings import PlatformSettings
from sync.errors import ServerRefusedError
from sync.keys.identity import PublicIdentity
from sync.ports import Clock
from sync.relay_client import RelayClient


@dataclass(frozen=True, slots=True)
class RegistryPosting:
    """Keeps the relay's registry and ours the same."""

    database: Database
    keys: RealmKeys
    settings: PlatformSettings
    relay_public: PublicIdentity
    clock: Clock

    def publish(self, relay: RelayClient) -> None:
        """Make the next version where one is due, and post what the relay does not have."""
        with self.database.write() as connection:
            ensure_registry(
                connection,
                self.keys,
                settings=self.settings,
                relay=self.relay_public,
                now_ms=self.clock.now_ms(),
            )
            waiting = unposted_registry(connection)
        try:
            self._post(relay, waiting)
        except ServerRefusedError as refusal:
            if not is_behind_relay(refusal):
                raise
            self._take_over(relay)

    def keep_up(self, relay: RelayClient, epoch: int) -> None:
        """Go above a relay whose newest version is above ours: our database came from a backup."""
        with self.database.read() as connection:
            newest = newest_version(connection)
        if epoch > newest:
            self._take_over(relay)

    def has_unposted(self) -> bool:
        with self.database.read() as connection:
            return has_unposted_registry(connection)

    def _take_over(self, relay: RelayClient) -> None:
        signed = relay.fetch_registry()
        with self.database.write() as connection:
            self._merge(connection, signed)
        self._post_newest(relay)

    def _merge(self, connection: Connection, signed: bytes) -> None:
        now_ms = self.clock.now_ms()
        take_over_registry(connection, signed, keys=self.keys, settings=self.settings, now_ms=now_ms)

    def _post_newest(self, relay: RelayClient) -> None:
        with self.database.read() as connection:
            waiting = unposted_registry(connection)
        self._post(relay, waiting)

    def _post(self, relay: RelayClient, waiting: tuple[int, bytes] | None) -> None:
        if waiting is not None:
            version, signed = waiting
            relay.post_registry(signed)
            with self.database.write() as connection:
                note_registry_posted(connection, version, now_ms=self.clock.now_ms())
