"""The computer the platform runs on: rounds of the desk, orders of the office, and its own power."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from bench.simulation.disk import Disk, Files
from bench.simulation.fused_database import fuse_engine
from bench.simulation.power import Fuse, PowerCut
from employment import shipped_rule_pack
from server_stub.data_folder import load_settings, open_city
from server_stub.database import Database, sqlite_url
from server_stub.errors import ServerError
from server_stub.platform.answering import news_for
from server_stub.platform.desk import CityDesk
from server_stub.platform.enrol import invite
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.orders import Order, keep_order
from server_stub.platform.outgoing import Postbox
from server_stub.platform.port import PlacedState
from server_stub.platform.realm_keys import open_realm_keys
from server_stub.platform.records import CityRecord, Provenance, Source, write_record
from server_stub.platform.registry_kept import current_registry
from server_stub.public_files import read_relay_public
from server_stub.settings import PlatformSettings, ServerSettings
from sync.errors import SyncError
from sync.keys.enrolment import encode_invitation
from sync.keys.registry_document import RegistryDocument
from sync.ports import Clock, Entropy, Transport

DATABASE = "city.sqlite"
FILES = "attachments"


@dataclass
class CityHost:
    """The desk and its database; `keys` is the folder with the realm's keys, which no crash here hurts."""

    keys: Path
    disk: Disk
    clock: Clock
    entropy: Entropy
    wire: Transport
    fuse: Fuse
    restarts: int = 0

    def start(self) -> None:
        self.settings: ServerSettings = load_settings(
            self.keys,
            {
                "QUANCAI_CITY_DATABASE": sqlite_url(self.disk.folder / DATABASE),
                "QUANCAI_RELAY_URL": "https://relay.example",
            },
        )
        self.database: Database = open_city(self.settings)
        self.fuse.revive()
        fuse_engine(self.database, self.fuse)
        self.desk = CityDesk(
            settings=self.platform_settings,
            database=self.database,
            keys=open_realm_keys(self.keys),
            relay_public=read_relay_public(self.keys),
            rules=shipped_rule_pack(),
            shelf=FormShelf.shipped(clock=self.clock),
            transport=self.wire,
            clock=self.clock,
            entropy=self.entropy,
        )

    @property
    def platform_settings(self) -> PlatformSettings:
        """Give the settings, with files of forms on the disk that crashes and backups are about."""
        return replace(self.settings.for_platform(), attachments=self.disk.folder / FILES)

    def stop(self) -> None:
        self.database.close()
        self.disk.forget_old()

    def restore(self, files: Files) -> None:
        """Put a backup in the place of the disk; the keys are where they were."""
        self.stop()
        self.disk.replace(files)
        self.start()

    def round(self) -> str | None:
        """Let the desk work once; give the code that ended the round early, if one did."""
        return self._survive(self.desk.run_once)

    def order(self, wish: Order) -> str | None:
        return self.act(lambda connection: keep_order(connection, wish, now_ms=self.clock.now_ms()))

    def act(self, write: Callable[[Connection], object]) -> str | None:
        """Write something in one commit, as the office's commands do; give the code if it failed."""

        def commit() -> None:
            with self.database.write() as connection:
                write(connection)

        return self._survive(commit)

    def invitation(self, scope: tuple[str, ...], *, suite: int | None = None) -> str:
        """Write an invitation for one device, as text."""
        with self.fuse.asleep(), self.database.write() as connection:
            return encode_invitation(
                invite(
                    connection,
                    scope=scope,
                    relay_url=self.settings.relay_url,
                    roots=self.desk.keys.roots,
                    settings=self.platform_settings,
                    now_ms=self.clock.now_ms(),
                    entropy=self.entropy,
                    suite=suite,
                )
            )

    def registry(self) -> RegistryDocument:
        with self.fuse.asleep(), self.database.read() as connection:
            return current_registry(connection, self.desk.keys.roots)

    def edit(self, change: Callable[[Connection, int], Iterable[PlacedState]]) -> str | None:
        """Change records in the office and tell everybody who may hold them, in one commit."""

        def write() -> None:
            with self.database.write() as connection:
                changed = tuple(change(connection, self.clock.now_ms()))
                registry = current_registry(connection, self.desk.keys.roots)
                postbox = self._postbox(connection, registry)
                for device in registry.devices:
                    postbox.send(device, news_for(device, changed))

        return self._survive(write)

    def add(self, records: Iterable[CityRecord]) -> None:
        """Put records in that come from a list, before anybody has joined."""
        provenance = Provenance(Source.IMPORT, "list", None, self.clock.now_ms())
        with self.database.write() as connection:
            for record in records:
                write_record(connection, record, provenance=provenance)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.fuse.asleep(), self.database.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def _postbox(self, connection: Connection, registry: RegistryDocument) -> Postbox:
        return Postbox(
            connection=connection,
            cities=self.desk.keys.cities,
            registry=registry,
            settings=self.platform_settings,
            now_ms=self.clock.now_ms(),
            entropy=self.entropy,
        )

    def _survive(self, act: Callable[[], object]) -> str | None:
        try:
            act()
        except PowerCut:
            self.stop()
            self.restarts += 1
            self.start()
            return "power-cut"
        except SyncError as error:
            return error.shown_code
        except ServerError as error:
            return error.code
        return None
